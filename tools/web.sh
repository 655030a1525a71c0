# build_web: installs the front end's packages and builds it, unless nothing changed since the last time. Sourced by run and test.

# Debian 12's own Node is older than the build wants: its npm leaves out what newer Nodes need on this very machine, and reports no
# failure of a script that runs under a newer one. Both come as packages then (tools/node), before all others.
use_newer_node() {
  [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] && return 0
  local home=$PWD/build/node arch=x64
  [ "$(uname -m)" = aarch64 ] && arch=arm64
  local node=$home/node_modules/node-linux-$arch/bin
  if ! cmp -s tools/node/package-lock.json "$home/package-lock.json" || [ ! -x "$node/node" ]; then
    mkdir -p "$home"
    cp tools/node/package.json "$home/"
    (cd "$home" && cp "$OLDPWD/tools/node/package-lock.json" . && npm ci --no-audit --no-fund --loglevel=error) >build/node.log 2>&1 ||
      { rm -f "$home/package-lock.json"; tail -40 build/node.log >&2; return 1; }
  fi
  export PATH="$home/node_modules/.bin:$node:$PATH"
}

build_web() {
  local stamp=build/web.stamp now
  now=$({ git ls-files -s web docs/api 2>/dev/null; git diff -- web docs/api 2>/dev/null; git ls-files -o --exclude-standard web 2>/dev/null; } | sha256sum)
  mkdir -p build
  use_newer_node || return 1
  [ -d web/workspace/dist ] && [ "$(cat $stamp 2>/dev/null)" = "$now" ] && return 0
  echo "Building the screens …"
  (cd web && npm ci --no-audit --no-fund --loglevel=error) >build/web.log 2>&1 || { tail -40 build/web.log >&2; return 1; }
  (cd web && npm run --silent build) >>build/web.log 2>&1 && [ -f web/workspace/dist/index.html ] ||
    { tail -40 build/web.log >&2; return 1; }
  echo "$now" > $stamp
}
