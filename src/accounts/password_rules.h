// Which passwords may be chosen. Length counts, rules of composition do not (NIST SP 800-63B).
#pragma once
#include <string>
#include <string_view>

namespace peakdesk::accounts {

/// Throws Invalid naming `field`: shorter than 10 characters, longer than 1024 bytes, the person's own address or name,
/// among the commonest passwords, or one character over and over.
void check_new_password(const std::string& field, std::string_view password, std::string_view email,
                        std::string_view name = {});

}  // namespace peakdesk::accounts
