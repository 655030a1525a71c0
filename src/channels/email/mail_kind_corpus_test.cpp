// Bounces, auto-replies and complaints of real servers, and human mail that must not be taken for one (tests only; not
// committed).
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

#include "base/text.h"
#include "channels/email/mail_kind.h"

namespace peakdesk::channels::email {
namespace {

namespace fs = std::filesystem;
const fs::path kData = fs::path(PEAKDESK_SOURCE_DIR) / "../shared/data";

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

TEST(MailKindCorpus, BouncesAndAutoRepliesAreTold) {
  if (!fs::exists(kData / "email-bounce"))
    GTEST_SKIP() << "the shared data folder email-bounce is not beside this checkout";
  std::istringstream table(read_file(kData / "email-bounce/labels.tsv"));
  std::string line;
  std::getline(table, line);
  int all = 0, right = 0, class_all = 0, class_right = 0, hard_all = 0, hard_right = 0, count_all = 0, count_right = 0,
      with_address = 0, bounces = 0, with_id = 0;
  while (std::getline(table, line)) {
    const auto cell = split(line, '\t');
    const std::string name(cell[0]), kind(cell[1]);
    fs::path path = kData / "email-bounce/bounce" / name;
    if (!fs::exists(path)) path = kData / "email-bounce/not_bounce" / name;
    const MailKind got = classify(platform::parse_mail(read_file(path)));
    const std::map<std::string, Kind> wanted{
        {"bounce", Kind::Bounce}, {"autoreply", Kind::AutoReply}, {"arf", Kind::Report}, {"other", Kind::Human}};
    const bool feedback = kind == "bounce" && cell.size() > 5 && cell[5] == "feedback";
    ++all;
    if (got.kind == wanted.at(kind) || (feedback && got.kind == Kind::Report))
      ++right;
    else
      std::cout << "          kind differs: " << name << " " << kind << " got " << name_of(got.kind) << " ("
                << got.reason << ")\n";
    if (kind != "bounce" || feedback || got.kind != Kind::Bounce) continue;
    ++bounces;
    with_address += !got.failed.empty() && got.failed[0].address.find('@') != std::string::npos;
    with_id += !got.original_message_id.empty();
    const auto statuses = split(cell[3], ';');
    const auto hards = split(cell[6], ';');
    if (cell[3].empty() && cell[6].empty()) continue;
    ++count_all;
    count_right += got.failed.size() == statuses.size();
    if (got.failed.size() != statuses.size())
      std::cout << "          recipients differ: " << name << " " << statuses.size() << " got " << got.failed.size()
                << "\n";
    if (got.failed.empty()) continue;
    if (!statuses[0].empty()) {
      ++class_all;
      const bool same = got.failed[0].status_class == statuses[0][0] - '0';
      class_right += same;
      if (!same)
        std::cout << "          class differs: " << name << " " << cell[3] << " got " << got.failed[0].status << " "
                  << got.failed[0].diagnostic.substr(0, 80) << "\n";
    }
    ++hard_all;
    const bool same = got.failed[0].hard == (hards[0] == "1");
    hard_right += same;
    if (!same)
      std::cout << "          hard differs: " << name << " " << cell[5] << " " << cell[3] << " got "
                << got.failed[0].hard << " " << got.failed[0].status << " | " << got.failed[0].diagnostic.substr(0, 90)
                << "\n";
  }
  std::cout << "          kind " << right << " of " << all << "; class " << class_right << " of " << class_all
            << "; hard or soft " << hard_right << " of " << hard_all << "; recipients " << count_right << " of "
            << count_all << "; with an address " << with_address << ", with the original id " << with_id << " of "
            << bounces << "\n";
  EXPECT_GE(right * 100, all * 97);
  EXPECT_GE(class_right * 100, class_all * 90);
  EXPECT_GE(hard_right * 100, hard_all * 85);
}

TEST(MailKindCorpus, NoHumanMailIsLost) {
  if (!fs::exists(kData / "spam-email-en"))
    GTEST_SKIP() << "the shared data folder spam-email-en is not beside this checkout";
  int human = 0, all = 0;
  for (const auto& entry : fs::directory_iterator(kData / "spam-email-en/ham")) {
    const platform::ParsedMail mail = platform::parse_mail(read_file(entry.path()));
    EXPECT_EQ(mail.problem.text, "") << entry.path();
    const MailKind got = classify(mail);
    ++all;
    // One of them is a mail server's report that its content filter refused a mail.
    const bool right =
        entry.path().filename() == "easy-ham-1_01542_ed72bf.eml" ? got.kind == Kind::Bounce : got.kind == Kind::Human;
    human += right;
    if (!right)
      std::cout << "          not human: " << entry.path().filename() << " " << name_of(got.kind) << " (" << got.reason
                << ") " << mail.subject << "\n";
  }
  int spam = 0, spam_all = 0;
  for (const auto& entry : fs::directory_iterator(kData / "spam-email-en/spam")) {
    ++spam_all;
    spam += classify(platform::parse_mail(read_file(entry.path()))).kind == Kind::Spam;
  }
  std::cout << "          ham taken as human " << human << " of " << all << "; spam told " << spam << " of " << spam_all
            << "\n";
  EXPECT_EQ(human, all);
}

TEST(MailKindCorpus, KindsOfTheMimeCorpus) {
  if (!fs::exists(kData / "email-mime"))
    GTEST_SKIP() << "the shared data folder email-mime is not beside this checkout";
  for (const auto& entry : fs::directory_iterator(kData / "email-mime/mikel")) {
    if (entry.path().extension() != ".eml") continue;
    const platform::ParsedMail mail = platform::parse_mail(read_file(entry.path()));
    const MailKind got = classify(mail);
    const std::string name = entry.path().filename();
    if (got.kind == Kind::Spam) {  // two came through SpamAssassin, which said so
      EXPECT_TRUE(istarts_with_ascii(trim(mail.header("X-Spam-Status")), "yes")) << name;
      continue;
    }
    const bool report =
        name.starts_with("multipart_report") || name == "mime_emails__raw_email_with_mimepart_without_content_type.eml";
    EXPECT_EQ(got.kind != Kind::Human, report) << entry.path() << " " << name_of(got.kind) << " " << got.reason;
  }
}

}  // namespace
}  // namespace peakdesk::channels::email
