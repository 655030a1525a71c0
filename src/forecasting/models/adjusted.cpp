#include <string>

#include "forecasting/models/makers.h"
#include "forecasting/seasonal_filter.h"
#include "forecasting/transform.h"

namespace peakdesk::forecasting {
namespace {

class FittedAdjusted final : public FittedModel {
 public:
  FittedAdjusted(const LevelMethod& method, Scale scale, std::vector<SeasonSettings> seasons,
                 std::vector<double> parameters, std::vector<int> periods)
      : method_(method),
        scale_(scale),
        seasons_(std::move(seasons)),
        parameters_(std::move(parameters)),
        periods_(std::move(periods)) {}

  void forecast(const Problem& problem, std::size_t origin, std::span<double> out) const override {
    const std::vector<double> x = to_scale(scale_, std::span(problem.values).first(origin));
    const Seasons seasons = take_seasons(x, seasons_);
    method_.forecast(seasons.adjusted, periods_, parameters_, out);
    for (std::size_t h = 0; h < out.size(); ++h) out[h] = from_scale(scale_, out[h] + seasons.at(origin + h));
  }

 private:
  const LevelMethod& method_;
  Scale scale_;
  std::vector<SeasonSettings> seasons_;
  std::vector<double> parameters_;
  std::vector<int> periods_;
};

class Adjusted final : public Model {
 public:
  Adjusted(const LevelMethod& method, bool multiplicative, std::string name)
      : method_(method), multiplicative_(multiplicative), name_(std::move(name)) {}
  std::string_view name() const override { return name_; }
  bool suits(const Problem& problem, std::size_t n) const override {
    return n >= 6 && (!multiplicative_ || multiplicative_scale(std::span(problem.values).first(n)) != Scale::Plain);
  }
  std::unique_ptr<FittedModel> fit(const Problem& problem, std::size_t n) const override {
    const auto past = std::span(problem.values).first(n);
    const Scale scale = multiplicative_ ? multiplicative_scale(past) : Scale::Plain;
    const std::vector<double> x = to_scale(scale, past);
    std::vector<SeasonSettings> settings = fit_seasons(x, problem.periods);
    const Seasons seasons = take_seasons(x, settings);
    std::vector<double> parameters = method_.fit(seasons.adjusted, problem.periods);
    return std::make_unique<FittedAdjusted>(method_, scale, std::move(settings), std::move(parameters),
                                            problem.periods);
  }

 private:
  const LevelMethod& method_;
  bool multiplicative_;
  std::string name_;
};

}  // namespace

std::unique_ptr<Model> make_adjusted(const LevelMethod& method, bool multiplicative, const char* name) {
  return std::make_unique<Adjusted>(method, multiplicative, name);
}

}  // namespace peakdesk::forecasting
