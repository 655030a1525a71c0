// Least squares with a ridge penalty, from accumulated cross products: linear in rows, cubic in the few columns.
#pragma once
#include <cstddef>
#include <span>
#include <vector>

namespace peakdesk::forecasting {

class Ridge {
 public:
  explicit Ridge(std::size_t columns) : columns_(columns), xx_(columns * columns, 0.0), xy_(columns, 0.0) {}
  /// Adds one row with its weight (0 or more).
  void add(std::span<const double> x, double y, double weight = 1);
  /// Coefficients; `penalty` per column in units of the column's own sum of squares (0: none), towards zero.
  std::vector<double> solve(std::span<const double> penalty) const;
  std::vector<double> solve(double penalty) const;

 private:
  std::size_t columns_;
  std::vector<double> xx_, xy_;
};

}  // namespace peakdesk::forecasting
