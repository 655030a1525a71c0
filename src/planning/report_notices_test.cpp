#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "planning/report_words.h"

namespace peakdesk::planning {
namespace {

std::string read_words(const std::string& folder) {
  std::ifstream file(PEAKDESK_SOURCE_DIR "/web/shared/i18n/" + folder + "/planning.ts");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The sentence under 'notice.CODE' in a file of words; empty if there is none.
std::string sentence_of(const std::string& words, const std::string& code) {
  const std::string key = "'notice." + code + "': '";
  const std::size_t at = words.find(key);
  if (at == std::string::npos) return "";
  const std::size_t begin = at + key.size();
  return words.substr(begin, words.find("',\n", begin) - begin);
}

TEST(ReportNotices, SayWhatThePagesSay) {
  const std::pair<const char*, const char*> languages[] = {{"en", "en"}, {"fr", "fr"}, {"pt-BR", "pt_br"},
                                                           {"es", "es"}, {"de", "de"}, {"ru", "ru"}};
  for (const auto& [language, folder] : languages) {
    const std::string words = read_words(folder);
    ASSERT_FALSE(words.empty()) << folder;
    for (const char* code : {"forecast_history_cut", "forecast_history_short", "forecast_no_model", "season_known_days",
                             "series_zone_changes", "series_sorted", "series_repeats", "series_clock_back",
                             "series_gaps", "series_closed", "series_no_number"}) {
      // Without values the places for them stay, so that the sentences can be compared as they are written.
      EXPECT_EQ(ReportWords(language).notice({code, {}, "English"}), sentence_of(words, code)) << language;
    }
  }
}

TEST(ReportNotices, FillInValuesAndNameTheSeries) {
  const Notice gaps{"series_gaps", {{"count", "12"}, {"detail", "shop {1}"}}, "English"};
  EXPECT_EQ(ReportWords("de").notice(gaps), "shop {1}: Fehlende Zeiten: 12. Sie gelten als nicht erfasst.");
  EXPECT_EQ(ReportWords("fr").notice({"of_tomorrow", {}, "As it is said in English."}), "As it is said in English.");
}

}  // namespace
}  // namespace peakdesk::planning
