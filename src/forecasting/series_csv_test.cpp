#include "forecasting/series_csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace peakdesk::forecasting {
namespace {

std::string error_of(std::string_view text, SeriesCsvOptions options = {}) {
  return read_series_csv(text, options).error;
}

TEST(Timestamp, KeepsItsForm) {
  for (const char* text :
       {"2026-11-27", "2026/11/27", "2026.11.27", "20261127", "2026-11", "2026-11-27 08:30", "2026-11-27 08:30:00",
        "2026-11-27T08:30:00", "2026-11-27T08:30:00Z", "2026-11-27T08:30:00+01:00", "2026-11-27T08:30:00-0330",
        "2026-11-27T08:30+01", "2026-11-27T08:30:00.000Z"}) {
    const auto t = parse_timestamp(text);
    ASSERT_TRUE(t) << text;
    EXPECT_EQ(write_timestamp(t->wall, t->offset_minutes, t->form), text);
  }
}

TEST(Timestamp, RefusesWhatIsNone) {
  for (const char* text :
       {"", "27-11-2026", "2026-13-01", "2026-02-30", "2026-11-27X08:00", "2026-11-27 24:00", "2026-11-27 08:60",
        "2026-11-27 08:00+99:00", "2026-11-27 08:00:00.5", "yesterday", "1", "2026-1-1"})
    EXPECT_FALSE(parse_timestamp(text)) << text;
}

TEST(SeriesCsv, ReadsWithAndWithoutHeaderAndIds) {
  const SeriesCsv plain = read_series_csv("2026-01-01,5\n2026-01-02,6\n2026-01-03,7\n");
  ASSERT_EQ(plain.error, "");
  ASSERT_EQ(plain.series.size(), 1u);
  EXPECT_FALSE(plain.has_ids);
  EXPECT_EQ(plain.series[0].series.values, (std::vector<double>{5, 6, 7}));
  EXPECT_TRUE(plain.series[0].series.grid.step.is_daily());
  const SeriesCsv many = read_series_csv(
      "\xEF\xBB\xBFseries_id;timestamp;value\r\na;2026-01-01;1,5\r\nb;2026-01-01;2\r\na;2026-01-08;3\r\nb;2026-01-08;"
      "4\r\n");
  ASSERT_EQ(many.error, "");
  ASSERT_EQ(many.series.size(), 2u);
  EXPECT_TRUE(many.has_ids);
  EXPECT_DOUBLE_EQ(many.series[0].series.values[0], 1.5);
  EXPECT_TRUE(many.series[1].series.grid.step.is_weekly());
}

TEST(SeriesCsv, ErrorsNameTheLine) {
  EXPECT_THAT(error_of("timestamp,value\n2026-01-01,1\nsoon,2\n"),
              ::testing::HasSubstr("line 3: \"soon\" is not a date"));
  EXPECT_THAT(error_of("timestamp,value\n2026-01-01,1\n2026-01-02,many\n"),
              ::testing::HasSubstr("line 3: \"many\" is not a number"));
  EXPECT_THAT(error_of("timestamp,value\n2026-01-01,1\n2026-01-02,-2\n"),
              ::testing::HasSubstr("line 3: \"-2\" is negative"));
  EXPECT_THAT(error_of("timestamp,value\n2026-01-01,1\n2026-01-02,inf\n"), ::testing::HasSubstr("line 3"));
  EXPECT_THAT(error_of("timestamp,value\n2026-01-01,1\n2026-01-01,2\n2026-01-02,3\n"),
              ::testing::HasSubstr("line 3: 2026-01-01 stands in line 2 already"));
  EXPECT_THAT(error_of("timestamp,value\n2026-01-01,1\n"), ::testing::HasSubstr("only one point"));
  EXPECT_THAT(error_of("timestamp,value\n"), ::testing::HasSubstr("no rows"));
  EXPECT_THAT(error_of(""), ::testing::HasSubstr("empty"));
  EXPECT_THAT(error_of("timestamp,value\n2026-01-01,1,7\n"), ::testing::HasSubstr("line 2: 3 columns"));
  EXPECT_THAT(
      error_of("timestamp,value\n2026-01-01 00:00,1\n2026-01-01 01:00,1\n2026-01-01 02:00,1\n2026-01-01 03:20,1\n"),
      ::testing::HasSubstr("line 5"));
  EXPECT_THAT(error_of("timestamp,value\n2026-01-01T00:00Z,1\n2026-01-01T01:00,1\n"),
              ::testing::HasSubstr("line 3: times with and without a zone"));
  EXPECT_THAT(error_of("timestamp,value\n2026-01-01T00:00Z,1\n2026-01-01T05:00+04:00,1\n"),
              ::testing::HasSubstr("zone"));
  EXPECT_THAT(error_of("a,b\n2026-01-01,1\n2026-01-02,2\n", {"fortnight", false}), ::testing::HasSubstr("--freq"));
}

TEST(SeriesCsv, AfterAMistakeThereIsNoSeries) {
  const SeriesCsv read = read_series_csv("series_id,timestamp,value\na,2026-01-05,5\na,2026-01-06,6\nb,2026-01-05,7\n");
  EXPECT_NE(read.error, "");
  EXPECT_TRUE(read.series.empty());
}

TEST(SeriesCsv, RepairsAreStated) {
  const SeriesCsv unsorted = read_series_csv("2026-01-02,2\n2026-01-01,1\n2026-01-03,3\n");
  ASSERT_EQ(unsorted.error, "");
  EXPECT_EQ(unsorted.series[0].series.values, (std::vector<double>{1, 2, 3}));
  ASSERT_EQ(unsorted.repairs.size(), 1u);
  EXPECT_EQ(unsorted.repairs[0].code, "series_sorted");
  EXPECT_THAT(unsorted.repairs[0].text, ::testing::HasSubstr("line 2"));
  const SeriesCsv gaps = read_series_csv("2026-01-01,1\n2026-01-02,NaN\n2026-01-03,\n2026-01-04,4\n2026-01-06,6\n");
  ASSERT_EQ(gaps.error, "");
  ASSERT_EQ(gaps.series[0].series.size(), 6u);
  EXPECT_TRUE(std::isnan(gaps.series[0].series.values[1]));
  EXPECT_EQ(gaps.repairs.size(), 2u);
  EXPECT_EQ(read_series_csv("2026-01-01,1\n2026-01-01,1\n2026-01-02,1\n").repairs.size(), 1u);
  EXPECT_EQ(read_series_csv("2026-01-01,-1\n2026-01-02,1\n", {"auto", true}).error, "");
}

TEST(SeriesCsv, DaylightSaving) {
  // Autumn in Paris: 02:00 happens twice, first at +02:00.
  const SeriesCsv zoned = read_series_csv(
      "2026-10-25T00:00+02:00,1\n2026-10-25T01:00+02:00,2\n2026-10-25T02:00+02:00,3\n2026-10-25T02:00+01:00,5\n2026-10-"
      "25T03:00+01:00,6\n");
  ASSERT_EQ(zoned.error, "");
  EXPECT_EQ(zoned.series[0].series.values, (std::vector<double>{1, 2, 4, 6}));
  EXPECT_EQ(zoned.series[0].offset_minutes, 60);
  EXPECT_EQ(zoned.repairs.size(), 2u);
  const SeriesCsv spring = read_series_csv(
      "2026-03-29 00:00,1\n2026-03-29 01:00,2\n2026-03-29 03:00,3\n2026-03-29 04:00,3\n2026-03-29 05:00,3\n");
  ASSERT_EQ(spring.error, "");
  EXPECT_EQ(spring.series[0].series.size(), 6u);
}

TEST(SeriesCsv, ClosedHoursAndWeekdaysAreLeftOut) {
  std::string text = "timestamp,value\n";
  for (int day = 0; day < 28; ++day) {
    if (day % 7 >= 5) continue;  // 2026-06-01 is a Monday
    for (const char* hour : {"09:00", "10:00", "11:00"}) {
      char line[64];
      std::snprintf(line, sizeof line, "2026-06-%02d %s,%d\n", day + 1, hour, day);
      text += line;
    }
  }
  const SeriesCsv read = read_series_csv(text);
  ASSERT_EQ(read.error, "");
  const Series& series = read.series[0].series;
  EXPECT_EQ(series.size(), 60u);
  EXPECT_EQ(series.grid.steps_per_day(), 3);
  EXPECT_EQ(series.grid.steps_per_week(), 15);
  EXPECT_EQ(write_timestamp(series.times_ahead(1)[0], 0, read.series[0].form), "2026-06-29 09:00");
}

TEST(SeriesCsv, MonthsKeepTheirEnds) {
  const SeriesCsv read = read_series_csv("2026-01-31,1\n2026-02-28,2\n2026-03-31,3\n");
  ASSERT_EQ(read.error, "");
  EXPECT_TRUE(read.series[0].series.grid.step.is_monthly());
  EXPECT_EQ(write_timestamp(read.series[0].series.times_ahead(1)[0], 0, read.series[0].form), "2026-04-30");
}

TEST(EventsCsv, NamesAndErrors) {
  const EventsCsv read = read_events_csv("date,name\n2025-06-25,Summer sale\n2026-06-24,Summer sale\n");
  ASSERT_EQ(read.error, "");
  ASSERT_EQ(read.events.size(), 2u);
  EXPECT_EQ(read.events[1].days, days_of(Date{2026, 6, 24}));
  EXPECT_THAT(read_events_csv("date,name\n2025-06-25,Sale\n25.6.2026,Sale\n").error, ::testing::HasSubstr("line 3"));
  EXPECT_THAT(read_events_csv("2025-06-25,\n").error, ::testing::HasSubstr("no name"));
}

}  // namespace
}  // namespace peakdesk::forecasting
