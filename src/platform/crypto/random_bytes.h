// Randomness for secrets, from the operating system by libsodium. (base/random.h is for simulations: never for
// secrets.)
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace peakdesk::crypto {

/// Must run before any other function of libsodium; every function here that needs it calls it. Throws
/// std::runtime_error when the system gives no randomness.
void start_sodium();

std::string random_bytes(std::size_t count);
/// base64url of `bytes` random bytes; 32 are beyond guessing.
std::string random_token(std::size_t bytes = 32);
/// `length` characters drawn evenly from `alphabet`.
std::string random_text(std::size_t length, std::string_view alphabet);
/// Takes the same time wherever the texts differ; only their lengths may show.
bool constant_time_equal(std::string_view a, std::string_view b);

}  // namespace peakdesk::crypto
