#include <cmath>

#include "forecasting/models/makers.h"

namespace peakdesk::forecasting {
namespace {

/// values[origin + h] is what stood `lag` steps before, or a whole number of lags when that is still ahead.
class CopyFromLag final : public FittedModel {
 public:
  explicit CopyFromLag(std::size_t lag) : lag_(lag) {}
  void forecast(const Problem& problem, std::span<double> out) const override {
    const std::size_t origin = problem.size();
    for (std::size_t h = 0; h < out.size(); ++h) {
      std::size_t back = lag_;
      while (back <= h) back += lag_;
      out[h] = problem.values[origin + h >= back ? origin + h - back : origin - 1];
    }
  }

 private:
  std::size_t lag_;
};

class SeasonalNaive final : public Model {
 public:
  std::string_view name() const override { return "same as last time"; }
  bool suits(const Problem& problem) const override { return problem.size() >= 1; }
  int seasons_seen(const Problem& problem, std::size_t n) const override {
    int seen = 0;
    for (const int period : problem.periods) seen += n >= std::size_t(period);
    return seen;
  }
  std::unique_ptr<FittedModel> fit(const Problem& problem) const override {
    std::size_t lag = 1;
    for (const int period : problem.periods)
      if (std::size_t(period) <= problem.size()) lag = std::size_t(period);
    return std::make_unique<CopyFromLag>(lag);
  }
};

/// Steps in a year, rounded to whole weeks so that weekdays meet their like.
std::size_t year_lag(const Problem& problem) {
  if (problem.steps_per_week > 0) return std::size_t(problem.steps_per_week) * 52;
  return std::size_t(std::lround(problem.steps_per_year));
}

class LastYear final : public Model {
 public:
  std::string_view name() const override { return "same as last year"; }
  bool suits(const Problem& problem) const override {
    return problem.size() >= year_lag(problem) && year_lag(problem) > 1;
  }
  int seasons_seen(const Problem&, std::size_t) const override { return 1; }
  std::unique_ptr<FittedModel> fit(const Problem& problem) const override {
    return std::make_unique<CopyFromLag>(year_lag(problem));
  }
};

class MeanOfSeasons final : public FittedModel {
 public:
  explicit MeanOfSeasons(std::size_t lag) : lag_(lag) {}
  void forecast(const Problem& problem, std::span<double> out) const override {
    const std::size_t origin = problem.size();
    for (std::size_t h = 0; h < out.size(); ++h) {
      double sum = 0, weights = 0, weight = 1;
      std::size_t back = lag_ * (h / lag_ + 1);
      for (int k = 0; k < 8 && back <= origin + h; ++k, back += lag_, weight *= 0.75) {
        sum += weight * problem.values[origin + h - back];
        weights += weight;
      }
      out[h] = weights > 0 ? sum / weights : problem.values[origin - 1];
    }
  }

 private:
  std::size_t lag_;
};

class SeasonalMean final : public Model {
 public:
  std::string_view name() const override { return "mean of the last seasons"; }
  bool suits(const Problem& problem) const override {
    return !problem.periods.empty() && problem.size() >= 3 * std::size_t(problem.periods.back());
  }
  std::unique_ptr<FittedModel> fit(const Problem& problem) const override {
    return std::make_unique<MeanOfSeasons>(std::size_t(problem.periods.back()));
  }
};

}  // namespace

std::unique_ptr<Model> make_seasonal_naive() { return std::make_unique<SeasonalNaive>(); }
std::unique_ptr<Model> make_last_year() { return std::make_unique<LastYear>(); }
std::unique_ptr<Model> make_seasonal_mean() { return std::make_unique<SeasonalMean>(); }

}  // namespace peakdesk::forecasting
