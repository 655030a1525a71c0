// What the desk understands of one mail, as one line of JSON: for `peakdesk mail inspect` and whoever asks why a mail
// became what it became. Pure.
#pragma once
#include <string>
#include <string_view>

namespace peakdesk::channels::email {

/// {"file","kind","subject","from","to","date","text","reply","attachments":[{"name","type","size"}],"failed_recipient","error"}
/// `from` is an address, `to` a list of them, `date` ISO 8601 UTC or null, `failed_recipient` and `error` null when
/// there is none.
std::string inspect_mail(std::string_view file, std::string_view raw);
/// The same line for a file that cannot be read.
std::string inspect_failure(std::string_view file, std::string_view error);

}  // namespace peakdesk::channels::email
