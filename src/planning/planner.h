// Plans in the service of a desk: turns a stored scenario into numbers with the desk's own past, uploaded series and
// the calendar; runs the long part as a job that can be watched and ended. Owns a small memory of forecasts, so that
// turning a knob does not forecast again; stores through planning_store.
#pragma once
#include <atomic>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <vector>

#include "planning/planning_store.h"
#include "planning/run_result.h"
#include "platform/db/database.h"
#include "platform/jobs/job.h"

namespace peakdesk::planning {

struct ChannelCount {
  std::string channel;
  Instant from;  // start of half an hour
  std::int64_t tickets = 0;
};
struct TeamFact {
  std::string name;
  std::vector<std::string> members;
};
BOOST_DESCRIBE_STRUCT(TeamFact, (), (name, members))
struct DeskFacts {
  std::string timezone = "UTC";
  std::vector<TeamFact> teams;
};

/// What planning is told of the rest of the desk, by app.
struct DeskKnowledge {
  std::function<DeskFacts(Tx&, AccountId)> facts;
  /// Tickets of customers (no spam) that came in [from, to).
  std::function<std::vector<ChannelCount>(Tx&, AccountId, Instant from, Instant to)> tickets;
};

/// The desk's own past on the shop's wall clock, complete days only.
struct DeskHistory {
  std::string timezone;
  int today = 0;                         // days since 1970-01-01
  int first_day = 0;                     // of `by_day`
  std::vector<double> by_day;            // up to yesterday; empty without a ticket
  std::vector<ChannelCount> half_hours;  // of the last 8 weeks, `from` on the wall clock
};

inline constexpr const char* kRunJob = "planning.run";

class Planner {
 public:
  Planner(Database& database, DeskKnowledge knowledge) : database_(database), knowledge_(std::move(knowledge)) {}

  /// Throws Invalid naming the key below `field` ("scenario.channel[0].share").
  Scenario resolve(Tx& tx, AccountId account, const JsonObject& scenario, const std::string& field) const;
  /// Only shape and ranges, nothing is forecast.
  static Scenario check(const JsonObject& scenario, const std::string& field);
  DeskHistory history(Tx& tx, AccountId account) const;
  DeskFacts facts(Tx& tx, AccountId account) const { return knowledge_.facts(tx, account); }
  /// timestamp,value by day of "desk" or "series/ID". Throws Invalid (field).
  std::string history_csv(Tx& tx, AccountId account, const std::string& name, const std::string& field) const;

  /// The job of one run.
  void run(Database& database, const jobs::Job& job);
  /// Runs under way end at once and begin again at the next start.
  void stop() { stopping_ = true; }

 private:
  SeasonAnswer season(Tx& tx, AccountId account, const SeasonRequest& request) const;
  void compute(Database& database, const jobs::Job& job, const store::RunWork& work);
  struct Remembered {
    std::string key;
    SeasonAnswer answer;
  };
  Database& database_;
  DeskKnowledge knowledge_;
  std::atomic<bool> stopping_ = false;
  mutable std::mutex mutex_;
  mutable std::list<Remembered> remembered_;  // newest first
};

/// How a run is made; all have defaults.
struct RunOptions {
  std::int64_t runs = 60;  // of the rehearsal
  std::uint64_t seed = 1;
  double roster_seconds = 20;
};
BOOST_DESCRIBE_STRUCT(RunOptions, (), (runs, seed, roster_seconds))

}  // namespace peakdesk::planning
