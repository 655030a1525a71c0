// The table behind `peakdesk staff erlang`: one interval a row in, the same rows with the answer added out.
#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "staffing/table.h"

namespace peakdesk::staffing {

struct ErlangTable {
  std::string text;  // the input's columns in their order, then the added ones; the input's separator
  std::string note;  // a repair that was made and should be told, or empty
};

/// Columns read: calls_per_hour, aht_s, threshold_s; agents, or target with optional max_occupancy; optional patience_s
/// (empty = endless), shrinkage (share, 0 to below 1) and chats_at_once with chat_slowdown (whole number from 1; share
/// from 0). Columns added: agents (the fewest, when target is given), p_wait, service_level, asa_s, occupancy,
/// p_abandon, and rostered when shrinkage is given. With patience, service_level and asa_s are of all callers, also
/// those who give up. Further columns are kept; those named like an added one are replaced. `progress` hears rows done
/// and rows in all, and ends the work early by returning false: the text then holds the rows done so far.
ErlangTable add_erlang_columns(std::string_view text, Problem& problem,
                               const std::function<bool(std::size_t, std::size_t)>& progress = {});

}  // namespace peakdesk::staffing
