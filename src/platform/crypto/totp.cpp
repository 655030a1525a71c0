#include "platform/crypto/totp.h"

#include <liboath/oath.h>

#include <stdexcept>

#include "platform/crypto/encoding.h"
#include "platform/crypto/random_bytes.h"

namespace peakdesk::crypto {
namespace {

void start_oath() {
  static const int started = oath_init();
  if (started != OATH_OK) throw std::runtime_error("liboath does not start");
}

std::string percent_encode(std::string_view text) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
                       byte == '-' || byte == '.' || byte == '_' || byte == '~' || byte == '@';
    if (plain) {
      out += c;
    } else {
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
  return out;
}

}  // namespace

std::string new_totp_secret() { return random_bytes(20); }

std::string hotp_code(std::string_view secret, std::uint64_t counter, int digits) {
  start_oath();
  char code[16];
  const int failed = oath_hotp_generate(secret.data(), secret.size(), counter, static_cast<unsigned>(digits), false,
                                        OATH_HOTP_DYNAMIC_TRUNCATION, code);
  if (failed != OATH_OK) throw std::runtime_error(std::string("liboath: ") + oath_strerror(failed));
  return code;
}

std::int64_t totp_step(Instant at) { return at.ms / 30'000; }

std::optional<std::int64_t> matching_totp_step(std::string_view secret, std::string_view code, Instant now,
                                               std::int64_t last_used_step) {
  std::string digits;
  for (const char c : code)
    if (c != ' ') digits += c;
  std::optional<std::int64_t> match;
  const std::int64_t current = totp_step(now);
  for (std::int64_t step = current - 1; step <= current + 1; ++step) {
    const bool equal = constant_time_equal(hotp_code(secret, static_cast<std::uint64_t>(step)), digits);
    if (equal && step > last_used_step && !match) match = step;
  }
  return match;
}

std::string otpauth_uri(std::string_view issuer, std::string_view account_name, std::string_view secret) {
  return "otpauth://totp/" + percent_encode(issuer) + ":" + percent_encode(account_name) +
         "?secret=" + to_base32(secret) + "&issuer=" + percent_encode(issuer) + "&algorithm=SHA1&digits=6&period=30";
}

}  // namespace peakdesk::crypto
