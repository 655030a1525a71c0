#include "accounts/login_throttle.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace peakdesk::accounts {
namespace {

class Throttle : public ::testing::Test {
 protected:
  FakeClock clock;
  LoginThrottle throttle{clock};
  /// Seconds to wait, 0 when let through (and counted as a failure).
  int try_from(std::string_view ip, std::string_view account) {
    try {
      throttle.begin(ip, account);
      return 0;
    } catch (const RequestError& error) {
      EXPECT_EQ(error.kind, ErrorKind::TooMany);
      return error.retry_after_s;
    }
  }
};

TEST_F(Throttle, DoublesTheWaitUpToFiveMinutesForAnAccount) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(try_from("198.51.100." + std::to_string(i), "mia"), 0);
  std::vector<int> waits;
  for (int i = 0; i < 12; ++i) {
    waits.push_back(try_from("192.0.2." + std::to_string(i), "mia"));
    clock.advance(seconds(waits.back()));
    EXPECT_EQ(try_from("192.0.2." + std::to_string(i), "mia"), 0);
  }
  EXPECT_EQ(waits, (std::vector<int>{1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300}));
  EXPECT_EQ(try_from("192.0.2.99", "other"), 0);
}

TEST_F(Throttle, SlowsDownAnAddressThatTriesManyAccounts) {
  int tries = 0;
  while (try_from("198.51.100.1", "user" + std::to_string(tries)) == 0 && ++tries < 100) {
  }
  EXPECT_EQ(tries, 20);
  EXPECT_EQ(try_from("198.51.100.2", "somebody"), 0);
}

TEST_F(Throttle, TakesAnIpv6NetworkForOneAddress) {
  int tries = 0;
  while (try_from("2001:db8:1:2::" + std::to_string(tries + 1), "user" + std::to_string(tries)) == 0 && ++tries < 100) {
  }
  EXPECT_EQ(tries, 20);
  EXPECT_EQ(try_from("2001:db8:1:3::1", "somebody"), 0);
}

TEST_F(Throttle, StrangersCannotLockOutSomebodyWhoHasSignedInFromHere) {
  EXPECT_EQ(try_from("192.0.2.1", "mia"), 0);
  throttle.succeeded("192.0.2.1", "mia");
  for (int i = 0; i < 30; ++i) try_from("198.51.100." + std::to_string(i), "mia");
  EXPECT_GT(try_from("198.51.100.99", "mia"), 0);
  EXPECT_EQ(try_from("192.0.2.1", "mia"), 0);
}

TEST_F(Throttle, SuccessForgetsTheAccountsFailuresButNotTheAddresss) {
  for (int i = 0; i < 4; ++i) try_from("192.0.2.1", "mia");
  try_from("192.0.2.1", "mia");
  throttle.succeeded("192.0.2.1", "mia");
  for (int i = 0; i < 5; ++i) EXPECT_EQ(try_from("192.0.2.1", "mia"), 0) << i;
  // Somebody with an account of their own cannot buy guesses at others with it: 9 failures stand, 11 are left.
  int tries = 0;
  while (try_from("192.0.2.1", "user" + std::to_string(tries)) == 0 && ++tries < 100) {
  }
  EXPECT_EQ(tries, 11);
}

TEST_F(Throttle, ForgetsAfterAnHourAndSurvivesAClockThatJumpsBack) {
  while (try_from("192.0.2.1", "mia") == 0) {
  }
  clock.advance(seconds(3601));
  EXPECT_EQ(try_from("192.0.2.1", "mia"), 0);
  while (try_from("192.0.2.1", "mia") == 0) {
  }
  clock.advance(hours(-48));
  EXPECT_EQ(try_from("192.0.2.1", "mia"), 0);
}

TEST_F(Throttle, TakingBackLeavesNoTrace) {
  for (int i = 0; i < 100; ++i) {
    ASSERT_EQ(try_from("192.0.2.1", "mia"), 0) << i;
    throttle.take_back("192.0.2.1", "mia");
  }
}

}  // namespace
}  // namespace peakdesk::accounts
