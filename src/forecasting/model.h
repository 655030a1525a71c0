// The interface of every forecasting model; what a model is given is in problem.h. A model forecasts ordinary days:
// holidays and the shop's events are taken out of the history before and put back after (special_days.h). Models know
// no file, clock or randomness.
#pragma once
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "forecasting/problem.h"

namespace peakdesk::forecasting {

/// A model with its parameters. Forecasting from a later origin updates states with what was observed, not parameters.
class FittedModel {
 public:
  virtual ~FittedModel() = default;
  /// Forecasts what follows the problem's values, which reach at least as far as those that it was fitted on.
  virtual void forecast(const Problem& problem, std::span<double> out) const = 0;
};

class Model {
 public:
  virtual ~Model() = default;
  virtual std::string_view name() const = 0;
  /// Whether the values are enough, and of the right kind, for this model.
  virtual bool suits(const Problem& problem) const = 0;
  /// How many of its seasons a history of n values lets it see. A backtest that saw fewer than the whole history does
  /// says nothing of what the model does now.
  virtual int seasons_seen(const Problem& problem, std::size_t n) const;
  /// Finds the parameters.
  virtual std::unique_ptr<FittedModel> fit(const Problem& problem) const = 0;
};

/// Every model, by name. To add one: a file under models/ and a line in model_list.cpp.
const std::vector<std::unique_ptr<Model>>& model_list();

}  // namespace peakdesk::forecasting
