#include "forecasting/ridge.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <cmath>

namespace peakdesk::forecasting {
namespace {

constexpr std::size_t kRowsAtOnce = 64;

}  // namespace

Ridge::Ridge(std::size_t columns) : width_(columns + 1), rows_(kRowsAtOnce * width_), products_(width_ * width_, 0.0) {}

std::span<double> Ridge::row() { return std::span(rows_).subspan(waiting_ * width_, width_ - 1); }

void Ridge::add(double y) {
  rows_[waiting_ * width_ + width_ - 1] = y;
  if (++waiting_ == kRowsAtOnce) take_in_rows();
}

void Ridge::take_in_rows() {
  const auto width = Eigen::Index(width_);
  Eigen::Map<Eigen::MatrixXd> products(products_.data(), width, width);
  const Eigen::Map<const Eigen::MatrixXd> rows(rows_.data(), width, Eigen::Index(waiting_));  // side by side
  products.selfadjointView<Eigen::Lower>().rankUpdate(rows);
  waiting_ = 0;
}

std::vector<double> Ridge::solve(std::span<const double> penalty) {
  take_in_rows();
  const auto width = Eigen::Index(width_), n = width - 1;
  const Eigen::Map<const Eigen::MatrixXd> products(products_.data(), width, width);
  Eigen::MatrixXd a = products.topLeftCorner(n, n).selfadjointView<Eigen::Lower>();
  const Eigen::VectorXd b = products.row(n).head(n);
  for (Eigen::Index i = 0; i < n; ++i) a(i, i) += a(i, i) * (penalty[std::size_t(i)] + 1e-9) + 1e-12;
  const Eigen::VectorXd x = a.ldlt().solve(b);
  std::vector<double> out(std::size_t(n), 0.0);
  for (Eigen::Index i = 0; i < n; ++i)
    if (std::isfinite(x(i))) out[std::size_t(i)] = x(i);
  return out;
}

std::vector<double> Ridge::solve(double penalty) { return solve(std::vector<double>(width_ - 1, penalty)); }

}  // namespace peakdesk::forecasting
