// What a model is given: one history, gaps filled, seen up to one origin; and what models share of it (the history on a
// scale, its seasons), found once when the first of them asks.
#pragma once
#include <list>
#include <map>
#include <span>
#include <vector>

#include "forecasting/seasonal_filter.h"
#include "forecasting/series.h"
#include "forecasting/transform.h"

namespace peakdesk::forecasting {

/// For one thread: even what is const fills the shared part. The values do not change once a model has asked for it.
class Problem {
 public:
  std::vector<double> values;  // no NaN; special days and gaps replaced by what an ordinary day would have been
  std::vector<int> periods;    // lengths of the short seasons in steps, ascending, each a multiple of the one before
  double steps_per_year = 0;
  int steps_per_week = 0;  // 0 for steps longer than a day
  bool non_negative = true;

  std::size_t size() const { return values.size(); }
  /// The scale on which effects multiply in these values.
  Scale multiplicative() const;
  const std::vector<double>& on(Scale scale) const;
  /// The values on a scale less the short seasons that they show; with settings found on them, or before.
  const Seasons& seasons(Scale scale) const;
  const Seasons& seasons(Scale scale, std::span<const SeasonSettings> settings) const;
  /// The settings of the seasons within a year. The short seasons are days and weeks, or one of a year: none then.
  std::vector<SeasonSettings> seasons_within_year(Scale scale) const;

 private:
  struct View {
    std::vector<double> values;
    const Seasons* fitted = nullptr;
    std::list<Seasons> seasons;  // a list: what was handed out stays where it is
  };
  mutable std::map<Scale, View> views_;
  mutable bool knows_scale_ = false;
  mutable Scale scale_ = Scale::Plain;
};

}  // namespace peakdesk::forecasting
