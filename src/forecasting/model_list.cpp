#include "forecasting/model.h"
#include "forecasting/models/makers.h"

namespace peakdesk::forecasting {

int Model::seasons_seen(const Problem& problem, std::size_t n) const {
  int seen = 0;
  for (const int period : problem.periods) seen += n >= 2 * std::size_t(period);
  return seen;
}

const std::vector<std::unique_ptr<Model>>& model_list() {
  static const std::vector<std::unique_ptr<Model>> list = [] {
    std::vector<std::unique_ptr<Model>> models;
    models.push_back(make_seasonal_naive());
    models.push_back(make_last_year());
    models.push_back(make_seasonal_mean());
    models.push_back(make_adjusted(exponential_level(), true, "seasons x level"));
    models.push_back(make_adjusted(damped_trend(), false, "seasons + damped trend"));
    models.push_back(make_adjusted(damped_trend(), true, "seasons x damped trend"));
    models.push_back(make_adjusted(theta_level(), true, "seasons x theta"));
    models.push_back(make_adjusted(autoregression(), false, "seasons + autoregression"));
    models.push_back(make_adjusted(autoregression(), true, "seasons x autoregression"));
    models.push_back(make_adjusted(differenced_autoregression(), true, "seasons x autoregression of changes"));
    models.push_back(make_ets(false));
    models.push_back(make_ets(true));
    models.push_back(make_double_seasonal(false));
    models.push_back(make_double_seasonal(true));
    models.push_back(make_year_shape());
    models.push_back(make_harmonic_regression());
    models.push_back(make_count_rate());
    return models;
  }();
  return list;
}

}  // namespace peakdesk::forecasting
