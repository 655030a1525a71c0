// One line of the table that `peakdesk bench` prints.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"

namespace peakdesk::app::bench {

struct Figure {
  std::string name;              // "intake_64_per_s": stable, for programs
  std::string what;              // for people
  double value = 0;              // median of the rounds
  std::string unit;              // "/s", "ms", "MB"
  std::optional<double> beside;  // the raw limit, measured in the same run
  std::optional<double> ratio;   // of the medians; of value to beside
  std::string target;            // "ratio >= 0.5", "<= 5"; empty: for orientation
  std::optional<bool> met;
};
BOOST_DESCRIBE_STRUCT(Figure, (), (name, what, value, unit, beside, ratio, target, met))

/// A figure that should not exceed `most`.
Figure at_most(std::string name, std::string what, double value, std::string unit, double most);

/// A figure for orientation.
Figure plain(std::string name, std::string what, double value, std::string unit);

double median(std::vector<double> numbers);

/// A table for a terminal.
std::string as_table(const std::vector<Figure>& figures);

}  // namespace peakdesk::app::bench
