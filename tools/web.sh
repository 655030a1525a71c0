# build_web: installs the front end's packages and builds it, unless nothing changed since the last time. Sourced by run and test.

# Debian 12's own Node is older than the build wants; the packages bring a newer one.
use_newer_node() {
  local arch=x64 bin
  [ "$(uname -m)" = aarch64 ] && arch=arm64
  bin=$PWD/web/node_modules/node-linux-$arch/bin
  if [ -x "$bin/node" ] && [ "$(node -p 'process.versions.node.split(".")[0]')" -lt 20 ]; then export PATH="$bin:$PATH"; fi
}

build_web() {
  local stamp=build/web.stamp now
  now=$({ git ls-files -s web docs/api 2>/dev/null; git diff -- web docs/api 2>/dev/null; git ls-files -o --exclude-standard web 2>/dev/null; } | sha256sum)
  if [ -d web/workspace/dist ] && [ "$(cat $stamp 2>/dev/null)" = "$now" ]; then
    use_newer_node
    return 0
  fi
  echo "Building the screens …"
  mkdir -p build
  (cd web && npm ci --no-audit --no-fund --loglevel=error) >build/web.log 2>&1 || { tail -40 build/web.log >&2; return 1; }
  use_newer_node
  (cd web && npm run --silent build) >>build/web.log 2>&1 || { tail -40 build/web.log >&2; return 1; }
  echo "$now" > $stamp
}
