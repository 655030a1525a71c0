#include "planning/plan.h"

#include <gtest/gtest.h>

#include "planning/report_words.h"

namespace peakdesk::planning {
namespace {

Scenario season(const std::string& language = "en") {
  const std::string text = "name = \"Peak <b>\"\nlanguage = \"" + language + R"("
start = "2026-11-23"
days = 14
shrinkage = 0.25
[volume]
orders = [900, 900, 900, 900, 3000, 1500, 1500, 1200, 900, 900, 900, 900, 900, 900]
contact_rate = 0.4
sale_value = 50
[[channel]]
name = "phone"
share = 0.4
handle_s = 300
patience_s = 150
lost_value = 10
[[channel]]
name = "chat"
kind = "chat"
share = 0.3
handle_s = 400
patience_s = 200
[[channel]]
name = "email"
kind = "mail"
share = 0.3
[[team]]
agents = 6
from_hour = 8
to_hour = 20
wage = 20
chats_at_once = 2
chat_slowdown = 0.2
[[lever]]
name = "menus"
deflects = 0.15
cost = 300
[help]
overtime_hours_per_agent_week = 5
temp_wage = 15
temp_min_weeks = 2
outsourced_price = 35
)";
  std::string wrong;
  auto scenario = read_scenario(
      text, [](const std::string&) { return std::string(); }, wrong);
  EXPECT_TRUE(scenario) << wrong;
  return *scenario;
}

TEST(Plan, JoinsNeedTeamHelpAndRehearsal) {
  const Scenario scenario = season();
  const Plan plan = make_plan(scenario, {.runs = 3, .progress = {}});
  ASSERT_EQ(plan.days.size(), 14u);
  EXPECT_GT(plan.days[4].needed_hours,
            1.5 * plan.days[2].needed_hours);  // Friday; less than thrice, as larger teams serve better
  EXPECT_NEAR(plan.days[4].contacts, 3000 * 0.4 * 0.85, 1e-6);
  EXPECT_NEAR(plan.days[0].team_hours, 6 * 12, 1e-6);
  ASSERT_EQ(plan.mix.weeks.size(), 2u);
  EXPECT_GT(plan.mix.extra_cost(), 0);
  EXPECT_NEAR(plan.mix.missing_hours, 0, 1e-3);
  for (std::size_t i = 1; i < plan.curve.size(); ++i) {
    EXPECT_GE(plan.curve[i].needed_hours, plan.curve[i - 1].needed_hours);
    EXPECT_GE(plan.curve[i].extra_cost, plan.curve[i - 1].extra_cost - 1e-6);
  }
  EXPECT_EQ(plan.rehearsal.runs, 3u);
  // The dearest minute is on the Friday, and an hour of it is no more than the day's sales.
  const double dearest = *std::max_element(plan.downtime_per_minute.begin(), plan.downtime_per_minute.end());
  EXPECT_LT(dearest * 60, 3000 * 50);
  EXPECT_GT(dearest * 60 * 24, 3000 * 50);
}

TEST(Plan, ThePageStandsAloneInEveryLanguage) {
  Plan plan = make_plan(season(), {.runs = 2, .progress = {}});
  for (const char* language : {"en", "fr", "pt-BR", "es", "de", "ru"}) {
    Scenario scenario = season(language);
    scenario.notes = {{"series_gaps", {{"count", "7"}}, "Only English."}};
    const std::string page = plan_as_html(scenario, plan);
    EXPECT_NE(page.find(std::string("lang=\"") + language + "\""), std::string::npos);
    EXPECT_NE(page.find("Peak &lt;b&gt;"), std::string::npos);
    EXPECT_EQ(page.find("<b>\""), std::string::npos);
    EXPECT_EQ(page.find("http"), std::string::npos);
    EXPECT_EQ(page.find("<script"), std::string::npos);
    EXPECT_NE(page.find("<svg"), std::string::npos);
    EXPECT_NE(page.find(std::string(ReportWords(language)(Word::HeatMap))), std::string::npos);
    EXPECT_NE(page.find(ReportWords(language).notice(scenario.notes[0])), std::string::npos);
    EXPECT_EQ(page.find("Only English."), std::string::npos);
  }
}

TEST(ReportWords, EveryWordIsThereAndNumbersLookRight) {
  for (const char* language : {"en", "fr", "pt-BR", "es", "de", "ru"}) {
    const ReportWords words(language);
    for (int k = 0; k < int(Word::kCount); ++k) EXPECT_FALSE(words(Word(k)).empty()) << language << " " << k;
  }
  EXPECT_EQ(ReportWords("en").number(1234567.891, 1), "1,234,567.9");
  EXPECT_EQ(ReportWords("de").number(-1234.5, 1), "-1.234,5");
  EXPECT_EQ(ReportWords("ru").number(999), "999");
}

}  // namespace
}  // namespace peakdesk::planning
