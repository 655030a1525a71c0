// Real and standard MIME messages (tests only; not committed): every file is taken in or set aside with a reason, and
// the values that an independent parser states for the RFC examples are ours too.
#include <gtest/gtest.h>

#include <chrono>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "base/text.h"
#include "platform/mail/mime_parser.h"

namespace peakdesk::platform {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

const fs::path kCorpus = fs::path(PEAKDESK_SOURCE_DIR) / "../shared/data/email-mime";

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

std::string squeezed(std::string_view text) { return collapse_space(text); }

#define NEED_CORPUS() \
  if (!fs::exists(kCorpus)) GTEST_SKIP() << "the shared data folder email-mime is not beside this checkout"

TEST(MailCorpus, EveryFileIsTakenInOrSetAsideWithAReason) {
  NEED_CORPUS();
  int taken = 0, aside = 0;
  for (const auto& entry : fs::directory_iterator(kCorpus / "mikel")) {
    if (entry.path().extension() != ".eml") continue;
    const ParsedMail mail = parse_mail(read_file(entry.path()));
    (mail.problem.text.empty() ? taken : aside) += 1;
    EXPECT_TRUE(is_valid_utf8(mail.text)) << entry.path();
    EXPECT_TRUE(is_valid_utf8(mail.subject)) << entry.path();
    if (mail.problem.text.empty()) {
      EXPECT_FALSE(mail.headers.empty()) << entry.path();
    } else {
      std::cout << "          set aside: " << entry.path().filename().string() << ": " << mail.problem.text << "\n";
    }
  }
  std::cout << "          taken in " << taken << ", set aside " << aside << "\n";
  EXPECT_GE(taken, 100);
}

const json::object* find_header(const json::object& part, std::string_view name) {
  const json::object* found = nullptr;
  for (const json::value& header : part.at("headers").as_array())
    if (header.as_object().at("name") == json::value(name)) found = &header.as_object();
  return found;
}

void flatten(const json::value& value, std::vector<MailAddress>& out) {
  const auto text = [](const json::value& v) { return v.is_string() ? std::string(v.as_string()) : std::string(); };
  const json::object& object = value.as_object();
  if (object.contains("List"))
    for (const json::value& a : object.at("List").as_array())
      out.push_back({text(a.at("name")), text(a.at("address"))});
  if (object.contains("Group"))
    for (const json::value& g : object.at("Group").as_array())
      for (const json::value& a : g.at("addresses").as_array())
        out.push_back({text(a.at("name")), text(a.at("address"))});
}

TEST(MailCorpus, RfcExamplesGiveTheStatedValues) {
  NEED_CORPUS();
  for (int i = 0; i < 10; ++i) {
    const std::string stem = "00" + std::to_string(i);
    SCOPED_TRACE(stem);
    const ParsedMail mail = parse_mail(read_file(kCorpus / "stalwart_rfc" / (stem + ".eml")));
    const json::value expected = json::parse(read_file(kCorpus / "stalwart_rfc" / (stem + ".json")));
    EXPECT_EQ(mail.problem.text, "");
    const json::array& parts = expected.at("parts").as_array();
    const json::object& top = parts.at(0).as_object();
    if (const json::object* subject = find_header(top, "subject");
        subject && subject->at("value").as_object().contains("Text")) {
      EXPECT_EQ(squeezed(mail.subject), squeezed(std::string(subject->at("value").at("Text").as_string())));
    }
    for (const auto& [name, got] : {std::pair<std::string, const std::vector<MailAddress>*>{"from", &mail.from},
                                    {"to", &mail.to},
                                    {"cc", &mail.cc}}) {
      const json::object* header = find_header(top, name);
      if (!header || !header->at("value").as_object().contains("Address")) continue;
      std::vector<MailAddress> addresses;
      flatten(header->at("value").at("Address"), addresses);
      EXPECT_EQ(*got, addresses) << name;
    }
    // Texts, in order, joined. Media parts that stand within a body (RFC 8621) are attachments here.
    std::string text;
    bool all_plain = true;
    for (const json::value& index : expected.at("text_body").as_array()) {
      const json::object& body = parts.at(index.to_number<std::size_t>()).at("body").as_object();
      if (body.contains("Text")) text += std::string(body.at("Text").as_string()) + "\n";
      if (body.contains("Html")) all_plain = false;
    }
    if (all_plain) {
      EXPECT_EQ(squeezed(mail.text), squeezed(text));
    }
    std::size_t attachments = expected.at("attachments").as_array().size();
    EXPECT_EQ(mail.attachments.size(), attachments);
  }
}

int count_matches(const char* file, const std::function<bool(const std::string&, const json::value&)>& same) {
  const json::value cases = json::parse(read_file(kCorpus / "stalwart_headers" / file));
  int right = 0;
  for (const json::value& c : cases.as_array()) {
    const std::string header(c.at("header").as_string());
    if (same(header, c.at("expected")))
      ++right;
    else
      std::cout << "          differs: " << json::serialize(c.at("header")) << "\n";
  }
  std::cout << "          " << file << ": " << right << " of " << cases.as_array().size() << "\n";
  return right * 1000 / static_cast<int>(cases.as_array().size());
}

TEST(MailCorpus, Dates) {
  NEED_CORPUS();
  EXPECT_GE(count_matches("date.json",
                          [](const std::string& header, const json::value& expected) {
                            Instant got;
                            const bool ok = parse_mail_date(header, got);
                            if (expected.is_null() || !ok) return !ok == expected.is_null();
                            const auto number = [&](const char* key) { return expected.at(key).to_number<int>(); };
                            const auto date = std::chrono::year{number("year")} / number("month") / number("day");
                            const int offset = (number("tz_hour") * 60 + number("tz_minute")) *
                                               (expected.at("tz_before_gmt").as_bool() ? -1 : 1);
                            const std::int64_t minutes =
                                std::int64_t(std::chrono::sys_days{date}.time_since_epoch().count()) * 1440 +
                                number("hour") * 60 + number("minute") - offset;
                            return got.ms == (minutes * 60 + number("second")) * 1000;
                          }),
            950);
}

TEST(MailCorpus, Addresses) {
  NEED_CORPUS();
  EXPECT_GE(count_matches("address.json",
                          [](const std::string& header, const json::value& expected) {
                            std::vector<MailAddress> want;
                            flatten(expected, want);
                            std::vector<MailAddress> got = parse_mail("From: " + header + "\n\n").from;
                            for (MailAddress& a : want) a.name = std::string(trim(a.name));
                            // A comment that stands where no mailbox is names nobody.
                            std::erase_if(want, [](const MailAddress& a) { return a.address.empty(); });
                            return got == want;
                          }),
            600);
}

TEST(MailCorpus, Unstructured) {
  NEED_CORPUS();
  EXPECT_GE(count_matches("unstructured.json",
                          [](const std::string& header, const json::value& expected) {
                            return squeezed(parse_mail("Subject: " + header + "\n\n").subject) ==
                                   squeezed(std::string(expected.as_string()));
                          }),
            800);
}

TEST(MailCorpus, Ids) {
  NEED_CORPUS();
  EXPECT_GE(count_matches("id.json",
                          [](const std::string& header, const json::value& expected) {
                            const ParsedMail mail = parse_mail("References: " + header + "\n\n");
                            if (expected.is_null()) return mail.references.empty();
                            std::vector<std::string> want;
                            for (const json::value& id : expected.as_array()) want.emplace_back(id.as_string());
                            return mail.references == want;
                          }),
            900);
}

}  // namespace
}  // namespace peakdesk::platform
