// How this room holds GMime's objects. Included by .cpp files of platform/mail only.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "platform/mail/mime_parser.h"

typedef struct _GMimeParserOptions GMimeParserOptions;
typedef struct _InternetAddressList InternetAddressList;

namespace peakdesk::platform::gmime {

struct Unref {
  void operator()(void* object) const;
};
template <class T>
using Ref = std::unique_ptr<T, Unref>;

struct Free {
  void operator()(char* text) const;
};
using Text = std::unique_ptr<char, Free>;

/// Starts GMime once in the process.
void start();
/// Parser options for 8-bit headers in `charset`; null charset: the shared ones (UTF-8, then windows-1252). Never freed
/// by callers when `charset` is null.
GMimeParserOptions* shared_options();

/// Valid UTF-8 of a possibly null C string.
std::string to_text(const char* text);
/// Flattens groups; addresses without a mailbox are kept with an empty address only when they have a name.
std::vector<MailAddress> to_addresses(InternetAddressList* list);

}  // namespace peakdesk::platform::gmime
