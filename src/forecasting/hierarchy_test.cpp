#include "forecasting/hierarchy.h"

#include <gtest/gtest.h>

namespace peakdesk::forecasting {
namespace {

TEST(Hierarchy, AddsUpAtEveryLevel) {
  const std::vector<HierarchyNode> nodes = {
      {-1, {100, 90}, 4}, {0, {60, 50}, 2}, {0, {50, 45}, 3}, {1, {20, 10}, 1}, {1, {35, 45}, 2}};
  const Reconciled r = reconcile(nodes);
  ASSERT_EQ(r.error, "");
  for (std::size_t h = 0; h < 2; ++h) {
    EXPECT_NEAR(r.means[0][h], r.means[1][h] + r.means[2][h], 1e-9);
    EXPECT_NEAR(r.means[1][h], r.means[3][h] + r.means[4][h], 1e-9);
  }
}

TEST(Hierarchy, MatchesTheClosedFormOfTwoParts) {
  // Least squares of (a - 3)^2 / 1 + (b - 4)^2 / 2 + (a + b - 10)^2 / 3: the gap of 3 is shared 1 : 2 : 3.
  const Reconciled r = reconcile(std::vector<HierarchyNode>{{-1, {10}, 3}, {0, {3}, 1}, {0, {4}, 2}});
  EXPECT_NEAR(r.means[0][0], 10 - 1.5, 1e-9);
  EXPECT_NEAR(r.means[1][0], 3 + 0.5, 1e-9);
  EXPECT_NEAR(r.means[2][0], 4 + 1.0, 1e-9);
}

TEST(Hierarchy, LeavesWhatAddsUpAlone) {
  const Reconciled r = reconcile(std::vector<HierarchyNode>{{-1, {7}, 5}, {0, {3}, 1}, {0, {4}, 9}});
  EXPECT_NEAR(r.means[1][0], 3, 1e-12);
  EXPECT_NEAR(r.means[2][0], 4, 1e-12);
}

TEST(Hierarchy, PartsStayNonNegative) {
  const Reconciled r = reconcile(std::vector<HierarchyNode>{{-1, {1}, 0.01}, {0, {0.5}, 10}, {0, {8}, 1}});
  EXPECT_GE(r.means[1][0], 0);
  EXPECT_GE(r.means[2][0], 0);
  EXPECT_NEAR(r.means[0][0], r.means[1][0] + r.means[2][0], 1e-9);
}

TEST(Hierarchy, SaysWhatIsWrong) {
  EXPECT_NE(reconcile(std::vector<HierarchyNode>{{1, {1}, 1}, {-1, {1}, 1}}).error, "");
  EXPECT_NE(reconcile(std::vector<HierarchyNode>{{-1, {1}, 1}, {0, {1, 2}, 1}}).error, "");
  EXPECT_NE(reconcile(std::vector<HierarchyNode>{{-1, {1}, 0}}).error, "");
}

}  // namespace
}  // namespace peakdesk::forecasting
