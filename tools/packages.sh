# Debian 12 packages by name. Sourced by ./run and ./test; one list for what the program needs, one for what only the tests need.
BUILD_PACKAGES="git ca-certificates g++ cmake ninja-build pkg-config ccache mold
  libboost1.81-dev libboost-json1.81-dev libicu-dev libsqlite3-dev
  libcurl4-gnutls-dev libsodium-dev libssl-dev libgmime-3.0-dev libetpan-dev libgumbo-dev
  libspdlog-dev libfmt-dev libtomlplusplus-dev libcli11-dev zlib1g-dev libbrotli-dev
  liboath-dev libqrencode-dev libeigen3-dev coinor-libcbc-dev coinor-libclp-dev
  libfasttext-dev libcld2-dev nodejs npm"
TEST_PACKAGES="libgtest-dev libgmock-dev clang-19 libclang-rt-19-dev chromium fonts-noto-core fonts-noto-color-emoji
  dovecot-imapd postfix swaks curl python3"
