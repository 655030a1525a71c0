#include "platform/mail/mime_parser.h"

#include <gtest/gtest.h>

#include <chrono>

#include "base/text.h"

namespace peakdesk::platform {
namespace {

std::string mail_with(const std::string& content_headers, const std::string& body) {
  return "From: Ann <ann@shopper.test>\r\nTo: help@shop.test\r\nSubject: Hello\r\nMessage-ID: "
         "<1@shopper.test>\r\nDate: Fri, 27 Nov 2026 08:15:00 "
         "+0100\r\nMIME-Version: 1.0\r\n" +
         content_headers + "\r\n" + body;
}

TEST(MimeParser, ReadsAPlainMail) {
  const ParsedMail mail = parse_mail(
      mail_with("In-Reply-To: <0@shop.test>\r\nReferences: <a@shop.test>\r\n <0@shop.test>\r\n", "Where is it?\r\n"));
  EXPECT_EQ(mail.problem.text, "");
  EXPECT_EQ(mail.subject, "Hello");
  EXPECT_EQ(mail.text, "Where is it?\n");
  EXPECT_EQ(mail.from, (std::vector<MailAddress>{{"Ann", "ann@shopper.test"}}));
  EXPECT_EQ(mail.to.at(0).address, "help@shop.test");
  EXPECT_EQ(mail.message_id, "1@shopper.test");
  EXPECT_EQ(mail.in_reply_to, "0@shop.test");
  EXPECT_EQ(mail.references, (std::vector<std::string>{"a@shop.test", "0@shop.test"}));
  EXPECT_TRUE(mail.date_ok);
  EXPECT_EQ(to_iso8601(mail.date), "2026-11-27T07:15:00.000Z");
  EXPECT_EQ(mail.header("mime-version"), "1.0");
}

struct CharsetCase {
  const char* declared;
  std::string body;
  const char* expected;
};

TEST(MimeParser, ReadsCharsetsAsTheyAreMeant) {
  const CharsetCase cases[] = {
      {"utf-8", "Gr\xC3\xBC\xC3\x9F", "Grüß"},
      {"iso-8859-1", "Gr\xFC\xDF \x80", "Grüß €"},
      {"iso-8859-1", "Gr\xC3\xBC\xC3\x9F e", "Grüß e"},  // says Latin-1, is UTF-8
      {"utf-8",
       "caf\xE9 cr\xE8me br\xFBl\xE9"
       "e, s'il vous pla\xEEt, merci",
       "café crème brûlée, s'il vous plaît, merci"},
      {"gb2312", "\x96\x7C\x87\xD6", "東囍"},  // bytes only GBK has
      {"koi8-r", "\xF0\xD2\xC9\xD7\xC5\xD4", "Привет"},
      {"windows-1251", "\xCF\xF0\xE8\xE2\xE5\xF2", "Привет"},
      {"iso-2022-jp", "\x1B$B$3$s$K$A$O\x1B(B", "こんにちは"},
      {"us-ascii", "\x1B$B$3$s$K$A$O\x1B(B", "こんにちは"},
      {"utf-7", "Hi Mom +Jjo-!", "Hi Mom ☺!"},
      {"ks_c_5601-1987", "\xBE\xC8\xB3\xE7", "안녕"},
      {"shift_jis", "\x82\xB1\x82\xF1", "こん"},
      {"unknown-8bit", "Gr\xC3\xBC\xC3\x9F", "Grüß"},
      {"no-such-charset", "Gr\xC3\xBC\xC3\x9F", "Grüß"},
  };
  for (const CharsetCase& c : cases) {
    const ParsedMail mail = parse_mail(mail_with(
        std::string("Content-Type: text/plain; charset=\"") + c.declared + "\"\r\nContent-Transfer-Encoding: 8bit\r\n",
        c.body));
    EXPECT_EQ(std::string(trim(mail.text)), c.expected) << c.declared;
  }
}

TEST(MimeParser, GuessesAMissingCharset) {
  const std::string russian =
      "\xC7\xE4\xF0\xE0\xE2\xF1\xF2\xE2\xF3\xE9\xF2\xE5, \xE3\xE4\xE5 \xEC\xEE\xE9 \xE7\xE0\xEA\xE0\xE7? \xDF "
      "\xE6\xE4\xF3 \xE5\xE3\xEE \xF3\xE6\xE5 \xED\xE5\xE4\xE5\xEB\xFE.";
  EXPECT_EQ(trim(parse_mail(mail_with("", russian)).text), "Здравствуйте, где мой заказ? Я жду его уже неделю.");
}

TEST(MimeParser, PrefersPlainTextAndKeepsHtml) {
  const ParsedMail mail = parse_mail(mail_with("Content-Type: multipart/alternative; boundary=x\r\n",
                                               "--x\r\nContent-Type: text/plain\r\n\r\nplain\r\n--x\r\nContent-Type: "
                                               "text/html\r\n\r\n<p>rich</p>\r\n--x--\r\n"));
  EXPECT_EQ(trim(mail.text), "plain");
  EXPECT_EQ(trim(mail.html), "<p>rich</p>");
  EXPECT_FALSE(mail.text_is_from_html);
  EXPECT_TRUE(mail.attachments.empty());
}

TEST(MimeParser, MakesTextOfHtmlOnly) {
  const ParsedMail mail = parse_mail(
      mail_with("Content-Type: text/html; charset=utf-8\r\n", "<p>One<br>two</p><blockquote>old</blockquote>"));
  EXPECT_EQ(mail.text, "One\ntwo\n\n> old");
  EXPECT_TRUE(mail.text_is_from_html);
}

TEST(MimeParser, KeepsAttachmentsOfEveryKind) {
  const ParsedMail mail = parse_mail(mail_with(
      "Content-Type: multipart/mixed; boundary=x\r\n",
      "--x\r\nContent-Type: text/plain\r\n\r\nbody\r\n"
      "--x\r\nContent-Type: image/png; name=\"=?utf-8?Q?Gr=C3=BC=C3=9Fe.png?=\"\r\nContent-Transfer-Encoding: "
      "base64\r\nContent-ID: <a@b>\r\n\r\niVBORw0K\r\n"
      "--x\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\nContent-Disposition: attachment; "
      "filename=winmail.dat\r\n\r\nTNEF\r\n"
      "--x\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\n"
      "--x\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\ninner body\r\n"
      "--x\r\nContent-Type: text/plain; name=notes.txt\r\nContent-Disposition: attachment\r\n\r\nnotes\r\n--x--\r\n"));
  EXPECT_EQ(mail.problem.text, "");
  EXPECT_EQ(trim(mail.text), "body");
  ASSERT_EQ(mail.attachments.size(), 5u);
  EXPECT_EQ(mail.attachments[0].name, "Grüße.png");
  EXPECT_EQ(mail.attachments[0].bytes, "\x89PNG\r\n");
  EXPECT_EQ(mail.attachments[0].content_id, "a@b");
  EXPECT_TRUE(mail.attachments[0].is_inline);
  EXPECT_EQ(mail.attachments[1].name, "winmail.dat");
  EXPECT_EQ(mail.attachments[2].content_type, "text/calendar");
  EXPECT_EQ(mail.attachments[3].content_type, "message/rfc822");
  EXPECT_NE(mail.attachments[3].bytes.find("inner body"), std::string::npos);
  EXPECT_EQ(mail.attachments[4].name, "notes.txt");
  EXPECT_EQ(mail.attachments[4].size, mail.attachments[4].bytes.size());
}

TEST(MimeParser, ReadsFilesThatAreNotQuiteMails) {
  EXPECT_EQ(parse_mail("From ann@x.test Fri Nov 27 08:15:00 2026\nSubject: mbox\n\nbody").subject, "mbox");
  EXPECT_EQ(parse_mail("\xEF\xBB\xBFSubject: bom\n\nbody").subject, "bom");
  const ParsedMail mac = parse_mail("Subject: old mac\rFrom: a@b.test\r\rline 1\rline 2");
  EXPECT_EQ(mac.subject, "old mac");
  EXPECT_EQ(mac.text, "line 1\nline 2");
  EXPECT_NE(parse_mail("").problem.text, "");
  EXPECT_NE(parse_mail("\r\n\r\n").problem.text, "");
}

TEST(MimeParser, SurvivesBrokenBase64AndMissingBoundaries) {
  const ParsedMail broken = parse_mail(
      mail_with("Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n", "SGVsbG8gd29y*bGQ\r\n=trail"));
  EXPECT_TRUE(broken.text.starts_with("Hello wor")) << broken.text;
  const ParsedMail lost =
      parse_mail(mail_with("Content-Type: multipart/mixed; boundary=never\r\n", "still readable\r\n"));
  EXPECT_EQ(trim(lost.text), "still readable");
}

TEST(MimeParser, SetsMailBombsAside) {
  // Whatever the boundary is and however it is written, a tree of that many parts is not built first (its headers would
  // have been read): it takes a hundred times the mail's size.
  const std::pair<const char*, const char*> boundaries[] = {{"boundary=xyz", "xyz"},
                                                            {"boundary=p", "p"},
                                                            {"boundary=\"==\"", "=="},
                                                            {"boundary*0=ab;\r\n boundary*1=cd", "abcd"}};
  for (const auto& [parameter, boundary] : boundaries) {
    std::string many = mail_with("Content-Type: multipart/mixed; " + std::string(parameter) + "\r\n", "");
    for (int i = 0; i < 200'000; ++i) many += "--" + std::string(boundary) + "\r\n\r\na\r\n";
    const ParsedMail mail = parse_mail(many);
    EXPECT_EQ(mail.problem.code, "mail_too_many_parts") << parameter;
    EXPECT_TRUE(mail.headers.empty()) << parameter;
  }

  std::string deep = "Subject: deep\r\n";
  for (int i = 0; i < 3'000; ++i)
    deep +=
        "Content-Type: multipart/mixed; boundary=b" + std::to_string(i) + "\r\n\r\n--b" + std::to_string(i) + "\r\n";
  EXPECT_NE(parse_mail(deep).problem.text, "");

  std::string dolls = "Subject: dolls\r\n";
  for (int i = 0; i < 100'000; ++i) dolls += "Content-Type: message/rfc822\r\n\r\n";
  const ParsedMail doll = parse_mail(dolls);  // one attachment or set aside; either way it returns
  EXPECT_LE(doll.attachments.size(), 1u);

  EXPECT_NE(parse_mail("Subject: " + std::string(3u << 20, 'x') + "\r\n\r\nbody").problem.text, "");
  ParseLimits small;
  small.max_bytes = 100;
  EXPECT_NE(parse_mail(std::string(200, 'a'), small).problem.text.find("larger"), std::string::npos);
}

TEST(MimeParser, DecodesHeadersInTheirOwnCharset) {
  EXPECT_EQ(decode_mail_header("=?iso-2022-jp?B?GyRCJDMkcyRLJEEkTxsoQg==?="), "こんにちは");
  EXPECT_EQ(parse_mail("From: =?koi8-r?B?88XSx8XK?= <s@x.test>\nSubject: \xC7\xE4\xE5 \xEC\xEE\xE9 "
                       "\xE7\xE0\xEA\xE0\xE7 \xF1 \xEF\xEE\xE4\xE0\xF0\xEA\xE0\xEC\xE8\n\nx")
                .from.at(0)
                .name,
            "Сергей");
}

TEST(MimeParser, DecodesRunsOfEncodedWords) {
  // Each padded on its own, one character split over two words, touching text, folded within, two charsets.
  EXPECT_EQ(decode_mail_header("=?utf-8?B?0L4=?=\r\n =?utf-8?B?0L4=?= =?utf-8?B?QUI=?= c"), "ооAB c");
  EXPECT_EQ(decode_mail_header("=?utf-8?Q?=D0?= =?UTF-8?Q?=BE?="), "о");
  EXPECT_EQ(decode_mail_header("[SPAM]=?utf-8?Q?Gr=C3=BC=C3=9Fe?="), "[SPAM] Grüße");
  EXPECT_EQ(decode_mail_header("=?utf-8?Q?Hello\r\n  _there!?="), "Hello there!");
  EXPECT_EQ(decode_mail_header("=?koi8-r?B?8A==?= =?windows-1251?B?8A==?="), "Пр");
  EXPECT_EQ(decode_mail_header("=?broken =?utf-8?X?a?= =?utf-8?Q?b"), "=?broken =?utf-8?X?a?= =?utf-8?Q?b");
  const ParsedMail mail = parse_mail(
      "From: =?utf-8?B?0L4=?= =?utf-8?B?0L4=?= <a@b.test>, \"=?utf-8?Q?B=2C_C?=\" <c@d.test>\nSubject: x\n"
      "Content-Type: application/pdf; name=\"=?utf-8?B?0L4=?=\n =?utf-8?B?0L4ucGRm?=\"\n\nx");
  EXPECT_EQ(mail.from, (std::vector<MailAddress>{{"оо", "a@b.test"}, {"B, C", "c@d.test"}}));
  ASSERT_EQ(mail.attachments.size(), 1u);
  EXPECT_EQ(mail.attachments[0].name, "оо.pdf");
}

TEST(MimeParser, IsFast) {
  std::string text;
  for (int i = 0; i < 50; ++i) text += "Where is my order, it should have been here on Monday already?\r\n";
  const std::string raw = mail_with(
      "Received: from a by b; Fri, 27 Nov 2026 08:15:00 +0100\r\nX-Mailer: test\r\nContent-Type: text/plain; "
      "charset=utf-8\r\n",
      text);
  const auto start = std::chrono::steady_clock::now();
  std::size_t read = 0;
  for (int i = 0; i < 200; ++i) read += parse_mail(raw).text.size();
  const double each_us =
      std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count() / 200;
  EXPECT_GT(read, 0u);
  RecordProperty("microseconds_per_mail", std::to_string(each_us));
  std::printf("          %.0f us a mail of %zu bytes\n", each_us, raw.size());
}

}  // namespace
}  // namespace peakdesk::platform
