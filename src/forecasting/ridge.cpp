#include "forecasting/ridge.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>

namespace peakdesk::forecasting {

void Ridge::add(std::span<const double> x, double y, double weight) {
  for (std::size_t i = 0; i < columns_; ++i) {
    if (x[i] == 0) continue;
    const double wx = weight * x[i];
    xy_[i] += wx * y;
    double* row = &xx_[i * columns_];
    for (std::size_t j = 0; j <= i; ++j) row[j] += wx * x[j];
  }
}

std::vector<double> Ridge::solve(std::span<const double> penalty) const {
  const auto n = Eigen::Index(columns_);
  Eigen::MatrixXd a(n, n);
  Eigen::VectorXd b(n);
  for (Eigen::Index i = 0; i < n; ++i) {
    for (Eigen::Index j = 0; j <= i; ++j) a(i, j) = a(j, i) = xx_[std::size_t(i) * columns_ + std::size_t(j)];
    b(i) = xy_[std::size_t(i)];
  }
  for (Eigen::Index i = 0; i < n; ++i) a(i, i) += a(i, i) * (penalty[std::size_t(i)] + 1e-9) + 1e-12;
  const Eigen::VectorXd x = a.ldlt().solve(b);
  std::vector<double> out(columns_, 0.0);
  for (Eigen::Index i = 0; i < n; ++i)
    if (std::isfinite(x(i))) out[std::size_t(i)] = x(i);
  return out;
}

std::vector<double> Ridge::solve(double penalty) const { return solve(std::vector<double>(columns_, penalty)); }

}  // namespace peakdesk::forecasting
