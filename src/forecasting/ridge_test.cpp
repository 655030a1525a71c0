#include "forecasting/ridge.h"

#include <gtest/gtest.h>

#include "base/random.h"

namespace peakdesk::forecasting {
namespace {

TEST(Ridge, FindsTheCoefficientsFromAnyNumberOfRows) {
  for (const int rows : {3, 64, 200}) {
    Random random(1);
    Ridge ridge(2);
    for (int i = 0; i < rows; ++i) {
      const auto row = ridge.row();
      row[0] = random.uniform();
      row[1] = random.uniform();
      ridge.add(2 * row[0] - 3 * row[1]);
    }
    const std::vector<double> found = ridge.solve(0);
    ASSERT_EQ(found.size(), 2u);
    EXPECT_NEAR(found[0], 2, 1e-6) << rows;
    EXPECT_NEAR(found[1], -3, 1e-6) << rows;
  }
}

TEST(Ridge, ThePenaltyDrawsTowardsZero) {
  Ridge ridge(1);
  for (int i = 0; i < 10; ++i) {
    ridge.row()[0] = 1;
    ridge.add(4);
  }
  EXPECT_NEAR(ridge.solve(1)[0], 2, 1e-6);
}

}  // namespace
}  // namespace peakdesk::forecasting
