// Secrets at rest: sealed with the instance key, a file of the data folder that only the server's user may read. Owns
// the key. A copy of the database alone gives no mailbox password and no TOTP secret away; a backup must hold both
// files.
#pragma once
#include <string>
#include <string_view>

namespace peakdesk::crypto {

class SecretBox {
 public:
  /// Reads `data_folder`/secret.key or makes it (32 random bytes as hex, mode 0600). Safe when two processes start at
  /// once. Throws std::runtime_error with a sentence for the operator: others may read the file, it is damaged, it
  /// cannot be written.
  static SecretBox open(const std::string& data_folder);
  /// For tests: a key of its own, 32 bytes.
  explicit SecretBox(std::string key);
  ~SecretBox();
  SecretBox(const SecretBox&) = delete;
  SecretBox& operator=(const SecretBox&) = delete;
  SecretBox(SecretBox&&) noexcept = default;

  /// XChaCha20-Poly1305 with a random nonce. `place` ("mailbox:12") is bound in: a sealed value moved elsewhere does
  /// not open.
  std::string seal(std::string_view plain, std::string_view place) const;
  /// Throws RequestError Conflict "secret_unreadable" when it was sealed by another key, for another place, or is
  /// damaged.
  std::string open_sealed(std::string_view sealed, std::string_view place) const;
  /// 32 bytes for one purpose ("password-links"): the same each time, telling nothing of the key or of other purposes.
  std::string derive_key(std::string_view purpose) const;

 private:
  std::string key_;
};

}  // namespace peakdesk::crypto
