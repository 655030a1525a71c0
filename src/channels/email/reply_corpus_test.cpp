// Reply extraction against the cases of other projects that state an expected answer (tests only; not committed), and
// beside it the answers of a free peer where they are there. Prints one line a set.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

#include "base/text.h"
#include "channels/email/reply_text.h"
#include "platform/html/html_to_text.h"
#include "platform/mail/mime_parser.h"

namespace peakdesk::channels::email {
namespace {

namespace fs = std::filesystem;
const fs::path kCorpus = fs::path(PEAKDESK_SOURCE_DIR) / "../shared/data/email-reply";

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

// The upstream tests state where the visible reply ends; "" is the end of the text.
struct Case {
  const char* set;
  const char* file;
  const char* ends_with;
};

constexpr Case kCases[] = {
    {"github", "email_1_1", "Java HTTP API."},
    {"github", "email_1_3", "would be great."},
    {"github", "email_1_4", "problem with it."},
    {"github", "email_1_5", ""},
    {"github", "email_1_6", "torch of pixels"},
    {"github", "email_1_7", ":+1:"},
    {"github", "email_2_1", "Outlook with a reply"},
    {"github", "email_2_2", "directly above line"},
    {"github", "email_2_3", "directly above line"},
    {"github", "email_BlackBerry", "another email"},
    {"github", "email_iPhone", "another email"},
    {"github", "email_multi_word_sent_from_my_mobile_device", "another email"},
    {"github", "email_sent_from_my_not_signature", ""},
    {"github", "email_bullets", "and another"},
    {"github", "email_one_is_not_on", "when I run..."},
    {"github", "email_sig_delimiter_in_middle_of_line", ""},
    {"github", "correct_sig", "signature."},
    {"github", "greedy_on", "the tunnel is not working."},
    {"willdurand", "email_1", "Java HTTP API."},
    {"willdurand", "email_3", "would be great."},
    {"willdurand", "email_4", "problem with it."},
    {"willdurand", "email_5", ""},
    {"willdurand", "email_6", "torch of pixels"},
    {"willdurand", "email_7", "nec nec nibh."},
    {"willdurand", "email_8", "nec nec nibh."},
    {"willdurand", "email_9", "nec nec nibh."},
    {"willdurand", "email_10", "nec nec nibh."},
    {"willdurand", "email_11", "nec nec nibh."},
    {"willdurand", "email_12", "nec nec nibh."},
    {"willdurand", "email_13", "nec nec nibh."},
    {"willdurand", "email_14", "nec nec nibh."},
    {"willdurand", "email_15", "nec nec nibh."},
    {"willdurand", "email_16", "nec nec nibh."},
    {"willdurand", "email_17", "nec nec nibh."},
    {"willdurand", "email_18", "nec nec nibh."},
    {"willdurand", "email_22", "nec nec nibh."},
    {"willdurand", "email_23", "nec nec nibh."},
    {"willdurand", "email_2_1", "Outlook with a reply"},
    {"willdurand", "email_blackberry", "another email"},
    {"willdurand", "email_iphone", "another email"},
    {"willdurand", "email_multi_word_sent_from_my_mobile_device", "another email"},
    {"willdurand", "email_sent_from_my_not_signature", ""},
    {"willdurand", "email_bullets", "and another"},
    {"willdurand", "email_one_is_not_on", "when I run..."},
    {"willdurand", "email_unquoted_reply", "my reply."},
    {"willdurand", "email_custom_quote_header", "Thank you!"},
    {"willdurand", "email_customer_quote_header_2", "very much."},
    {"willdurand", "email_customer_quote_header_3", "merci d'avance"},
    {"willdurand", "email_thread", "from bellow."},
    {"willdurand", "correct_sig", "signature."},
    {"willdurand", "sig_no_empty_line", "line above."},
    {"crisp", "email_1", "-Abhishek Kona"},
    {"crisp", "email_3", "-Abhishek Kona"},
    {"crisp", "email_4", "problem with it."},
    {"crisp", "email_5", ""},
    {"crisp", "email_6", "torch of pixels"},
    {"crisp", "email_7", "nec nec nibh."},
    {"crisp", "email_8", "nec nec nibh."},
    {"crisp", "email_9", "nec nec nibh."},
    {"crisp", "email_10", "nec nec nibh."},
    {"crisp", "email_11", "nec nec nibh."},
    {"crisp", "email_12", "nec nec nibh."},
    {"crisp", "email_13", "nec nec nibh."},
    {"crisp", "email_14", "nec nec nibh."},
    {"crisp", "email_15", "nec nec nibh."},
    {"crisp", "email_16", "nec nec nibh."},
    {"crisp", "email_17", "nec nec nibh."},
    {"crisp", "email_18", "nec nec nibh."},
    {"crisp", "email_22", "nec nec nibh."},
    {"crisp", "email_23", "nec nec nibh."},
    {"crisp", "email_24", "nec nec nibh."},
    {"crisp", "email_25", "nec nec nibh."},
    {"crisp", "email_26", "nec nec nibh."},
    {"crisp", "email_portuguese", "nec nec nibh."},
    {"crisp", "email_german", "nec nec nibh."},
    {"crisp", "email_german_2", "nec nec nibh."},
    {"crisp", "email_german_3", "nec nec nibh."},
    {"crisp", "email_german_outlook", "nec nec nibh."},
    {"crisp", "email_norwegian_gmail", "nec nec nibh."},
    {"crisp", "email_finnish", "nec nec nibh."},
    {"crisp", "email_italian", "nec nec nibh."},
    {"crisp", "email_russian", "nec nec nibh."},
    {"crisp", "email_outlook_split_line_from", "nec nec nibh."},
    {"crisp", "email_gmail_split_line_from", "nec nec nibh."},
    {"crisp", "email_ios_outlook", "nec nec nibh."},
    {"crisp", "email_ios_outlook_fr", "nec nec nibh."},
    {"crisp", "email_msn", "nec nec nibh."},
    {"crisp", "email_fr_multiline", "nec nec nibh."},
    {"crisp", "email_french_2", "nec nec nibh."},
    {"crisp", "email_en_multiline_2", "nec nec nibh."},
    {"crisp", "email_original_message", "nec nec nibh."},
    {"crisp", "email_original_message_2", "nec nec nibh."},
    {"crisp", "email_danish_dash_separator", "nec nec nibh."},
    {"crisp", "email_french_dash_separator", "nec nec nibh."},
    {"crisp", "email_tricky_1_on_false_positive", ""},
    {"crisp", "email_tricky_5_mixed_languages", "nec nec nibh."},
    {"crisp", "email_tricky_10_special_chars_in_name", "nec nec nibh."},
    {"crisp", "email_tricky_12_no_space_after_header", "nec nec nibh."},
    {"crisp", "email_tricky_13_timestamp_variations", ""},
    {"crisp", "email_tricky_14_long_quote_header", "nec nec nibh."},
    {"crisp", "email_tricky_15_original_message_variations", "nec nec nibh."},
    {"crisp", "email_sent_from", "words or paragraphs."},
    {"crisp", "email_emoji", ""},
    {"crisp", "email_not_a_signature", ""},
    {"crisp", "email_not_a_signature_2", ""},
    {"crisp", "email_with_regards", "Can you help?"},
    {"crisp", "email_zoho", "running a test?"},
    {"crisp", "email_one_is_not_on", "when I run..."},
    {"crisp", "correct_sig", "signature."},
    {"crisp", "sig_no_empty_line", "line above."},
    {"crisp", "email_2_1", "Outlook with a reply"},
    {"crisp", "email_iphone", "another email"},
    {"crisp", "email_blackberry", "another email"},
    {"crisp", "email_multi_word_sent_from_my_mobile_device", "another email"},
    {"crisp", "email_sent_from_my_not_signature", ""},
    {"crisp", "email_bullets", "and another"},
    {"crisp", "email_unquoted_reply", "my reply."},
    {"crisp", "email_thread", "from bellow."},
};

struct Score {
  int ours = 0, all = 0, peer = 0, peer_all = 0;
};

class Scores {
 public:
  void add(const std::string& set, const std::string& name, const std::string& expected, const std::string& got) {
    Score& score = sets_[set];
    ++score.all;
    const bool right = collapse_space(expected) == collapse_space(got);
    score.ours += right;
    if (!right)
      std::cout << "          differs: " << set << "/" << name << ": " << collapse_space(got).substr(0, 60) << " … "
                << tail(collapse_space(got)) << "\n";
  }
  void add_peer(const std::string& set, const std::string& expected, const std::string& got) {
    ++sets_[set].peer_all;
    sets_[set].peer += collapse_space(expected) == collapse_space(got);
  }
  /// Per mille over all sets.
  int print() const {
    int ours = 0, all = 0;
    for (const auto& [name, score] : sets_) {
      std::cout << "          " << name << ": " << score.ours << " of " << score.all << " exact ("
                << 100 * score.ours / score.all << " %)";
      if (score.peer_all)
        std::cout << ", peer " << score.peer << " of " << score.peer_all << " (" << 100 * score.peer / score.peer_all
                  << " %)";
      std::cout << "\n";
      ours += score.ours;
      all += score.all;
    }
    std::cout << "          all: " << ours << " of " << all << " (" << (all ? 100 * ours / all : 0) << " %)\n";
    return all ? 1000 * ours / all : 0;
  }

 private:
  static std::string tail(const std::string& text) { return text.size() > 50 ? text.substr(text.size() - 50) : text; }
  std::map<std::string, Score> sets_;
};

// talon removes quotes only; a signature stays in its expected reply.
std::string without_quotes(std::string_view text) {
  std::string out;
  for (const TextSpan& span : split_reply(text).spans)
    if (span.kind != SpanKind::Quoted) out += text.substr(span.begin, span.end - span.begin);
  return out;
}

TEST(ReplyCorpus, ExactOnMostStatedCases) {
  if (!fs::exists(kCorpus)) GTEST_SKIP() << "the shared data folder email-reply is not beside this checkout";
  Scores scores;
  for (const Case& c : kCases) {
    const std::string text = read_file(kCorpus / c.set / (std::string(c.file) + ".txt"));
    ASSERT_FALSE(text.empty()) << c.file;
    const std::size_t end = text.find(c.ends_with);
    ASSERT_NE(end, std::string::npos) << c.file;
    const std::string expected = *c.ends_with ? text.substr(0, end + std::string_view(c.ends_with).size()) : text;
    scores.add(c.set, c.file, expected, split_reply(text).reply);
    const fs::path peer = kCorpus / "crisp_reference_output" / (std::string(c.file) + ".txt");
    if (c.set == std::string("crisp") && fs::exists(peer)) scores.add_peer(c.set, expected, read_file(peer));
  }
  const std::string dated = read_file(kCorpus / "willdurand/email_with_date_headers.txt");
  for (const char* header :
       {"On Tue, 2011-03-01 at 18:02 +0530, Abhishek Kona wrote:",
        "2014-03-20 8:48 GMT+01:00 Rémi Dolan <do_not_reply@dolan.com>:",
        "Le 19 mars 2014 10:37, Cédric Lombardot <cedric.lombardot@gmail.com> a écrit :",
        "El 19/03/2014 11:34, Juan Pérez <juan.perez@mailcatch.com> escribió:",
        "W dniu 7 stycznia 2015 15:24 użytkownik Paweł Brzoski <pbrzoski91@gmail.com> napisał:",
        "Le 19/03/2014 11:34, Georges du chemin a écrit :", "W dniu 2015-01-07 14:23, pbrzoski91@gmail.com pisze: ",
        "Den 08/06/2015 kl. 21.21 skrev Test user <test@example.com>:", "Am 25.06.2015 um 10:55 schrieb Test user:",
        "Test user <test@example.com> schrieb:", "在 2016年11月8日，下午2:23，Test user <test@example.com> 写道：",
        "2016. 11. 8. 오후 12:39 Test user <test@example.com> 작성:",
        "2016/11/08 14:26、Test user <test@example.com> のメッセージ:"})
    scores.add("willdurand", header, "Thank you very much.", split_reply(replace_all(dated, "[DATE]", header)).reply);

  for (const auto& entry : fs::directory_iterator(kCorpus / "talon_standard")) {
    if (entry.path().extension() != ".eml") continue;
    fs::path stated = entry.path();
    stated.replace_filename(entry.path().stem().string() + "_reply_text");
    const std::string expected = fs::exists(stated) ? read_file(stated) : "Hello";
    scores.add("talon_standard", entry.path().filename(), expected,
               without_quotes(platform::parse_mail(read_file(entry.path())).text));
  }
  for (const auto& entry : fs::directory_iterator(kCorpus / "talon_html"))
    scores.add("talon_html", entry.path().filename(), "Hi. I am fine. Thanks, Alex",
               without_quotes(platform::html_to_text(read_file(entry.path()))));
  for (const auto& entry : fs::directory_iterator(kCorpus / "talon_signature")) {
    const std::string name = entry.path().filename();
    if (!name.starts_with("stripped__") || !name.ends_with("_signature")) continue;
    const std::string signature = read_file(entry.path());
    std::string body = read_file(kCorpus / "talon_signature" / (name.substr(0, name.size() - 9) + "body"));
    const std::size_t at = body.rfind(std::string(trim(signature)));
    ASSERT_NE(at, std::string::npos) << name;
    scores.add("talon_signature", name, body.substr(0, at), split_reply(body).reply);
  }
  EXPECT_GE(scores.print(), 850);
}

}  // namespace
}  // namespace peakdesk::channels::email
