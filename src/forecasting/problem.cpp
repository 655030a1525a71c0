#include "forecasting/problem.h"

#include <algorithm>

namespace peakdesk::forecasting {

Scale Problem::multiplicative() const {
  if (!knows_scale_) scale_ = multiplicative_scale(values);
  knows_scale_ = true;
  return scale_;
}

const std::vector<double>& Problem::on(Scale scale) const {
  if (scale == Scale::Plain) return values;
  std::vector<double>& scaled = views_[scale].values;
  if (scaled.empty()) scaled = to_scale(scale, values);
  return scaled;
}

const Seasons& Problem::seasons(Scale scale) const {
  const std::vector<double>& x = on(scale);
  View& view = views_[scale];
  if (!view.fitted) view.fitted = &view.seasons.emplace_back(fit_seasons(x, periods));
  return *view.fitted;
}

std::vector<SeasonSettings> Problem::seasons_within_year(Scale scale) const {
  if (periods.empty() || periods.back() > steps_per_year / 2) return {};
  return seasons(scale).settings;
}

const Seasons& Problem::seasons(Scale scale, std::span<const SeasonSettings> settings) const {
  const std::vector<double>& x = on(scale);
  View& view = views_[scale];
  for (const Seasons& known : view.seasons)
    if (std::ranges::equal(known.settings, settings)) return known;
  return view.seasons.emplace_back(take_seasons(x, settings));
}

}  // namespace peakdesk::forecasting
