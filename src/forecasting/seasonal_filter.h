// Takes several seasons out of a series in linear time: every slot of every period follows its own past, as fast as
// proved right one cycle ahead, and is shrunk by how much it helped there. A season that is not there comes out as
// nothing.
#pragma once
#include <span>
#include <vector>

namespace peakdesk::forecasting {

struct SeasonSettings {
  int period = 0;
  double gain = 0;    // weight of the newest cycle; 0: all cycles count the same
  double shrink = 0;  // 0 no season ... 1 as estimated
  friend bool operator==(const SeasonSettings&, const SeasonSettings&) = default;
};

struct Seasons {
  std::vector<SeasonSettings> settings;       // by period
  std::vector<std::vector<double>> profiles;  // per period, by index modulo period, as they stand at the end
  std::vector<double> adjusted;               // the series without its seasons
  /// The sum of all seasons at an index (any, also past the end).
  double at(std::size_t index) const {
    double sum = 0;
    for (const std::vector<double>& profile : profiles) sum += profile[index % profile.size()];
    return sum;
  }
};

/// Chooses the settings for each period that the history holds twice, and takes the seasons out.
Seasons fit_seasons(std::span<const double> x, std::span<const int> periods);
/// Takes them out with settings chosen before.
Seasons take_seasons(std::span<const double> x, std::span<const SeasonSettings> settings);

/// Centred moving average of odd or even width; the ends use what there is, balanced around the point.
std::vector<double> moving_average(std::span<const double> x, int width);

}  // namespace peakdesk::forecasting
