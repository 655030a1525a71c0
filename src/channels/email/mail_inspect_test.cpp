#include "channels/email/mail_inspect.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace peakdesk::channels::email {
namespace {

TEST(MailInspect, SaysWhatTheDeskUnderstood) {
  const boost::json::value line = boost::json::parse(inspect_mail(
      "a.eml",
      "From: Ann <ann@shopper.test>\r\nTo: help@shop.test, two@shop.test\r\nSubject: "
      "=?utf-8?Q?Gr=C3=BC=C3=9Fe?=\r\nDate: Fri, 27 Nov 2026 08:15:00 +0100\r\n\r\n"
      "Thank you!\r\n\r\nOn Thu, 26 Nov 2026 at 10:00, Shop <help@shop.test> wrote:\r\n> It is on its way.\r\n"));
  EXPECT_EQ(line.at("file"), "a.eml");
  EXPECT_EQ(line.at("kind"), "human");
  EXPECT_EQ(line.at("subject"), "Grüße");
  EXPECT_EQ(line.at("from"), "ann@shopper.test");
  EXPECT_EQ(line.at("to").as_array().size(), 2u);
  EXPECT_EQ(line.at("date"), "2026-11-27T07:15:00.000Z");
  EXPECT_EQ(line.at("reply"), "Thank you!");
  EXPECT_TRUE(line.at("failed_recipient").is_null());
  EXPECT_TRUE(line.at("error").is_null());
}

TEST(MailInspect, NamesWhoABounceIsAbout) {
  const boost::json::value line =
      boost::json::parse(inspect_mail("b.eml",
                                      "Return-Path: <>\nFrom: MAILER-DAEMON@mx.test\nTo: help@shop.test\nSubject: "
                                      "Undelivered Mail Returned to Sender\n\n"
                                      "This is the mail system at host mx.test.\n\n<gone@shopper.test>: host "
                                      "mx.shopper.test said: 550 5.1.1 User unknown\n"));
  EXPECT_EQ(line.at("kind"), "bounce");
  EXPECT_EQ(line.at("failed_recipient"), "gone@shopper.test");
}

TEST(MailInspect, SaysWhyAMailIsSetAside) {
  EXPECT_FALSE(boost::json::parse(inspect_mail("c", "")).at("error").is_null());
  EXPECT_EQ(boost::json::parse(inspect_failure("d", "There is no such file.")).at("error"), "There is no such file.");
}

}  // namespace
}  // namespace peakdesk::channels::email
