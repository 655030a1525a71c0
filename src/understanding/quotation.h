// What a person wrote now, apart from the mail they answer: quoted lines, forwarded headers, signatures. For
// understanding only; what is shown to people is cut by the mail channel.
#pragma once
#include <string_view>

namespace peakdesk::understanding {

/// The part of `text` before the first quotation or signature; all of it when nothing would be left.
std::string_view without_quotation(std::string_view text);

}  // namespace peakdesk::understanding
