# Debian 12 packages by name; sourced by run, test and dev. BUILD: what the program needs. TEST: what only the tests need.
# libsasl2-modules is loaded by libetpan while it runs: without it no mail server that wants a login takes a mail from us.
BUILD_PACKAGES="ca-certificates g++ cmake ninja-build pkg-config ccache mold python3 nodejs npm
  libboost1.81-dev libboost-json1.81-dev libicu-dev libsqlite3-dev libcurl4-gnutls-dev libsodium-dev libssl-dev
  libgmime-3.0-dev libetpan-dev libsasl2-modules libgumbo-dev libre2-dev libspdlog-dev libfmt-dev libtomlplusplus-dev libcli11-dev zlib1g-dev libbrotli-dev
  liboath-dev libqrencode-dev libeigen3-dev coinor-libcbc-dev coinor-libclp-dev libfasttext-dev libcld2-dev libgoogle-perftools-dev"
TEST_PACKAGES="libgtest-dev libgmock-dev clang-19 libclang-rt-19-dev chromium fonts-noto-core fonts-noto-color-emoji
  dovecot-imapd postfix swaks curl libopendkim-dev libfaketime"

# install_packages NAME… : installs what is missing; as root or with sudo. Services are not started.
install_packages() {
  local missing=()
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  # A machine that brings its own, newer Node has no use for Debian's.
  local wanted=() package
  for package in "${missing[@]}"; do
    if [[ $package == nodejs || $package == npm ]] && command -v "${package/nodejs/node}" >/dev/null; then continue; fi
    wanted+=("$package")
  done
  [ ${#wanted[@]} -eq 0 ] && return 0
  local sudo=""
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "Some packages are missing and there is no sudo. As root: apt-get install ${wanted[*]}" >&2; return 1; }
    sudo=sudo
  fi
  echo "Installing ${#wanted[@]} Debian packages …"
  local log policy=/usr/sbin/policy-rc.d made=""
  log=$(mktemp)
  if [ ! -e $policy ]; then  # keeps mail servers from starting by themselves while they are installed
    printf '#!/bin/sh\nexit 101\n' | $sudo tee $policy >/dev/null && $sudo chmod +x $policy && made=yes
  fi
  local status=0
  { $sudo apt-get update -qq && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${wanted[@]}"; } \
    >"$log" 2>&1 || status=$?
  [ -n "$made" ] && $sudo rm -f $policy
  if [ $status -ne 0 ]; then
    tail -20 "$log" >&2
    echo "The packages could not be installed (log: $log)." >&2
  fi
  return $status
}
