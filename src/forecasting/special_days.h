// Days unlike others: holidays, shopping days and the shop's own events, with the days before and after. Learns what
// each kind does (shrunk by how little is known), takes it out of a history and puts it on a forecast. For series of
// steps up to a day.
#pragma once
#include <map>
#include <span>
#include <string>
#include <vector>

#include "forecasting/series.h"
#include "forecasting/series_csv.h"

namespace peakdesk::forecasting {

/// Which day of the calendar is of which kind; made once for history and horizon.
class SpecialDays {
 public:
  SpecialDays() = default;
  /// Days from `first` to `last`. `country` may be empty: no holidays then. Events come before holidays on the same
  /// day.
  SpecialDays(int first, int last, std::string_view country, std::span<const ShopEvent> events);

  struct Kind {
    std::string name;  // "Black Friday", "Black Friday, the day before", "Sale, 2 days after"
    int group =
        0;  // kinds of one group teach each other: 0 public holidays, 1 shopping days, 2 days around, 3 shop events
  };
  const std::vector<Kind>& kinds() const { return kinds_; }
  /// Index into kinds(), or -1 for an ordinary day.
  int kind_of(int days) const;
  bool empty() const { return kind_of_day_.empty(); }

 private:
  void mark(int days, std::string name, int group, int offset, int rank);
  int first_ = 0;
  std::vector<int> kind_of_day_, rank_;
  std::vector<Kind> kinds_;
  std::map<std::string, int> index_;
};

struct DayEffect {
  double factor = 1;  // on the whole day
  int seen = 0;       // past days of the kind
};
/// The effect of every kind from times[0, n), as a factor on what the same weekday around it had.
std::vector<DayEffect> learn_effects(const SpecialDays& days, const Grid& grid, std::span<const WallTime> times,
                                     std::span<const double> values, std::size_t n);

}  // namespace peakdesk::forecasting
