#include "tickets/message_page.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace peakdesk::tickets {
namespace {

std::string policy_of(const http::Response& response) {
  for (const auto& [name, value] : response.headers)
    if (name == "Content-Security-Policy") return value;
  return {};
}

}  // namespace

TEST(MessagePage, RemoteImagesAreThereOnlyWhenAskedFor) {
  Message message;
  message.body_html = message.stripped_html =
      R"(<p>Hi</p><img data-remote-src="https://tracker.example/x.gif" alt="">)";
  const auto closed = message_page(message, true, false);
  EXPECT_EQ(closed.body.find(" src=\"https://tracker.example"), std::string::npos);
  EXPECT_EQ(policy_of(closed).find("https:"), std::string::npos);
  const auto open = message_page(message, true, true);
  EXPECT_NE(open.body.find("<img src=\"https://tracker.example/x.gif\""), std::string::npos);
  EXPECT_NE(policy_of(open).find("img-src 'self' data: https:"), std::string::npos);
  for (const auto& page : {closed, open}) {
    EXPECT_NE(policy_of(page).find("default-src 'none'"), std::string::npos);
    EXPECT_NE(policy_of(page).find("sandbox allow-same-origin"), std::string::npos);
    EXPECT_EQ(policy_of(page).find("allow-scripts"), std::string::npos);
  }
}

TEST(MessagePage, InlineImagesPointToTheirAttachment) {
  Message message;
  message.body_html = R"(<img src="cid:logo@x">)";
  Attachment logo;
  logo.id = AttachmentId(7);
  logo.url = "/api/attachments/7";
  logo.content_id = "logo@x";
  message.attachments = {logo};
  EXPECT_EQ(prepare_html(message, message.body_html, false), R"(<img src="/api/attachments/7?inline=1">)");
}

TEST(MessagePage, AMessageWithoutHtmlShowsItsText) {
  Message message;
  message.body_text = message.stripped_text = "a < b\nc";
  EXPECT_NE(message_page(message, false, false).body.find("a &lt; b<br>c"), std::string::npos);
}

}  // namespace peakdesk::tickets
