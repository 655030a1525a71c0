#include "base/clock.h"

#include <gtest/gtest.h>

namespace peakdesk {

TEST(Clock, WritesAndReadsIso8601) {
  Instant t;
  ASSERT_TRUE(parse_iso8601("2026-11-27T08:15:00.250Z", t));
  EXPECT_EQ(to_iso8601(t), "2026-11-27T08:15:00.250Z");
  Instant same;
  ASSERT_TRUE(parse_iso8601("2026-11-27T10:15:00.250+02:00", same));
  EXPECT_EQ(t, same);
  ASSERT_TRUE(parse_iso8601("2026-11-27", t));
  EXPECT_EQ(to_iso8601(t), "2026-11-27T00:00:00.000Z");
}

TEST(Clock, RefusesWhatIsNoTime) {
  Instant t;
  for (const char* bad :
       {"", "2026", "2026-02-30", "2026-11-27T25:00Z", "2026-11-27T08:15", "2026-11-27T08:15Zx", "yesterday"})
    EXPECT_FALSE(parse_iso8601(bad, t)) << bad;
}

}  // namespace peakdesk
