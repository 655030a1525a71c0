#include "platform/crypto/fingerprint.h"

#include <sodium.h>

namespace peakdesk::crypto {

std::string fingerprint(std::string_view first, std::string_view second) {
  crypto_generichash_state state;
  unsigned char hash[16];
  crypto_generichash_init(&state, nullptr, 0, sizeof hash);
  for (const auto part : {first, second})
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(part.data()), part.size());
  crypto_generichash_final(&state, hash, sizeof hash);
  char hex[2 * sizeof hash + 1];
  sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
  return hex;
}

}  // namespace peakdesk::crypto
