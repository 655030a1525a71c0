#include "platform/crypto/secret_box.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "base/error.h"
#include "base/text.h"
#include "platform/crypto/encoding.h"
#include "platform/crypto/hash.h"
#include "platform/crypto/random_bytes.h"

namespace peakdesk::crypto {
namespace {

constexpr std::size_t kKeyBytes = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr char kVersion = 1;

const unsigned char* octets(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

[[noreturn]] void throw_key_file(const std::string& path, const std::string& why) {
  throw std::runtime_error("The instance key " + path + " " + why);
}

/// Written aside and linked into place: of two processes that start at once, one key wins and both read it.
void make_key_file(const std::string& path) {
  const std::string aside = path + "." + to_hex(random_bytes(6)) + ".new";
  const int file = ::open(aside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) throw_key_file(path, std::string("cannot be made: ") + std::strerror(errno) + ".");
  const std::string text = to_hex(random_bytes(kKeyBytes)) + "\n";
  const bool written =
      ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(file) == 0;
  const int why = errno;
  ::close(file);
  const bool linked = written && (::link(aside.c_str(), path.c_str()) == 0 || errno == EEXIST);
  const int why_not_linked = errno;
  ::unlink(aside.c_str());
  if (!written) throw_key_file(path, std::string("cannot be written: ") + std::strerror(why) + ".");
  if (!linked) throw_key_file(path, std::string("cannot be put in place: ") + std::strerror(why_not_linked) + ".");
  const int folder = ::open(path.substr(0, path.rfind('/')).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder >= 0) {
    ::fsync(folder);
    ::close(folder);
  }
}

std::string read_key_file(const std::string& path, int file) {
  struct stat about {};
  if (::fstat(file, &about) != 0) throw_key_file(path, std::string("cannot be read: ") + std::strerror(errno) + ".");
  if ((about.st_mode & 077) != 0)
    throw_key_file(path, "can be read by other users of this machine. Run: chmod 600 " + path);
  char text[128];
  const ssize_t length = ::read(file, text, sizeof text);
  if (length < 0) throw_key_file(path, std::string("cannot be read: ") + std::strerror(errno) + ".");
  const std::string_view hex = trim(std::string_view(text, static_cast<std::size_t>(length)));
  std::string key(kKeyBytes, '\0');
  std::size_t read = 0;
  if (hex.size() != 2 * kKeyBytes ||
      sodium_hex2bin(reinterpret_cast<unsigned char*>(key.data()), key.size(), hex.data(), hex.size(), nullptr, &read,
                     nullptr) != 0 ||
      read != kKeyBytes)
    throw_key_file(path, "is damaged (it must hold 64 hexadecimal digits). Put it back from a backup.");
  return key;
}

}  // namespace

SecretBox SecretBox::open(const std::string& data_folder) {
  const std::string path = data_folder + "/secret.key";
  int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0 && errno == ENOENT) {
    make_key_file(path);
    file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  }
  if (file < 0) throw_key_file(path, std::string("cannot be read: ") + std::strerror(errno) + ".");
  struct Close {
    int file;
    ~Close() { ::close(file); }
  } close{file};
  return SecretBox(read_key_file(path, file));
}

SecretBox::SecretBox(std::string key) : key_(std::move(key)) {
  start_sodium();
  if (key_.size() != kKeyBytes) throw std::runtime_error("The instance key must have 32 bytes.");
}

SecretBox::~SecretBox() {
  if (!key_.empty()) sodium_memzero(key_.data(), key_.size());
}

std::string SecretBox::seal(std::string_view plain, std::string_view place) const {
  std::string out(1, kVersion);
  out += random_bytes(kNonceBytes);
  out.resize(1 + kNonceBytes + plain.size() + kTagBytes);
  auto* bytes = reinterpret_cast<unsigned char*>(out.data());
  crypto_aead_xchacha20poly1305_ietf_encrypt(bytes + 1 + kNonceBytes, nullptr, octets(plain), plain.size(),
                                             octets(place), place.size(), nullptr, bytes + 1, octets(key_));
  return out;
}

std::string SecretBox::open_sealed(std::string_view sealed, std::string_view place) const {
  const auto refuse = [] {
    throw_conflict("secret_unreadable",
                   "This secret was sealed with another instance key, so it cannot be read. Enter it again, or put "
                   "secret.key back.");
  };
  if (sealed.size() < 1 + kNonceBytes + kTagBytes || sealed[0] != kVersion) refuse();
  std::string plain(sealed.size() - 1 - kNonceBytes - kTagBytes, '\0');
  const auto* bytes = octets(sealed);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(reinterpret_cast<unsigned char*>(plain.data()), nullptr, nullptr,
                                                 bytes + 1 + kNonceBytes, sealed.size() - 1 - kNonceBytes,
                                                 octets(place), place.size(), bytes + 1, octets(key_)) != 0)
    refuse();
  return plain;
}

std::string SecretBox::derive_key(std::string_view purpose) const {
  return hmac_sha256(key_, "peakdesk " + std::string(purpose));
}

}  // namespace peakdesk::crypto
