// One-time codes of authenticator apps (RFC 6238: SHA-1, 6 digits, 30 s) by liboath.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace peakdesk::crypto {

/// 20 random bytes.
std::string new_totp_secret();
/// Code of a counter value (RFC 4226); `digits` 6 to 8.
std::string hotp_code(std::string_view secret, std::uint64_t counter, int digits = 6);
/// The 30-second step of a moment.
std::int64_t totp_step(Instant at);

/// The step whose code this is: the one now, the one before or the one after (clocks differ), but only steps after
/// `last_used_step`, so that a code seen over a shoulder is worth nothing. Spaces in the code are ignored.
std::optional<std::int64_t> matching_totp_step(std::string_view secret, std::string_view code, Instant now,
                                               std::int64_t last_used_step);

/// "otpauth://totp/Shop:mia@shop.example?secret=…&issuer=Shop": what a QR code hands to the app.
std::string otpauth_uri(std::string_view issuer, std::string_view account_name, std::string_view secret);

}  // namespace peakdesk::crypto
