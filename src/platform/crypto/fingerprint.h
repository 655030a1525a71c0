// A short name for bytes: equal bytes, equal fingerprint. For recognising things, not for secrets or signatures.
#pragma once
#include <string>
#include <string_view>

namespace peakdesk::crypto {

/// 128 bits of BLAKE2b over both parts, as 32 hexadecimal digits. The parts' border does not count.
std::string fingerprint(std::string_view first, std::string_view second = {});

}  // namespace peakdesk::crypto
