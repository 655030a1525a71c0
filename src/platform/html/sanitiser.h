// HTML of a mail made safe to show: an allow-list of tags, attributes, CSS properties and URL schemes, written anew
// from Gumbo's tree. Owns no fetching: remote images stay blocked until somebody asks for them. The page that shows the
// result still uses a sandboxed frame.
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace peakdesk::platform {

struct SanitiseOptions {
  /// Gives the URL under which the inline image of that Content-ID is served, or empty when there is none. Not set: the
  /// image keeps its "cid:" address.
  std::function<std::string(std::string_view content_id)> inline_image_url;
  std::size_t max_output_bytes = 8u << 20;
};

struct SanitisedHtml {
  std::string html;                      // well-formed, no <html> or <body> around it
  int blocked_images = 0;                // <img data-remote-src="https://…"> without src
  std::vector<std::string> content_ids;  // inline images the text refers to, in order, without "cid:"
  bool truncated = false;                // the output limit was reached
};

SanitisedHtml sanitise_html(std::string_view html, const SanitiseOptions& options = {});

/// The declarations of a style attribute that may stay, normalised as "property:value;…". Nothing that can load,
/// overlay or run.
std::string sanitise_style(std::string_view style);
/// The URL if its scheme is http, https, mailto, tel or cid; else empty. Control characters are removed first as
/// browsers do.
std::string sanitise_url(std::string_view url);

}  // namespace peakdesk::platform
