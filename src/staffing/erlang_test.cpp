#include "staffing/erlang.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <map>
#include <sstream>

#include "staffing/table.h"

namespace peakdesk::staffing {
namespace {

using Row = std::map<std::string, double>;

std::vector<Row> reference_rows(const std::string& name) {
  std::ifstream file(std::string(PEAKDESK_SOURCE_DIR "/../shared/data/queue-erlang/") + name);
  std::ostringstream text;
  text << file.rdbuf();
  const std::string whole = text.str();
  Problem problem;
  const auto table = Table::parse(whole, problem);
  std::vector<Row> rows;
  if (!table) return rows;
  for (std::size_t i = 0; i < table->rows(); ++i) {
    Row row;
    for (std::size_t c = 0; c < table->header().size(); ++c) {
      row[std::string(table->header()[c])] = parse_number(table->row(i)[c]).value();
    }
    rows.push_back(row);
  }
  return rows;
}

void expect_relative(double expected, double actual, const Row& row, const char* what) {
  EXPECT_LE(std::abs(expected - actual), 1e-6 * std::abs(expected) + 1e-300)
      << what << " " << expected << " " << actual << " at " << row.at("calls_per_hour") << " calls";
}

// The chain itself, state by state, with plain sums: slow, but nothing in it can be wrong in the same way.
Service chain(const Load& load, std::int64_t agents) {
  const double rate = load.contacts_per_hour / 3600;
  std::vector<double> weights = {1};
  double sum = 1;
  for (std::size_t n = 1; n < 200'000; ++n) {
    const double busy = double(std::min<std::int64_t>(std::int64_t(n), agents));
    const double waiting = double(n) - busy;
    weights.push_back(weights.back() * rate / (busy / load.handle_s + waiting / load.patience_s));
    sum += weights.back();
    if (waiting > 10 && weights.back() < sum * 1e-40) break;
  }
  Service service;
  double queue = 0, waiting_share = 0, busy_mean = 0;
  for (std::size_t n = 0; n < weights.size(); ++n) {
    const double p = weights[n] / sum;
    busy_mean += p * std::min(double(n), double(agents));
    if (std::int64_t(n) >= agents) waiting_share += p;
    queue += p * std::max(0.0, double(n) - double(agents));
  }
  service.wait_share = waiting_share;
  service.mean_wait_s = queue / rate;
  service.abandoned_share = queue / load.patience_s / rate;
  service.occupancy = busy_mean / double(agents);
  return service;
}

TEST(Erlang, AgreesWithTheReferenceValuesOfErlangBAndC) {
  const auto rows = reference_rows("erlang_c.tsv");
  if (rows.empty()) GTEST_SKIP() << "the reference values are not beside this checkout";
  for (Row row : rows) {
    const Load load{row["calls_per_hour"], row["aht_s"]};
    const auto agents = std::int64_t(row["agents"]);
    const Service service = service_of(load, agents, row["threshold_s"]);
    expect_relative(row["erlang_b"], erlang_b(load.erlangs(), agents), row, "erlang_b");
    expect_relative(row["p_wait"], service.wait_share, row, "p_wait");
    expect_relative(row["service_level"], service.service_level, row, "service_level");
    expect_relative(row["asa_s"], service.mean_wait_s, row, "asa_s");
    expect_relative(row["occupancy"], service.occupancy, row, "occupancy");
  }
}

TEST(Erlang, AgreesWithTheReferenceValuesOfErlangA) {
  const auto rows = reference_rows("erlang_a.tsv");
  if (rows.empty()) GTEST_SKIP() << "the reference values are not beside this checkout";
  for (Row row : rows) {
    const Load load{row["calls_per_hour"], row["aht_s"], row["patience_s"]};
    const Service service = service_of(load, std::int64_t(row["agents"]), row["threshold_s"]);
    expect_relative(row["p_wait"], service.wait_share, row, "p_wait");
    expect_relative(row["p_abandon"], service.abandoned_share, row, "p_abandon");
    expect_relative(row["mean_wait_s"], service.mean_wait_s, row, "mean_wait_s");
    expect_relative(row["served_within_threshold"], service.service_level, row, "served_within_threshold");
    expect_relative(row["occupancy"], service.occupancy, row, "occupancy");
  }
}

TEST(Erlang, FindsTheReferenceFewestAgentsExactly) {
  const auto rows = reference_rows("min_agents.tsv");
  if (rows.empty()) GTEST_SKIP() << "the reference values are not beside this checkout";
  for (Row row : rows) {
    const Target target{row["target_sl"], row["threshold_s"], row["max_occupancy"]};
    EXPECT_EQ(fewest_agents({row["calls_per_hour"], row["aht_s"]}, target), std::int64_t(row["min_agents"]));
  }
}

// Published worked example: 100 calls in 30 minutes of 3 minutes each, 80 % within 20 s.
TEST(Erlang, WorkedExampleOfAHalfHour) {
  const Load load{200, 180};
  EXPECT_EQ(fewest_agents(load, {0.8, 20, 1.0}), 14);
  const Service service = service_of(load, 14, 20);
  EXPECT_NEAR(service.service_level, 0.888, 5e-4);
  EXPECT_NEAR(service.occupancy, 0.714, 5e-4);
  EXPECT_NEAR(service.wait_share, 0.174, 5e-4);
  EXPECT_EQ(fewest_agents(load, {0.8, 20, 0.7}), 15);
  EXPECT_EQ(with_shrinkage(14, 0.3), 20);
  EXPECT_EQ(with_shrinkage(15, 0.3), 22);
  const Service patient = service_of({200, 180, 300}, 14, 20);
  EXPECT_NEAR(patient.wait_share, 0.14526, 5e-6);
  EXPECT_NEAR(patient.abandoned_share, 0.013984, 5e-7);
  EXPECT_NEAR(patient.mean_wait_s / 60, 0.069919, 5e-7);
  EXPECT_NEAR(patient.service_level, 0.916792, 5e-7);
}

TEST(Erlang, AgreesWithTheChainSummedStateByState) {
  for (const double patience : {20.0, 180.0, 900.0}) {
    for (const std::int64_t agents : {1, 4, 20, 100}) {
      for (const double load_share : {0.05, 0.5, 0.95, 1.0, 1.3}) {
        const Load load{double(agents) * load_share * 3600 / 300, 300, patience};
        const Service expected = chain(load, agents), service = service_of(load, agents, 20);
        EXPECT_NEAR(service.wait_share, expected.wait_share, 1e-9 * expected.wait_share);
        EXPECT_NEAR(service.mean_wait_s, expected.mean_wait_s, 1e-9 * expected.mean_wait_s);
        EXPECT_NEAR(service.abandoned_share, expected.abandoned_share, 1e-9 * expected.abandoned_share);
        EXPECT_NEAR(service.occupancy, expected.occupancy, 1e-9);
      }
    }
  }
}

TEST(Erlang, MoreAgentsNeverWaitLonger) {
  for (const double patience : {30.0, 600.0, kEndlessPatience}) {
    for (const double calls : {3.0, 120.0, 4000.0}) {
      const Load load{calls, 240, patience};
      Service before = service_of(load, 1, 20);
      for (std::int64_t n = 2; n < 400; n += 1 + n / 16) {
        const Service now = service_of(load, n, 20);
        EXPECT_LE(now.wait_share, before.wait_share + 1e-12);
        EXPECT_LE(now.mean_wait_s, before.mean_wait_s + 1e-9);
        EXPECT_GE(now.service_level, before.service_level - 1e-12);
        EXPECT_LE(now.abandoned_share, before.abandoned_share + 1e-12);
        before = now;
      }
    }
  }
}

TEST(Erlang, TwiceTheTeamForTwiceTheCallsServesBetter) {
  for (const std::int64_t agents : {2, 9, 50, 700}) {
    const Load load{double(agents) * 0.93 * 12, 300, 240};
    const Load doubled{load.contacts_per_hour * 2, 300, 240};
    EXPECT_LT(service_of(doubled, 2 * agents, 20).mean_wait_s, service_of(load, agents, 20).mean_wait_s);
  }
}

TEST(Erlang, LongPatienceBecomesErlangC) {
  const Load load{2280, 300};
  const Service c = service_of(load, 200, 20);
  const Service a = service_of({2280, 300, 1e9}, 200, 20);
  EXPECT_NEAR(a.wait_share, c.wait_share, 1e-5);
  EXPECT_NEAR(a.service_level, c.service_level, 1e-5);
  EXPECT_NEAR(a.mean_wait_s, c.mean_wait_s, 1e-3);
}

// Both ways to the service level must meet: the complement, and the integral used for small values.
TEST(Erlang, ServiceLevelHasNoStepWhereTheMethodChanges) {
  double before = -1;
  for (int calls = 500; calls < 1100; ++calls) {
    const double level = service_of({double(calls), 300, 200}, 30, 10).service_level;
    if (before >= 0) {
      EXPECT_LT(level, before);
      EXPECT_GT(level, before * 0.80) << calls;
    }
    before = level;
  }
  EXPECT_LT(before, 1e-3);
}

TEST(Erlang, StaysFiniteForTensOfThousandsOfAgents) {
  for (const std::int64_t agents : {10'000, 50'000, 1'000'000}) {
    for (const double load_share : {0.5, 0.999, 1.0, 1.5}) {
      for (const double patience : {1.0, 300.0, 1e6, kEndlessPatience}) {
        const Load load{double(agents) * load_share * 12, 300, patience};
        const Service service = service_of(load, agents, 20);
        EXPECT_TRUE(service.service_level >= 0 && service.service_level <= 1);
        EXPECT_TRUE(service.wait_share >= 0 && service.wait_share <= 1);
        EXPECT_TRUE(service.abandoned_share >= 0 && service.abandoned_share <= 1);
        EXPECT_FALSE(std::isnan(service.mean_wait_s));
      }
    }
  }
  const Load load{120'000, 300};
  const std::int64_t fewest = fewest_agents(load, {0.8, 20, 1.0});
  EXPECT_LT(service_of(load, fewest - 1, 20).service_level, 0.8);
  EXPECT_GE(service_of(load, fewest, 20).service_level, 0.8);
}

TEST(Erlang, FewestIsExactWithPatienceToo) {
  for (const double calls : {1.0, 17.5, 333.0, 9000.0}) {
    const Load load{calls, 410, 95};
    const Target target{0.9, 15, 0.88};
    const std::int64_t n = fewest_agents(load, target);
    const Service with = service_of(load, n, 15);
    EXPECT_TRUE(with.service_level >= 0.9 && with.occupancy <= 0.88 + 1e-9);
    if (n > 1) {
      const Service without = service_of(load, n - 1, 15);
      EXPECT_TRUE(without.service_level < 0.9 || without.occupancy > 0.88);
    }
  }
}

TEST(Erlang, EdgesAreDefined) {
  EXPECT_EQ(fewest_agents({0, 300}, {0.8, 20, 1}), 0);
  EXPECT_EQ(service_of({0, 300}, 3, 20).service_level, 1);
  EXPECT_TRUE(std::isinf(service_of({10, 300}, 0, 20).mean_wait_s));
  EXPECT_EQ(service_of({10, 300, 60}, 0, 20).abandoned_share, 1);
  EXPECT_TRUE(std::isinf(service_of({120, 300}, 10, 20).mean_wait_s));  // exactly full
  const Service lossy = service_of({120, 300, 0}, 10, 20);
  EXPECT_DOUBLE_EQ(lossy.abandoned_share, erlang_b(10, 10));
}

TEST(Chat, OneChatAtOnceIsATelephone) {
  const Load load{100, 300, 120};
  const Service phone = service_of(load, 9, 30), chat = chat_service_of(load, ChatPace{}, 9, 30);
  EXPECT_NEAR(phone.service_level, chat.service_level, 1e-12);
  EXPECT_NEAR(phone.occupancy, chat.occupancy, 1e-12);
  EXPECT_NEAR(phone.abandoned_share, chat.abandoned_share, 1e-12);
}

// k places that do not slow each other down are k agents.
TEST(Chat, PlacesWithoutSlowingAreAgents) {
  const Load load{100, 300, 120};
  const Service many = service_of(load, 9, 30), chat = chat_service_of(load, ChatPace::slowing(3, 0), 3, 30);
  EXPECT_NEAR(many.service_level, chat.service_level, 1e-12);
  EXPECT_NEAR(many.occupancy, chat.occupancy, 1e-12);
}

TEST(Chat, SeveralAtOnceNeedFewerAgentsUnlessTheySlowTooMuch) {
  const Load load{200, 600, 180};
  const Target target{0.8, 30, 1.0};
  const std::int64_t alone = fewest_agents(load, target);
  const std::int64_t three = fewest_chat_agents(load, ChatPace::slowing(3, 0.25), target);
  EXPECT_LT(three, alone);
  EXPECT_GT(three, alone / 3);
  EXPECT_LT(chat_service_of(load, ChatPace::slowing(3, 0.25), three - 1, 30).service_level, 0.8);
}

TEST(OneMore, IsTheDifferenceOfTwoTeams) {
  const Load load{200, 180, 300};
  const OneMoreAgent change = one_more_agent(load, 12, 20);
  EXPECT_NEAR(change.service_level, service_of(load, 13, 20).service_level - service_of(load, 12, 20).service_level,
              1e-15);
  EXPECT_GT(change.service_level, one_more_agent(load, 14, 20).service_level);  // each buys less than the one before
  EXPECT_LT(change.mean_wait_s, 0);
  EXPECT_GT(change.answered_per_hour, 0);
  EXPECT_TRUE(std::isinf(one_more_agent({200, 180}, 10, 20).mean_wait_s));
}

}  // namespace
}  // namespace peakdesk::staffing
