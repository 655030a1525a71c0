// SHA-256 and HMACs. Results are raw bytes; encoding.h makes them text.
#pragma once
#include <memory>
#include <string>
#include <string_view>

namespace peakdesk::crypto {

/// 32 bytes.
std::string sha256(std::string_view bytes);
/// 32 bytes; any key length.
std::string hmac_sha256(std::string_view key, std::string_view message);
/// 20 bytes. Only where a foreign protocol asks for it.
std::string hmac_sha1(std::string_view key, std::string_view message);

/// SHA-256 of what comes in pieces.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  void add(std::string_view bytes);
  /// 32 bytes; once.
  std::string finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace peakdesk::crypto
