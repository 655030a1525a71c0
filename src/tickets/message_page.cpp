#include "tickets/message_page.h"

#include "base/text.h"
#include "tickets/message_body.h"

namespace peakdesk::tickets {
namespace {

constexpr std::string_view kStyle =
    "html{color-scheme:light}body{margin:0;padding:4px 0;font:14px/1.5 "
    "system-ui,sans-serif;overflow-wrap:anywhere;color:#1a1a1a;"
    "background:#fff}img{max-width:100%;height:auto}img[data-remote-src]:not([src]){display:inline-block;min-width:"
    "16px;min-height:16px;"
    "background:#eee}pre{white-space:pre-wrap}table{max-width:100%}blockquote{margin:0 0 0 "
    "8px;padding-left:8px;border-left:2px solid #ccc}";

}  // namespace

std::string prepare_html(const Message& message, std::string_view html, bool remote_images) {
  // The sanitiser wrote this HTML anew: attributes are double-quoted and escaped, so that plain replacement hits whole
  // attributes only.
  std::string out(html);
  for (const auto& attachment : message.attachments)
    if (!attachment.content_id.empty())
      out = replace_all(std::move(out), "src=\"cid:" + escape_html(attachment.content_id) + "\"",
                        "src=\"" + attachment.url + "?inline=1\"");
  if (remote_images) out = replace_all(std::move(out), " data-remote-src=\"", " src=\"");
  return out;
}

http::Response message_page(const Message& message, bool stripped, bool remote_images) {
  std::string html = stripped ? message.stripped_html : message.body_html;
  if (trim(html).empty()) html = text_to_html(stripped ? message.stripped_text : message.body_text);
  std::string page =
      "<!doctype html><html><head><meta charset=\"utf-8\"><meta name=\"referrer\" content=\"no-referrer\"><base "
      "target=\"_blank\"><style>";
  page += kStyle;
  page += "</style></head><body>";
  page += prepare_html(message, html, remote_images);
  page += "</body></html>";
  auto response = http::Response::html(std::move(page));
  response.headers = {
      {"Content-Security-Policy",
       std::string("default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:") +
           (remote_images ? " https: http:" : "") +
           "; frame-ancestors 'self'; sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"},
      {"Referrer-Policy", "no-referrer"},
      {"X-Content-Type-Options", "nosniff"},
      {"Cache-Control", "private, max-age=300"},
  };
  return response;
}

}  // namespace peakdesk::tickets
