#!/usr/bin/env bash
# ./dev bench [name …] [--json]: measures what is named, the desk when nothing is. Names are the folders beside this file.
set -euo pipefail
cd "$(dirname "$0")/.."
names=() options=()
for word in "$@"; do if [[ $word == -* ]]; then options+=("$word"); else names+=("$word"); fi; done
for name in "${names[@]:-desk}"; do
  if [ ! -x "bench/$name/run" ]; then
    echo "There is no bench $name. Known: $(cd bench && for folder in */run; do dirname "$folder"; done | tr '\n' ' ')" >&2
    exit 2
  fi
  "bench/$name/run" "${options[@]}"
done
