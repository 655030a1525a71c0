// Waiting-line formulas for one interval: Erlang B (nobody waits), Erlang C (everybody waits) and Erlang A (callers
// give up after an exponentially distributed patience), and the same for agents who hold several chats at once. Steady
// state; the day as a whole, with shifts and come-backs, is the simulation's. Sound from 0 to some ten million agents.
#pragma once
#include <cstdint>
#include <limits>
#include <vector>

namespace peakdesk::staffing {

inline constexpr double kEndlessPatience = std::numeric_limits<double>::infinity();

/// What comes in during an interval. `patience_s` is the mean time until a waiting person gives up: infinity for Erlang
/// C, zero for a line without a queue (Erlang B).
struct Load {
  double contacts_per_hour = 0;  // >= 0
  double handle_s = 0;           // > 0, mean time one contact keeps an agent
  double patience_s = kEndlessPatience;
  /// Work in Erlangs: the mean number of agents that would be busy if nobody ever waited.
  double erlangs() const { return contacts_per_hour * handle_s / 3600.0; }
};

/// What the people who contact us meet. Shares are of everybody who contacts us, 0 to 1.
struct Service {
  double wait_share = 0;       // P(wait > 0)
  double service_level = 1;    // served, and within the threshold
  double mean_wait_s = 0;      // of everybody, also those who give up; infinity when the line grows without end
  double occupancy = 0;        // share of the agents' time spent on contacts
  double abandoned_share = 0;  // gave up
};

/// Share of contacts lost by `agents` without a queue (Erlang B). `erlangs` >= 0.
double erlang_b(double erlangs, std::int64_t agents);

/// Erlang C, or A when the load's patience is finite. `threshold_s` >= 0.
Service service_of(const Load& load, std::int64_t agents, double threshold_s);

/// How agents work on several chats at once: `pace[j-1]` is how much of the work of one undivided agent gets done per
/// unit of time by an agent with j chats, e.g. {1, 1.6, 1.9}. The last entry's index is the most chats at once. Values
/// > 0.
struct ChatPace {
  std::vector<double> pace = {1.0};
  /// Each further chat slows every chat of the agent by `slowdown` (0.25 = each takes 25 % longer per further chat).
  static ChatPace slowing(int chats_at_once, double slowdown);
};

/// Chats go to the agent with the fewest; the chain assumes that they are spread evenly at any time.
/// `occupancy` is the share of chat places in use. A pace of {1} gives exactly service_of.
Service chat_service_of(const Load& load, const ChatPace& pace, std::int64_t agents, double threshold_s);

struct Target {
  double service_level = 0.8;  // 0 <= x < 1
  double threshold_s = 20;     // >= 0
  double max_occupancy = 1.0;  // > 0
};

/// The fewest agents that reach the target; 0 when nothing comes in. Exact: one fewer misses it.
std::int64_t fewest_agents(const Load& load, const Target& target);
std::int64_t fewest_chat_agents(const Load& load, const ChatPace& pace, const Target& target);

/// People to put on the roster so that `agents` are at their desk; `shrinkage` is the share of paid time spent away
/// from it (leave, illness, training, breaks), 0 <= x < 1.
std::int64_t with_shrinkage(std::int64_t agents, double shrinkage);

/// What one more agent changes in this interval: later minus now, so a shorter wait is negative.
struct OneMoreAgent {
  double service_level = 0;
  double mean_wait_s = 0;
  double occupancy = 0;
  double abandoned_share = 0;
  double answered_per_hour = 0;  // contacts that no longer give up
};
OneMoreAgent one_more_agent(const Load& load, std::int64_t agents, double threshold_s);

}  // namespace peakdesk::staffing
