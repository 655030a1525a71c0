#!/usr/bin/env bash
# Fuzzes every *_fuzz.cpp target (or the named ones) for so many seconds each under address and undefined-behaviour sanitizers.
# tools/fuzz.sh [seconds] [target …]. Findings are kept in build/fuzz/<target>/; own seeds stand in tests/fuzz/<target>/.
set -uo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-600}; shift || true
[ -f build/asan/build.ninja ] || cmake --preset asan >/dev/null
targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then
  mapfile -t targets < <(find src -name '*_fuzz.cpp' -exec basename {} .cpp \; | sort)
fi
[ ${#targets[@]} -gt 0 ] || { echo "no fuzz targets"; exit 0; }
[ -n "${PEAKDESK_FUZZ_BUILT:-}" ] || cmake --build build/asan --target "${targets[@]}" || exit 1
failed=0
for target in "${targets[@]}"; do
  mkdir -p "build/fuzz/$target/corpus"
  seeds=(); [ -d "tests/fuzz/$target" ] && seeds=("tests/fuzz/$target")
  options=(); [ -f "tests/fuzz/$target.options" ] && mapfile -t options < "tests/fuzz/$target.options"
  if "build/asan/$target" -max_total_time="$seconds" -rss_limit_mb=2048 -timeout=10 -artifact_prefix="build/fuzz/$target/" "${options[@]}" \
      "build/fuzz/$target/corpus" "${seeds[@]}" >"build/fuzz/$target/log" 2>&1; then
    echo "ok $target: $(grep -oE 'Done [0-9]+ runs' "build/fuzz/$target/log" | tail -1)"
  else
    echo "not ok $target: see build/fuzz/$target/log"; tail -30 "build/fuzz/$target/log"; failed=1
  fi
done
exit $failed
