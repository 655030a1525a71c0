#include "platform/mail/mime_builder.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace peakdesk::platform {
namespace {

OutgoingMail simple_mail() {
  OutgoingMail mail;
  mail.from = {"Grüner Laden, Kundendienst", "help@shop.test"};
  mail.to = {{"Zoë O'Neil", "zoe@shopper.test"}};
  mail.subject = "Ваш заказ № 1001 уже в пути: это длинная тема, которую придётся свернуть";
  mail.text = "Hello,\nit is on its way.\n.\nFrom us — with a very long line " + std::string(1'200, 'x') + "\n";
  mail.message_id = make_message_id("1.abc", "shop.test");
  mail.date = {1'795'000'000'000};
  return mail;
}

TEST(MimeBuilder, RoundTripsThroughTheParser) {
  OutgoingMail mail = simple_mail();
  mail.html = "<p>Hello <img src=\"cid:logo@shop\"></p>";
  mail.cc = {{"", "two@shop.test"}};
  mail.reply_to = {{"", "reply+1@shop.test"}};
  mail.in_reply_to = "q1@shopper.test";
  mail.references = {"q0@shopper.test", "q1@shopper.test"};
  mail.auto_submitted = "auto-replied";
  mail.list_unsubscribe = {"https://shop.test/u?1", "mailto:u@shop.test"};
  mail.one_click_unsubscribe = true;
  mail.attachments = {{"logo.png", "image/png", "logo@shop", std::string("\x89PNG\0\r\n", 7)},
                      {"Rückgabeschein ☂.pdf", "application/pdf", "", "%PDF"}};
  const std::string bytes = build_mail(mail);
  const ParsedMail read = parse_mail(bytes);
  EXPECT_EQ(read.problem.text, "");
  EXPECT_EQ(read.from, (std::vector<MailAddress>{mail.from}));
  EXPECT_EQ(read.to, mail.to);
  EXPECT_EQ(read.cc, mail.cc);
  EXPECT_EQ(read.reply_to, mail.reply_to);
  EXPECT_EQ(read.subject, mail.subject);
  EXPECT_EQ(trim(read.text), trim(mail.text));
  EXPECT_EQ(trim(read.html), mail.html);
  EXPECT_EQ(read.message_id, "1.abc@shop.test");
  EXPECT_EQ(read.in_reply_to, mail.in_reply_to);
  EXPECT_EQ(read.references, mail.references);
  EXPECT_EQ(read.date, mail.date);
  EXPECT_EQ(read.header("Auto-Submitted"), "auto-replied");
  EXPECT_EQ(read.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
  EXPECT_EQ(read.content_type, "multipart/mixed");
  ASSERT_EQ(read.attachments.size(), 2u);
  EXPECT_TRUE(read.attachments[0].is_inline);
  EXPECT_EQ(read.attachments[0].bytes, mail.attachments[0].bytes);
  EXPECT_EQ(read.attachments[1].name, mail.attachments[1].name);
  EXPECT_FALSE(read.attachments[1].is_inline);
  EXPECT_EQ(build_mail(mail), bytes) << "the same mail gives the same bytes";
}

TEST(MimeBuilder, IsPlainSevenBitWithShortCrLfLines) {
  const std::string bytes = build_mail(simple_mail());
  std::size_t line = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    EXPECT_LT(static_cast<unsigned char>(bytes[i]), 0x80) << i;
    if (bytes[i] == '\n') {
      EXPECT_TRUE(i > 0 && bytes[i - 1] == '\r') << i;
      line = 0;
    } else {
      EXPECT_LE(++line, 998u);
    }
  }
}

TEST(MimeBuilder, CannotBeMadeToInjectHeaders) {
  OutgoingMail mail = simple_mail();
  mail.from.name = "Shop\r\nBcc: victim@x.test";
  mail.to = {{"a\nX-Bad: 1", "a@b.test>\r\nBcc: <victim@x.test"}};
  mail.subject = "Hi\r\nBcc: victim@x.test\r\n\r\nbody";
  mail.message_id = "1@x>\r\nX-Bad: 1";
  mail.in_reply_to = "2@x>\r\nX-Bad: 2";
  mail.references = {"3@x>\r\nX-Bad: 3\r\n\r\n"};
  mail.more_headers = {{"X-Ticket", "1\r\nX-Bad: 4"}, {"X-Bad: 5\r\nX", "y"}, {"X Bad", "z"}};
  mail.list_unsubscribe = {"https://x.test>\r\nX-Bad: 6"};
  mail.attachments = {{"a\"\r\nX-Bad: 7\r\n.txt", "text/plain\r\nX-Bad: 8", "", "x"}};
  const ParsedMail read = parse_mail(build_mail(mail));
  EXPECT_FALSE(read.has_header("X-Bad"));
  EXPECT_FALSE(read.has_header("Bcc"));
  EXPECT_EQ(read.attachments.size(), 1u);
  EXPECT_TRUE(read.text.starts_with("Hello"));
}

TEST(MimeBuilder, KeepsLongReferenceChainsShort) {
  OutgoingMail mail = simple_mail();
  for (int i = 0; i < 500; ++i) mail.references.push_back(std::to_string(i) + "@x.test");
  const ParsedMail read = parse_mail(build_mail(mail));
  EXPECT_EQ(read.references.size(), 30u);
  EXPECT_EQ(read.references.front(), "0@x.test");
  EXPECT_EQ(read.references.back(), "499@x.test");
}

}  // namespace
}  // namespace peakdesk::platform
