// The interface of every forecasting model, and what a model is given. A model forecasts ordinary days: holidays and
// the shop's events are taken out of the history before and put back after (special_days.h). Models know no file, clock
// or randomness.
#pragma once
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "forecasting/series.h"

namespace peakdesk::forecasting {

/// One history, gaps filled, seen from the side of the models.
struct Problem {
  std::vector<double> values;   // no NaN; special days and gaps replaced by what an ordinary day would have been
  std::vector<WallTime> times;  // of the values and of the horizon after them
  std::vector<int> periods;     // lengths of the short seasons in steps, ascending, each a multiple of the one before
  double steps_per_year = 0;
  int steps_per_week = 0;  // 0 for steps longer than a day
  bool non_negative = true;
};

/// A model with its parameters. Forecasting from a later origin updates states with what was observed, not parameters.
class FittedModel {
 public:
  virtual ~FittedModel() = default;
  /// Forecasts values[origin], values[origin + 1], ... into `out` from values[0, origin) alone.
  virtual void forecast(const Problem& problem, std::size_t origin, std::span<double> out) const = 0;
};

class Model {
 public:
  virtual ~Model() = default;
  virtual std::string_view name() const = 0;
  /// Whether values[0, n) are enough, and of the right kind, for this model.
  virtual bool suits(const Problem& problem, std::size_t n) const = 0;
  /// How many of its seasons values[0, n) let it see. A backtest that saw fewer than the whole history does says
  /// nothing of what the model does now.
  virtual int seasons_seen(const Problem& problem, std::size_t n) const;
  /// Finds the parameters on values[0, n).
  virtual std::unique_ptr<FittedModel> fit(const Problem& problem, std::size_t n) const = 0;
};

/// Every model, by name. To add one: a file under models/ and a line in model_list.cpp.
const std::vector<std::unique_ptr<Model>>& model_list();

}  // namespace peakdesk::forecasting
