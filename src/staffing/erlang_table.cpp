#include "staffing/erlang_table.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "staffing/erlang.h"

namespace peakdesk::staffing {
namespace {

constexpr double kMostAgents = 1e7;

struct Bounds {
  double low, high;
  bool low_allowed = true, high_allowed = true;
  bool whole = false;
  std::string_view meaning;  // completes "must be ..."
};

constexpr Bounds kCallsBounds{0, 1e9, true, true, false, "a number of calls an hour, from 0 to 1000000000"};
constexpr Bounds kHandleBounds{0, 1e7, false, true, false, "a number of seconds above 0, at most 10000000"};
constexpr Bounds kSecondsBounds{0, 1e9, true, true, false, "a number of seconds, from 0 to 1000000000"};
constexpr Bounds kAgentsBounds{0, kMostAgents, true, true, true, "a whole number of agents, from 0 to 10000000"};
constexpr Bounds kShareBelowOne{0, 1, true, false, false, "a share from 0 to below 1, for example 0.8 for 80 %"};
constexpr Bounds kOccupancyBounds{0, 1, false, true, false, "a share above 0, at most 1, for example 0.85 for 85 %"};
constexpr Bounds kChatsBounds{1, 50, true, true, true, "a whole number of chats, from 1 to 50"};
constexpr Bounds kSlowdownBounds{0, 100, true, true, false, "a share from 0 to 100, for example 0.25 for 25 % slower"};

class RowReader {
 public:
  RowReader(const Table& table, Problem& problem) : table_(table), problem_(problem) {}

  bool require(std::string_view name) {
    if (table_.column(name)) return true;
    problem_.message = "The header (line 1) has no column \"" + std::string(name) +
                       "\". Needed are calls_per_hour, aht_s, threshold_s and either agents or target.";
    return false;
  }
  double read(std::size_t row, std::string_view name, const Bounds& bounds, double if_empty = NAN) {
    const auto column = table_.column(name);
    if (!column) return if_empty;
    const std::string_view cell = table_.row(row)[*column];
    if (cell.empty() && !std::isnan(if_empty)) return if_empty;
    const auto value = parse_number(cell);
    const bool good = value && (bounds.low_allowed ? *value >= bounds.low : *value > bounds.low) &&
                      (bounds.high_allowed ? *value <= bounds.high : *value < bounds.high) &&
                      (!bounds.whole || *value == std::floor(*value));
    if (good) return *value;
    if (!problem_) {
      problem_.message = "Line " + std::to_string(table_.line(row)) + ", column " + std::string(name) + ": \"" +
                         truncate(to_valid_utf8(cell), 40) + "\" must be " + std::string(bounds.meaning) + ".";
    }
    return NAN;
  }

 private:
  const Table& table_;
  Problem& problem_;
};

struct ErlangRow {
  Load load;
  Target target;
  double agents = 0, shrinkage = 0, slowdown = 0;
  int chats_at_once = 1;
};

ErlangRow read_erlang_row(RowReader& reader, std::size_t i, bool search) {
  ErlangRow row;
  row.load.contacts_per_hour = reader.read(i, "calls_per_hour", kCallsBounds);
  row.load.handle_s = reader.read(i, "aht_s", kHandleBounds);
  row.load.patience_s = reader.read(i, "patience_s", kSecondsBounds, kEndlessPatience);
  row.target.threshold_s = reader.read(i, "threshold_s", kSecondsBounds);
  if (search) {
    row.target.service_level = reader.read(i, "target", kShareBelowOne);
    row.target.max_occupancy = reader.read(i, "max_occupancy", kOccupancyBounds, 1.0);
  } else {
    row.agents = reader.read(i, "agents", kAgentsBounds);
  }
  row.shrinkage = reader.read(i, "shrinkage", kShareBelowOne, 0);
  const double chats = reader.read(i, "chats_at_once", kChatsBounds, 1);
  row.chats_at_once = std::isnan(chats) ? 1 : int(chats);  // NaN: the reader has its complaint
  row.slowdown = reader.read(i, "chat_slowdown", kSlowdownBounds, 0);
  return row;
}

std::vector<double> answer_erlang_row(const ErlangRow& row, bool search, bool rostered) {
  const ChatPace pace = ChatPace::slowing(row.chats_at_once, row.slowdown);
  const bool chat = row.chats_at_once > 1;
  auto agents = std::int64_t(row.agents);
  if (search) agents = chat ? fewest_chat_agents(row.load, pace, row.target) : fewest_agents(row.load, row.target);
  const Service service = chat ? chat_service_of(row.load, pace, agents, row.target.threshold_s)
                               : service_of(row.load, agents, row.target.threshold_s);
  std::vector<double> values;
  if (search) values.push_back(double(agents));
  for (const double value :
       {service.wait_share, service.service_level, service.mean_wait_s, service.occupancy, service.abandoned_share}) {
    values.push_back(value);
  }
  if (rostered) values.push_back(double(with_shrinkage(agents, row.shrinkage)));
  return values;
}

}  // namespace

ErlangTable add_erlang_columns(std::string_view text, Problem& problem,
                               const std::function<bool(std::size_t, std::size_t)>& progress) {
  ErlangTable result;
  const auto table = Table::parse(text, problem);
  if (!table) return result;
  RowReader reader(*table, problem);
  const bool search = table->column("target").has_value();
  if (search && table->column("agents")) {
    problem.message =
        "The header (line 1) has both \"agents\" and \"target\". Keep agents to compute their service, or "
        "target to search for the fewest agents.";
  }
  for (const std::string_view name : {"calls_per_hour", "aht_s", "threshold_s"}) {
    if (problem || !reader.require(name)) return result;
  }
  if (!search && !reader.require("agents")) return result;
  const bool rostered = table->column("shrinkage").has_value();

  std::vector<std::string_view> added;
  if (search) added.push_back("agents");
  for (const std::string_view name : {"p_wait", "service_level", "asa_s", "occupancy", "p_abandon"})
    added.push_back(name);
  if (rostered) added.push_back("rostered");

  std::vector<std::size_t> kept;
  for (std::size_t c = 0; c < table->header().size(); ++c) {
    const std::string_view name = table->header()[c];
    if (std::find(added.begin(), added.end(), name) == added.end()) {
      kept.push_back(c);
    } else {
      result.note += (result.note.empty() ? "Replaced by the computed column: " : ", ") + std::string(name);
    }
  }
  const auto append_line = [&](const std::vector<std::string_view>& cells, const auto& more) {
    bool first = true;
    const auto append = [&](std::string_view cell) {
      if (!first) result.text += table->separator();
      first = false;
      result.text += cell;
    };
    for (const std::size_t c : kept) append(cells[c]);
    for (const auto& cell : more) append(cell);
    result.text += '\n';
  };
  append_line(table->header(), added);
  for (std::size_t i = 0; i < table->rows(); ++i) {
    const ErlangRow row = read_erlang_row(reader, i, search);
    if (!problem && !search && row.load.erlangs() > kMostAgents) {
      // Still defined, but nothing a desk can mean.
      problem.message =
          "Line " + std::to_string(table->line(i)) + ": calls_per_hour times aht_s is more than 10000000 agents' work.";
    }
    if (!problem && search && row.load.erlangs() > kMostAgents * row.target.max_occupancy) {
      problem.message = "Line " + std::to_string(table->line(i)) +
                        ": this needs more than 10000000 agents. Check calls_per_hour, aht_s and max_occupancy.";
    }
    if (problem) return result;
    std::vector<std::string> cells;
    for (const double value : answer_erlang_row(row, search, rostered)) cells.push_back(format_number(value));
    append_line(table->row(i), cells);
    if (progress && !progress(i + 1, table->rows())) break;
  }
  return result;
}

}  // namespace peakdesk::staffing
