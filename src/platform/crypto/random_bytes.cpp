#include "platform/crypto/random_bytes.h"

#include <sodium.h>

#include <stdexcept>

#include "platform/crypto/encoding.h"

namespace peakdesk::crypto {

void start_sodium() {
  static const int started = sodium_init();
  if (started < 0)
    throw std::runtime_error("The system's source of randomness does not answer, so nothing can be kept secret.");
}

std::string random_bytes(std::size_t count) {
  start_sodium();
  std::string out(count, '\0');
  randombytes_buf(out.data(), out.size());
  return out;
}

std::string random_token(std::size_t bytes) { return to_base64url(random_bytes(bytes)); }

std::string random_text(std::size_t length, std::string_view alphabet) {
  start_sodium();
  std::string out(length, ' ');
  for (char& c : out) c = alphabet[randombytes_uniform(static_cast<std::uint32_t>(alphabet.size()))];
  return out;
}

bool constant_time_equal(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace peakdesk::crypto
