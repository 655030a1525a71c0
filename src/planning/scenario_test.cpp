#include "planning/scenario.h"

#include <gtest/gtest.h>

#include "base/clock.h"
#include "planning/rehearsal_text.h"

namespace peakdesk::planning {
namespace {

const std::string kPeakWeek = R"(
name = "Black Friday"
start = "2026-11-23"
days = 7

[volume]
orders = [1000, 1000, 1000, 1200, 4000, 2500, 1800]
contact_rate = 0.4
peak_rate_factor = 1.2
sale_value = 60

[[channel]]
name = "phone"
kind = "call"
share = 0.3
handle_s = 280
patience_s = 180
return_share = 0.3
lost_value = 12

[[channel]]
name = "chat"
kind = "chat"
share = 0.3
handle_s = 420
patience_s = 240

[[channel]]
name = "email"
kind = "mail"
share = 0.4
handle_s = 300

[[team]]
name = "front"
channels = ["phone", "chat", "email"]
agents = 14
from_hour = 8
to_hour = 22
wage = 22
chats_at_once = 3
chat_slowdown = 0.2
absence_share = 0.05

[[event]]
name = "checkout down"
from = "2026-11-27T18:00"
to = "2026-11-27T19:30"
contact_factor = 3
channels = ["phone", "chat"]

[[lever]]
name = "order menus"
deflects = 0.2
)";

std::optional<Scenario> read(const std::string& text, std::string& wrong) {
  return read_scenario(
      text, [](const std::string&) { return std::string(); }, wrong);
}

TEST(Scenario, TicketsAreOrdersTimesRateLessLevers) {
  std::string wrong;
  const auto scenario = read(kPeakWeek, wrong);
  ASSERT_TRUE(scenario) << wrong;
  EXPECT_EQ(scenario->start_weekday, 0);
  EXPECT_DOUBLE_EQ(scenario->tickets[4], 4000 * 0.4 * 1.2);
  const auto contacts = expected_contacts(*scenario);
  double friday = 0;
  for (std::size_t c = 0; c < 3; ++c) {
    for (std::size_t i = 4 * 48; i < 5 * 48; ++i) friday += contacts[c][i];
  }
  EXPECT_NEAR(friday, 4000 * 0.4 * 1.2 * 0.8, 1e-6);
}

TEST(Scenario, BecomesADeskThatCanBeRehearsed) {
  std::string wrong;
  const auto scenario = read(kPeakWeek, wrong);
  ASSERT_TRUE(scenario) << wrong;
  const simulation::DeskModel model = desk_of(*scenario);
  ASSERT_EQ(simulation::check_model(model), "");
  EXPECT_EQ(model.groups[0].on_duty[15], 0);
  EXPECT_EQ(model.groups[0].on_duty[16], 14);
  EXPECT_EQ(model.groups[0].on_duty[44], 0);
  EXPECT_DOUBLE_EQ(model.disruptions[0].from_s, 4 * 86400 + 18 * 3600);
  const auto calm = simulation::rehearse(model, {.runs = 5, .progress = {}});
  const auto double_it = simulation::rehearse(desk_of(*scenario, 1.8), {.runs = 5, .progress = {}});
  EXPECT_NEAR(double_it.total[2].arrived.mean / calm.total[2].arrived.mean, 1.8, 0.1);
  EXPECT_LT(double_it.total[0].service_level.mean, calm.total[0].service_level.mean);
  EXPECT_GT(double_it.lost_sales.mean, calm.lost_sales.mean);
  const std::string table = rehearsal_as_table(*scenario, double_it);
  EXPECT_NE(table.find("2026-11-27T"), std::string::npos) << table;
  const std::string csv = rehearsal_as_csv(*scenario, calm);
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 1 + 336 * 3);
  EXPECT_NE(csv.find("\n2026-11-23T00:00,phone,"), std::string::npos);
}

TEST(Scenario, AHistoryIsCarriedForward) {
  std::string history = "timestamp,value\n";
  // 20 weeks up to Sunday 2026-11-22, Mondays twice as many.
  Instant monday;
  ASSERT_TRUE(parse_iso8601("2026-11-23", monday));
  for (int day = 140; day > 0; --day) {
    history += to_iso8601(monday - days(day)).substr(0, 10) + (day % 7 == 0 ? ",800\n" : ",400\n");
  }
  std::string text = kPeakWeek;
  text.replace(text.find("orders = ["), text.find("contact_rate") - text.find("orders = ["),
               "history = \"orders.csv\"\nhistory_of = \"orders\"\nfactor = 2\n");
  std::string wrong, asked;
  const auto scenario = read_scenario(
      text,
      [&](const std::string& name) {
        asked = name;
        return history;
      },
      wrong);
  ASSERT_TRUE(scenario) << wrong;
  EXPECT_EQ(asked, "orders.csv");
  EXPECT_NEAR(scenario->orders[0], 1600, 160);  // Monday, twice last year's
  EXPECT_NEAR(scenario->tickets[2], 800 * 0.48, 60);
  EXPECT_FALSE(scenario->ticket_paths.empty());
}

TEST(Scenario, AChannelHasItsHours) {
  std::string text = kPeakWeek, wrong;
  text.replace(text.find("kind = \"call\""), 13, "kind = \"call\"\nfrom_hour = 9\nto_hour = 17.5\n");
  const auto scenario = read(text, wrong);
  ASSERT_TRUE(scenario) << wrong;
  const auto contacts = expected_contacts(*scenario);
  double day = 0;
  for (std::size_t i = 0; i < 48; ++i) {
    EXPECT_EQ(contacts[0][i] > 0, i >= 18 && i < 35) << i;
    day += contacts[0][i];
  }
  EXPECT_NEAR(day, 1000 * 0.4 * 1.2 * 0.8 * 0.3, 1e-9);
}

TEST(Scenario, BadInputNamesLineAndKey) {
  for (const auto& [from, to, named] : std::initializer_list<std::tuple<const char*, const char*, const char*>>{
           {"days = 7", "days = 0", "Line 4, days"},
           {"\"2026-11-23\"", "\"23.11.2026\"", "start"},
           {"share = 0.4", "share = 0.5", "add up to 1"},
           {"share = 0.4", "shares = 0.4", "channel[2].shares: is not a known key"},
           {"kind = \"mail\"", "kind = \"fax\"", "channel[2].kind"},
           {"agents = 14", "agents = 14.5", "team[0].agents: must be a whole number"},
           {"[\"phone\", \"chat\"]", "[\"phone\", \"fax\"]", "\"fax\""},
           {"2026-11-27T18:00", "soon", "event[0].from"},
           {"4000,", "-4000,", "volume.orders"},
           {"4000, 2500, 1800]", "4000]", "volume.orders"},
           {"[volume]", "[volume", "Line "},
           {"[volume]", "[=]", "Line "},
           {"[volume]", "[\x01[volume]]", "Line "}}) {
    std::string text = kPeakWeek, wrong;
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    text.replace(at, std::string(from).size(), to);
    EXPECT_FALSE(read(text, wrong)) << to;
    EXPECT_NE(wrong.find(named), std::string::npos) << to << ": " << wrong;
  }
}

}  // namespace
}  // namespace peakdesk::planning
