#include "platform/crypto/password_hash.h"

#include <sodium.h>

#include <semaphore>
#include <stdexcept>

#include "platform/crypto/random_bytes.h"

namespace peakdesk::crypto {
namespace {

constexpr unsigned long long kPasses = 2;
constexpr std::size_t kMemoryBytes = 19'456u * 1024u;

/// However many threads the work pool has, hashing takes at most two cores and 38 MiB.
class HashingTurn {
 public:
  HashingTurn() { turns().acquire(); }
  ~HashingTurn() { turns().release(); }
  HashingTurn(const HashingTurn&) = delete;
  HashingTurn& operator=(const HashingTurn&) = delete;

 private:
  static std::counting_semaphore<2>& turns() {
    static std::counting_semaphore<2> free_turns(2);
    return free_turns;
  }
};

bool verify_by_sodium(const std::string& hash, std::string_view password) {
  const HashingTurn turn;
  return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

}  // namespace

std::string hash_password(std::string_view password) {
  start_sodium();
  const HashingTurn turn;
  char out[crypto_pwhash_STRBYTES];
  if (crypto_pwhash_str_alg(out, password.data(), password.size(), kPasses, kMemoryBytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0)
    throw std::runtime_error("There is not enough memory to hash a password (19 MiB).");
  return out;
}

bool verify_password(std::string_view hash, std::string_view password) {
  start_sodium();
  if (password.size() > kMaxPasswordBytes) return false;
  if (hash.empty()) {
    static const std::string nobodys = hash_password(random_token());
    verify_by_sodium(nobodys, password);
    return false;
  }
  return hash.size() < crypto_pwhash_STRBYTES && verify_by_sodium(std::string(hash), password);
}

bool needs_rehash(std::string_view hash) {
  start_sodium();
  return hash.size() >= crypto_pwhash_STRBYTES ||
         crypto_pwhash_str_needs_rehash(std::string(hash).c_str(), kPasses, kMemoryBytes) != 0;
}

}  // namespace peakdesk::crypto
