// Least squares with a ridge penalty, from accumulated cross products: linear in rows, cubic in the few columns.
#pragma once
#include <cstddef>
#include <span>
#include <vector>

namespace peakdesk::forecasting {

class Ridge {
 public:
  explicit Ridge(std::size_t columns);
  /// The next row's regressors, to be filled in.
  std::span<double> row();
  /// Adds that row with its outcome.
  void add(double y);
  /// Coefficients; `penalty` per column in units of the column's own sum of squares (0: none), towards zero.
  std::vector<double> solve(std::span<const double> penalty);
  std::vector<double> solve(double penalty);

 private:
  void take_in_rows();
  std::size_t width_, waiting_ = 0;      // columns and the outcome; rows not yet in the products
  std::vector<double> rows_, products_;  // rows wait for each other: products of many at once are cheap
};

}  // namespace peakdesk::forecasting
