#include "tickets/presence.h"

#include <gtest/gtest.h>

namespace peakdesk::tickets {
namespace {

struct Screens : ::testing::Test {
  FakeClock clock;
  Presence presence{clock};
  AccountId shop{1};
  TicketId first{10}, second{20};
  std::vector<std::string> on(TicketId ticket) {
    std::vector<std::string> out;
    for (const auto& user : presence.on_ticket(shop, ticket)) out.push_back(user.name + " " + enum_name(user.state));
    return out;
  }
};
using Names = std::vector<std::string>;

}  // namespace

TEST_F(Screens, ShowWhoLooksAndWhoWrites) {
  EXPECT_EQ(presence.watch(1, shop, UserId(1), "Alice", first), std::vector{first});
  EXPECT_EQ(presence.watch(2, shop, UserId(2), "Boris", first), std::vector{first});
  EXPECT_EQ(on(first), (Names{"Alice viewing", "Boris viewing"}));
  EXPECT_EQ(presence.typing(2, first, true), std::vector{first});
  EXPECT_TRUE(presence.typing(2, first, true).empty());
  EXPECT_EQ(on(first), (Names{"Boris replying", "Alice viewing"}));
  EXPECT_EQ(presence.watch(1, shop, UserId(1), "Alice", second), (std::vector{first, second}));
  EXPECT_TRUE(presence.typing(1, first, true).empty());
  EXPECT_EQ(presence.leave(2), std::vector{first});
  EXPECT_TRUE(on(first).empty());
  EXPECT_TRUE(presence.on_ticket(AccountId(2), second).empty());
}

TEST_F(Screens, APersonWithTwoScreensIsOnePerson) {
  presence.watch(1, shop, UserId(1), "Alice", first);
  presence.watch(2, shop, UserId(1), "Alice", first);
  presence.typing(1, first, true);
  EXPECT_EQ(on(first), Names{"Alice replying"});
  presence.leave(1);
  EXPECT_EQ(on(first), Names{"Alice viewing"});
}

TEST_F(Screens, WhatNobodyRenewsFades) {
  presence.watch(1, shop, UserId(1), "Alice", first);
  presence.typing(1, first, true);
  clock.advance(Presence::kTypingFor);
  EXPECT_EQ(on(first), Names{"Alice viewing"});
  EXPECT_EQ(presence.expire().size(), 1u);
  EXPECT_TRUE(presence.expire().empty());
  clock.advance(seconds(40));
  presence.renew(1);
  clock.advance(seconds(40));
  EXPECT_EQ(on(first), Names{"Alice viewing"});
  clock.advance(seconds(20));
  EXPECT_TRUE(on(first).empty());
  EXPECT_EQ(presence.expire().size(), 1u);
}

}  // namespace peakdesk::tickets
