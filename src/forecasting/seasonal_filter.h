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
};

/// What the filter chose for each period of a history.
std::vector<SeasonSettings> fit_seasons(std::span<const double> x, std::span<const int> periods);

struct Seasons {
  std::vector<double> adjusted;               // x without its seasons
  std::vector<std::vector<double>> profiles;  // per period, by index modulo period, as they stand at the end
  std::vector<int> periods;
  /// The sum of all seasons at an index (any, also past the end).
  double at(std::size_t index) const {
    double sum = 0;
    for (std::size_t k = 0; k < periods.size(); ++k) sum += profiles[k][index % std::size_t(periods[k])];
    return sum;
  }
};
Seasons take_seasons(std::span<const double> x, std::span<const SeasonSettings> settings);

/// Centred moving average of odd or even width; the ends use what there is, balanced around the point.
std::vector<double> moving_average(std::span<const double> x, int width);

}  // namespace peakdesk::forecasting
