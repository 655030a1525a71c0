// A message's sanitised HTML as a page for a sandboxed frame, with its own strict policy: nothing runs, nothing is
// fetched from strangers unless the agent asked for the images.
#pragma once
#include "platform/http/message.h"
#include "tickets/message.h"

namespace peakdesk::tickets {

/// `stripped`: without quoted history. `remote_images`: sources that the sanitiser set aside are put back.
http::Response message_page(const Message& message, bool stripped, bool remote_images);

/// For the two, and its test: inline images ("cid:…") get the address of the message's attachment; remote images their
/// source when wanted; links open apart.
std::string prepare_html(const Message& message, std::string_view html, bool remote_images);

}  // namespace peakdesk::tickets
