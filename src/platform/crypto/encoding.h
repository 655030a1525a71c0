// Bytes as text: hexadecimal, base64url (RFC 4648, unpadded) and base32. Constant-time, by libsodium and liboath.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace peakdesk::crypto {

std::string to_hex(std::string_view bytes);
std::string to_base64url(std::string_view bytes);
/// Nothing when the text is not exactly unpadded base64url.
std::optional<std::string> from_base64url(std::string_view text);
/// Upper case, without padding: what authenticator apps read.
std::string to_base32(std::string_view bytes);

}  // namespace peakdesk::crypto
