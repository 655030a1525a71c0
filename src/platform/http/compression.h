// Compressed bodies for who accepts them. Pure.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "platform/http/message.h"

namespace peakdesk::http {

enum class Coding { None, Gzip, Brotli };

/// What an Accept-Encoding header allows, the best for us first: brotli, gzip, none. "q=0" forbids.
Coding choose_coding(std::string_view accept_encoding, bool brotli_possible = true);
/// Fast gzip; for answers made on the spot.
std::string gzip(std::string_view bytes, int level = 1);
std::string brotli(std::string_view bytes, int quality);
/// Compresses text bodies over 1 kB in place and sets Content-Encoding and Vary.
void compress(Response& response, std::string_view accept_encoding);

}  // namespace peakdesk::http
