#include "simulation/replay.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <map>
#include <memory>

#include "base/text.h"
#include "simulation/rehearsal.h"

namespace peakdesk::simulation {
namespace {

double clock_s(std::string_view text) {
  double total = 0;
  for (const std::string_view part : split(text, ':')) total = total * 60 + std::stod(std::string(part));
  return total;
}

// The call records as published; a pipe through gzip, because the file is packed.
std::map<std::string, std::vector<RecordedCall>> recorded_days() {
  std::map<std::string, std::vector<RecordedCall>> days;
  const std::string path = PEAKDESK_SOURCE_DIR "/../shared/data/ts-contacts/anonymous_bank_calls_1999-02-01_18.csv.gz";
  struct Close {
    void operator()(FILE* pipe) const { pclose(pipe); }
  };
  const std::unique_ptr<FILE, Close> pipe(popen(("gzip -dc '" + path + "' 2>/dev/null").c_str(), "r"));
  char line[512];
  std::map<std::string, std::size_t> kinds;
  while (pipe && std::fgets(line, sizeof line, pipe.get())) {
    const auto cells = split(trim(line), ',');
    if (cells.size() < 16 || cells[0] == "vru+line" || cells[11] == "PHANTOM") continue;
    RecordedCall call;
    call.wait_s = std::stod(std::string(cells[10]));
    call.arrived_s = clock_s(cells[6]);
    call.served = cells[11] == "AGENT";
    call.service_s = call.served ? std::stod(std::string(cells[14])) : 0;
    call.kind = kinds.emplace(cells[3], kinds.size()).first->second;
    call.priority = cells[2] == "2" ? 1 : 0;
    days[std::string(cells[4])].push_back(call);
  }
  return days;
}

TEST(Patience, CountsTheServedAsNotYetImpatient) {
  // Half give up after 10 s, the others are served after 20 s and would have waited longer.
  std::vector<RecordedCall> calls;
  for (int i = 0; i < 50; ++i) calls.push_back({.wait_s = 10, .served = false});
  for (int i = 0; i < 50; ++i) calls.push_back({.wait_s = 20, .served = true});
  const Distribution patience = patience_of(calls);
  Random random(1);
  int gave_up = 0;
  for (int i = 0; i < 10'000; ++i) gave_up += patience.draw(random) <= 10 ? 1 : 0;
  EXPECT_NEAR(gave_up, 5000, 200);
}

TEST(Patience, RecoversAnExponentialThroughCensoring) {
  Random random(2);
  std::vector<RecordedCall> calls;
  for (int i = 0; i < 40'000; ++i) {
    const double patience = 120 * draw_exponential(random), offered = 200 * draw_exponential(random);
    calls.push_back({.wait_s = std::min(patience, offered), .served = offered <= patience});
  }
  const Distribution learned = patience_of(calls);
  int early = 0;
  for (int i = 0; i < 100'000; ++i) early += learned.draw(random) < 120 ? 1 : 0;
  EXPECT_NEAR(early / 1e5, 1 - std::exp(-1), 0.01);
}

TEST(Agents, AreCountedWhileSomebodyWaits) {
  // Three agents, always busy from 0 to 3000 s, somebody always waiting.
  std::vector<RecordedCall> calls;
  for (int i = 0; i < 90; ++i)
    calls.push_back({.arrived_s = i / 3 * 100.0 - 200, .wait_s = 200, .service_s = 100, .served = true});
  const std::vector<int> agents = agents_of(calls, 300, 8);
  for (int i = 1; i < 8; ++i) EXPECT_EQ(agents[std::size_t(i)], 3) << i;
}

// What was recorded, run again: waits and abandonment near those recorded, over the days and on most single days.
TEST(Replay, RecordedDaysComeOutNearWhatWasRecorded) {
  const auto days = recorded_days();
  if (days.empty()) GTEST_SKIP() << "the call records are not beside this checkout";
  double wait = 0, wait_again = 0, gone = 0, gone_again = 0, all = 0;
  int near = 0;
  for (const auto& [date, calls] : days) {
    const DeskModel model = replay_of(calls, patience_of(calls), 20);
    ASSERT_EQ(check_model(model), "");
    const Rehearsal again = rehearse(model, {.runs = 20, .seed = 5});
    double day_wait = 0, day_gone = 0;
    for (const RecordedCall& call : calls) {
      day_wait += call.wait_s;
      day_gone += call.served ? 0 : 1;
    }
    const double n = double(calls.size());
    wait += day_wait;
    gone += day_gone;
    wait_again += again.total[0].mean_wait_s.mean * n;
    gone_again += again.total[0].abandoned_share.mean * n;
    all += n;
    near += std::abs(again.total[0].mean_wait_s.mean - day_wait / n) < 0.3 * day_wait / n ? 1 : 0;
  }
  EXPECT_NEAR(wait_again / wait, 1, 0.1);
  EXPECT_NEAR(gone_again / gone, 1, 0.1);
  EXPECT_GE(near, int(days.size()) * 3 / 4);
}

}  // namespace
}  // namespace peakdesk::simulation
