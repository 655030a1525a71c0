#include "simulation/desk_run.h"

#include <gtest/gtest.h>

#include <cmath>

#include "simulation/rehearsal.h"

namespace peakdesk::simulation {
namespace {

// A single line: `agents`, an hourly rate, exponential handle times of 300 s, over some hours.
DeskModel line_of(int agents, double load, double patience_s, std::size_t hours) {
  DeskModel model;
  model.interval_s = 3600;
  model.intervals = hours;
  model.intervals_per_day = 24;
  ContactClass call{.name = "call", .channel = "phone"};
  if (patience_s > 0) call.patience = Distribution::exponential(patience_s);
  model.classes = {call};
  model.groups = {{.name = "team", .classes = {0}, .on_duty = std::vector<int>(hours, agents), .cost_per_hour = 10}};
  model.paths = {{{std::vector<double>(hours, agents * load * 12)}}};
  return model;
}

struct Exact {
  double wait_s, abandoned;
};

// The stationary chain, summed state by state.
Exact exact(int agents, double load, double patience_s) {
  const double rate = agents * load / 300;
  double weight = 1, sum = 1, queue = 0;
  for (int n = 1; n < 20'000; ++n) {
    const double leaving = std::min(n, agents) / 300.0 + (patience_s > 0 ? std::max(0, n - agents) / patience_s : 0);
    weight *= rate / leaving;
    sum += weight;
    queue += weight * std::max(0, n - agents);
  }
  queue /= sum;
  return {queue / rate, patience_s > 0 ? queue / patience_s / rate : 0};
}

// The model started in the middle of a day that has long been running: the first hours are left out.
Spread after_warm_up(const DeskModel& model, std::size_t runs, bool abandoned) {
  std::vector<double> values;
  for (std::size_t run = 0; run < runs; ++run) {
    const RunCounts counts = run_desk(model, 77, run);
    double part = 0, arrived = 0;
    for (std::size_t i = 20; i < model.intervals; ++i) {
      const ContactCell& cell = counts.contacts[i];
      part += abandoned ? cell.abandoned : cell.wait_s;
      arrived += cell.arrived;
    }
    values.push_back(part / arrived);
  }
  return Spread::of(values);
}

bool agrees(const Spread& measured, double expected) { return std::abs(measured.mean - expected) < 4 * measured.error; }

TEST(DeskRun, AgreesWithErlangCAndAWithinItsOwnConfidence) {
  for (const int agents : {1, 5, 15}) {
    for (const double load : {0.5, 0.8, 0.9}) {
      const DeskModel patient = line_of(agents, load, 0, 150);
      EXPECT_TRUE(agrees(after_warm_up(patient, 20, false), exact(agents, load, 0).wait_s)) << agents << " " << load;
      for (const double patience : {60.0, 600.0}) {
        const DeskModel model = line_of(agents, load + 0.15, patience, 150);
        const Exact expected = exact(agents, load + 0.15, patience);
        EXPECT_TRUE(agrees(after_warm_up(model, 20, false), expected.wait_s))
            << agents << " " << load << " " << patience;
        EXPECT_TRUE(agrees(after_warm_up(model, 20, true), expected.abandoned))
            << agents << " " << load << " " << patience;
      }
    }
  }
}

// The test above can fail: a model that is wrong by little is told apart.
TEST(DeskRun, AWrongModelDoesNotAgree) {
  DeskModel wrong_handle = line_of(5, 0.95, 600, 150);
  wrong_handle.classes[0].handle = Distribution::constant(300);
  EXPECT_FALSE(agrees(after_warm_up(wrong_handle, 20, false), exact(5, 0.95, 600).wait_s));
  EXPECT_FALSE(agrees(after_warm_up(line_of(5, 0.95, 500, 150), 20, true), exact(5, 0.95, 600).abandoned));
}

bool same(const RunCounts& a, const RunCounts& b) {
  if (a.events != b.events || a.contacts.size() != b.contacts.size()) return false;
  for (std::size_t i = 0; i < a.contacts.size(); ++i) {
    if (a.contacts[i].arrived != b.contacts[i].arrived || a.contacts[i].wait_s != b.contacts[i].wait_s ||
        a.contacts[i].in_time != b.contacts[i].in_time || a.contacts[i].backlog != b.contacts[i].backlog) {
      return false;
    }
  }
  return true;
}

// Two days with everything: three channels, blended agents, absences, an outage, come-backs, reopening, automation.
DeskModel whole_desk() {
  DeskModel model;
  model.interval_s = 1800;
  model.intervals = 96;
  ContactClass call{.name = "order status", .channel = "phone", .handle = Distribution::lognormal(240, 0.8)};
  call.patience = Distribution::exponential(180);
  call.priority = 2;
  call.return_share = 0.4;
  call.lost_value = 500;
  ContactClass chat{.name = "product advice", .channel = "chat", .handle = Distribution::gamma(420, 0.7)};
  chat.patience = Distribution::exponential(240);
  chat.priority = 1;
  chat.chat = true;
  chat.promise_s = 60;
  chat.automated_share = 0.2;
  ContactClass mail{.name = "return", .channel = "email", .handle = Distribution::lognormal(300, 1.0)};
  mail.response_at_end = true;
  mail.promise_s = 8 * 3600;
  mail.reopen_share = 0.1;
  model.classes = {call, chat, mail};
  AgentGroup blended{
      .name = "blended", .classes = {0, 1, 2}, .chats_at_once = 3, .chat_slowdown = 0.2, .absence_share = 0.05};
  AgentGroup writers{.name = "writers", .classes = {2}, .pace = 0.7, .cost_per_hour = 1500};
  for (std::size_t i = 0; i < 96; ++i) {
    const bool day = i % 48 >= 16 && i % 48 < 42;
    blended.on_duty.push_back(day ? 20 : 2);
    writers.on_duty.push_back(day ? 6 : 0);
  }
  model.groups = {blended, writers};
  model.disruptions = {
      {.from_s = 20 * 3600, .to_s = 22 * 3600, .probability = 0.5, .capacity_factor = 0.3, .contact_factor = 2}};
  for (const double scale : {1.0, 1.4}) {
    ArrivalPath path;
    for (const double peak : {60.0, 50.0, 30.0}) {
      std::vector<double> counts;
      for (int i = 0; i < 96; ++i) counts.push_back(scale * peak * (i % 48 >= 14 && i % 48 < 44 ? 1 : 0.1));
      path.counts.push_back(counts);
    }
    model.paths.push_back(path);
  }
  return model;
}

TEST(DeskRun, TheSameSeedGivesTheSameRunAndAnotherDoesNot) {
  const DeskModel model = whole_desk();
  ASSERT_EQ(check_model(model), "");
  EXPECT_TRUE(same(run_desk(model, 5, 3), run_desk(model, 5, 3)));
  EXPECT_FALSE(same(run_desk(model, 5, 3), run_desk(model, 6, 3)));
  EXPECT_FALSE(same(run_desk(model, 5, 3), run_desk(model, 5, 5)));
}

TEST(DeskRun, NobodyIsLostOnTheWay) {
  DeskModel model = whole_desk();
  for (std::uint64_t run = 0; run < 6; ++run) {
    const RunCounts counts = run_desk(model, 9, run);
    double arrived = 0, gone = 0, backlog = 0;
    for (std::size_t i = 0; i < model.intervals; ++i) {
      for (std::size_t c = 0; c < 3; ++c) {
        const ContactCell& cell = counts.contacts[i * 3 + c];
        EXPECT_LE(cell.automated + cell.served + cell.abandoned, cell.arrived);
        EXPECT_LE(cell.in_time + cell.late, cell.arrived);
        EXPECT_LE(cell.lost, cell.abandoned);
        arrived += cell.arrived;
        gone += cell.automated + cell.served + cell.abandoned;
        if (i + 1 == model.intervals) backlog += cell.backlog;
      }
    }
    // What is left is waiting or with an agent: at most 22 agents with 3 chats each and 6 writers.
    EXPECT_GE(arrived - gone - backlog, 0);
    EXPECT_LE(arrived - gone - backlog, 72);
  }
}

TEST(DeskRun, ExactCountsHappenToTheLetter) {
  DeskModel model = line_of(10, 0.5, 60, 24);
  model.exact_counts = true;
  for (std::size_t i = 0; i < 24; ++i) model.paths[0].counts[0][i] = double(7 * i);
  const RunCounts counts = run_desk(model, 1, 0);
  for (std::size_t i = 0; i < 24; ++i) EXPECT_EQ(counts.contacts[i].arrived, 7 * i);
}

TEST(DeskRun, MoreAgentsNeverWaitLongerAndTwiceTheDeskServesBetter) {
  const auto mean_wait = [](int agents, double rate_of) {
    return after_warm_up(line_of(agents, rate_of, 300, 150), 6, false).mean;
  };
  EXPECT_GT(mean_wait(5, 1.0), mean_wait(6, 5.0 / 6));
  EXPECT_GT(mean_wait(6, 5.0 / 6), mean_wait(8, 5.0 / 8));
  EXPECT_GT(mean_wait(5, 0.95), mean_wait(10, 0.95));
}

// Three chats at once without slowing are three agents.
TEST(DeskRun, ChatsWithoutSlowingAreAgents) {
  DeskModel chats = line_of(4, 2.7, 300, 150);
  chats.classes[0].chat = true;
  chats.groups[0].chats_at_once = 3;
  const Exact expected = exact(12, 0.9, 300);
  EXPECT_TRUE(agrees(after_warm_up(chats, 20, false), expected.wait_s));
  DeskModel slowed = chats;
  slowed.groups[0].chat_slowdown = 0.3;
  EXPECT_GT(after_warm_up(slowed, 20, false).mean, 2 * expected.wait_s);
}

TEST(DeskRun, PriorityIsServedFirst) {
  DeskModel model = line_of(5, 1.0, 600, 100);
  model.classes.push_back(model.classes[0]);
  model.classes[1].priority = 1;
  model.groups[0].classes = {0, 1};
  for (double& count : model.paths[0].counts[0]) count /= 2;
  model.paths[0].counts.push_back(model.paths[0].counts[0]);
  const RunCounts counts = run_desk(model, 3, 0);
  double low = 0, high = 0;
  for (std::size_t i = 0; i < 100; ++i) {
    low += counts.contacts[2 * i].wait_s;
    high += counts.contacts[2 * i + 1].wait_s;
  }
  EXPECT_LT(high * 2, low);
}

TEST(DeskRun, AnOutageAndShiftEndsShow) {
  DeskModel model = line_of(20, 0.8, 300, 48);
  model.disruptions = {{.from_s = 10 * 3600, .to_s = 12 * 3600, .capacity_factor = 0.2}};
  for (std::size_t i = 40; i < 48; ++i) model.groups[0].on_duty[i] = 0;
  const Rehearsal r = rehearse(model, {.runs = 20});
  EXPECT_GT(r.by_interval[11][0].abandoned_share.mean, 5 * r.by_interval[5][0].abandoned_share.mean);
  EXPECT_GT(r.by_interval[11][0].breach_probability, 0.9);
  EXPECT_LT(r.by_interval[5][0].breach_probability, 0.5);
  EXPECT_GT(r.groups_by_interval[40][0].overtime_hours.mean, 0.1);  // they finish their calls
  EXPECT_NEAR(r.groups_by_interval[5][0].occupancy.mean, 0.8, 0.1);
  EXPECT_GT(r.cost.mean, (40 - 2 * 0.8) * 20 * 10 - 1);  // paid hours, and a little overtime
}

// A routing of one's own: calls only go to a group when nobody waits for chats.
class ChatsFirst final : public Routing {
 public:
  std::size_t group_for(const DeskState& desk, std::size_t c) const override {
    return desk.can_take(0, c) ? 0 : kNobody;
  }
  std::size_t class_for(const DeskState& desk, std::size_t g) const override {
    for (const std::size_t c : {1, 0}) {
      if (desk.waiting(c) > 0 && desk.can_take(g, c)) return c;
    }
    return kNobody;
  }
};

TEST(DeskRun, TakesRulesOfItsOwn) {
  DeskModel model = line_of(5, 1.1, 600, 60);
  model.classes.push_back(model.classes[0]);
  model.classes[0].priority = 5;  // would win by the default
  model.groups[0].classes = {0, 1};
  for (double& count : model.paths[0].counts[0]) count /= 2;
  model.paths[0].counts.push_back(model.paths[0].counts[0]);
  const ChatsFirst routing;
  const auto waits = [&](const Routing* used) {
    const RunCounts counts = run_desk(model, 3, 0, used);
    double wait[2] = {};
    for (std::size_t i = 0; i < 60; ++i) {
      wait[0] += counts.contacts[2 * i].wait_s;
      wait[1] += counts.contacts[2 * i + 1].wait_s;
    }
    return wait[1] < wait[0];
  };
  EXPECT_FALSE(waits(nullptr));
  EXPECT_TRUE(waits(&routing));
}

bool equal(const Spread& a, const Spread& b) {
  return a.mean == b.mean && a.p10 == b.p10 && a.p90 == b.p90 && a.error == b.error;
}

TEST(Rehearsal, IsTheSameToTheLastBitOnAnyNumberOfThreads) {
  const DeskModel model = whole_desk();
  const Rehearsal one = rehearse(model, {.runs = 12, .threads = 1, .seed = 4});
  const Rehearsal two = rehearse(model, {.runs = 12, .threads = 2, .seed = 4});
  EXPECT_EQ(one.events, two.events);
  ASSERT_EQ(one.channels, (std::vector<std::string>{"phone", "chat", "email"}));
  for (std::size_t i = 0; i < model.intervals; ++i) {
    for (std::size_t k = 0; k < 3; ++k) {
      EXPECT_TRUE(equal(one.by_interval[i][k].mean_wait_s, two.by_interval[i][k].mean_wait_s));
      EXPECT_TRUE(equal(one.by_interval[i][k].service_level, two.by_interval[i][k].service_level));
      EXPECT_EQ(one.by_interval[i][k].wait_p90_s, two.by_interval[i][k].wait_p90_s);
    }
  }
  EXPECT_TRUE(equal(one.cost, two.cost));
  EXPECT_TRUE(equal(one.lost_sales, two.lost_sales));
}

TEST(Rehearsal, StopsWhenAskedAndKeepsWhatIsThere) {
  const Rehearsal r =
      rehearse(whole_desk(), {.runs = 50, .progress = [](std::size_t done, std::size_t) { return done < 3; }});
  EXPECT_EQ(r.runs, 3u);
  EXPECT_GT(r.total[0].arrived.mean, 0);
}

TEST(Rehearsal, WaitBucketsHoldTheirWaits) {
  for (const double wait : {0.0, 0.2, 1.0, 1.49, 1.5, 20.0, 3600.0, 86400.0}) {
    const std::size_t bucket = wait_bucket(wait);
    EXPECT_LE(wait, wait_bucket_end(bucket));
    if (bucket > 0) {
      EXPECT_GE(wait, wait_bucket_end(bucket - 1));
    }
  }
}

TEST(Model, ProblemsNameThePart) {
  DeskModel model = line_of(3, 0.5, 60, 4);
  EXPECT_EQ(check_model(model), "");
  model.groups[0].on_duty.pop_back();
  EXPECT_NE(check_model(model).find("team"), std::string::npos);
  model = line_of(3, 0.5, 60, 4);
  model.classes[0].return_share = 1;
  EXPECT_NE(check_model(model).find("return_share"), std::string::npos);
  model = line_of(3, 0.5, 60, 4);
  model.paths[0].counts[0][2] = NAN;
  EXPECT_NE(check_model(model), "");
}

TEST(Distribution, MeansAreAsAsked) {
  Random random(3);
  for (const Distribution& d :
       {Distribution::exponential(100), Distribution::lognormal(100, 0.8), Distribution::gamma(100, 0.6),
        Distribution::gamma(100, 1.7), Distribution::constant(100), Distribution::recorded({50, 75, 100, 125, 150})}) {
    double sum = 0;
    for (int i = 0; i < 40'000; ++i) sum += d.draw(random);
    EXPECT_NEAR(sum / 40'000, 100, 3.5);
    EXPECT_NEAR(d.mean_s(), 100, 1e-9);
  }
  EXPECT_TRUE(std::isinf(Distribution::never().draw(random)));
}

}  // namespace
}  // namespace peakdesk::simulation
