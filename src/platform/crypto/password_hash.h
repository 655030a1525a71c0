// Passwords as argon2id strings (19 MiB, 2 passes, 1 lane; OWASP's second recommendation of 2023). About 20 ms each and
// 19 MiB while it runs: call it on the work pool, never on the writer or a reader.
#pragma once
#include <string>
#include <string_view>

namespace peakdesk::crypto {

inline constexpr std::size_t kMaxPasswordBytes = 1024;

/// "$argon2id$v=19$m=19456,t=2,p=1$…". Throws std::runtime_error when the memory is not there.
std::string hash_password(std::string_view password);
/// False for a wrong password, an empty or foreign hash. An empty hash takes as long as a real one, so that nobody can
/// tell by the clock who has an account.
bool verify_password(std::string_view hash, std::string_view password);
/// True when the hash was made with other costs than today's.
bool needs_rehash(std::string_view hash);

}  // namespace peakdesk::crypto
