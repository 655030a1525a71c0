#include <string>

#include "forecasting/models/makers.h"

namespace peakdesk::forecasting {
namespace {

class FittedAdjusted final : public FittedModel {
 public:
  FittedAdjusted(const LevelMethod& method, Scale scale, std::vector<SeasonSettings> seasons,
                 std::vector<double> parameters)
      : method_(method), scale_(scale), seasons_(std::move(seasons)), parameters_(std::move(parameters)) {}

  void forecast(const Problem& problem, std::span<double> out) const override {
    const Seasons& seasons = problem.seasons(scale_, seasons_);
    method_.forecast(seasons.adjusted, parameters_, out);
    for (std::size_t h = 0; h < out.size(); ++h) out[h] = from_scale(scale_, out[h] + seasons.at(problem.size() + h));
  }

 private:
  const LevelMethod& method_;
  Scale scale_;
  std::vector<SeasonSettings> seasons_;
  std::vector<double> parameters_;
};

class Adjusted final : public Model {
 public:
  Adjusted(const LevelMethod& method, bool multiplicative, std::string name)
      : method_(method), multiplicative_(multiplicative), name_(std::move(name)) {}
  std::string_view name() const override { return name_; }
  bool suits(const Problem& problem) const override {
    return problem.size() >= 6 && (!multiplicative_ || problem.multiplicative() != Scale::Plain);
  }
  std::unique_ptr<FittedModel> fit(const Problem& problem) const override {
    const Scale scale = multiplicative_ ? problem.multiplicative() : Scale::Plain;
    const Seasons& seasons = problem.seasons(scale);
    return std::make_unique<FittedAdjusted>(method_, scale, seasons.settings,
                                            method_.fit(seasons.adjusted, problem.periods));
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
