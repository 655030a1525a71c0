#include "tickets/search_language.h"

#include <gtest/gtest.h>

#include "base/clock.h"

namespace peakdesk::tickets {
namespace {

SearchQuery parsed(std::string_view text) {
  const auto result = parse_search(text);
  if (const auto* error = std::get_if<SearchError>(&result)) {
    ADD_FAILURE() << error->message;
    return {};
  }
  return std::get<SearchQuery>(result);
}
std::string error_of(std::string_view text) {
  const auto result = parse_search(text);
  const auto* error = std::get_if<SearchError>(&result);
  return error ? error->message : "no error";
}

}  // namespace

TEST(SearchLanguage, WordsPhrasesPrefixesAndNots) {
  const auto query = parsed(R"(refund "late parcel" ship* -angry -"no reply")");
  ASSERT_EQ(query.words.size(), 5u);
  EXPECT_EQ(query.words[0].text, "refund");
  EXPECT_EQ(query.words[1].text, "late parcel");
  EXPECT_TRUE(query.words[2].prefix);
  EXPECT_EQ(query.words[2].text, "ship");
  EXPECT_TRUE(query.words[3].negated);
  EXPECT_EQ(query.words[4].text, "no reply");
  EXPECT_TRUE(query.words[4].negated);
}

TEST(SearchLanguage, Filters) {
  const auto query = parsed(R"(is:open -tag:"late parcel",vip channel:Email field.size:XL number:12)");
  ASSERT_EQ(query.filters.size(), 5u);
  EXPECT_EQ(query.filters[0].key, FilterKey::Is);
  EXPECT_TRUE(query.filters[1].negated);
  EXPECT_EQ(query.filters[1].values, (std::vector<std::string>{"late parcel", "vip"}));
  EXPECT_EQ(query.filters[3].field, "size");
  EXPECT_TRUE(query.words.empty());
}

TEST(SearchLanguage, WhatLooksLikeAFilterButIsText) {
  EXPECT_EQ(parsed("https://shop.example/x 12:30").words.size(), 2u);
  EXPECT_EQ(parsed("\"re: order\"").words.at(0).text, "re: order");
  EXPECT_EQ(parsed(" - ").words.size(), 1u);
  EXPECT_TRUE(parsed("").words.empty());
  EXPECT_EQ(parsed("\"unclosed phrase").words.at(0).text, "unclosed phrase");
}

TEST(SearchLanguage, Times) {
  const auto day = parsed("created:2026-11-27").filters.at(0).time;
  EXPECT_EQ(day.to_ms - day.from_ms, days(1).ms);
  const auto range = parsed("created:2026-11-01..2026-11-30").filters.at(0).time;
  EXPECT_EQ(range.to_ms - range.from_ms, days(30).ms);
  EXPECT_EQ(parsed("updated:<7d").filters.at(0).time.kind, TimeRange::Kind::YoungerThan);
  EXPECT_EQ(parsed("updated:>2w").filters.at(0).time.age_ms, days(14).ms);
  EXPECT_EQ(parsed("created:>2026-11-27").filters.at(0).time.from_ms, day.to_ms);
  EXPECT_EQ(parsed("created:<2026-11-27").filters.at(0).time.to_ms, day.from_ms);
}

TEST(SearchLanguage, ErrorsNameTheFilterAndWhatIsPossible) {
  EXPECT_NE(error_of("is:opne").find("The filter is: does not know \"opne\". Possible: open, snoozed, closed"),
            std::string::npos);
  EXPECT_NE(error_of("colour:red").find("There is no filter \"colour:\". Possible: is:, channel:"), std::string::npos);
  EXPECT_NE(error_of("created:yesterday").find("The filter created:"), std::string::npos);
  EXPECT_NE(error_of("number:x1").find("The filter number:"), std::string::npos);
  EXPECT_NE(error_of("tag:").find("The filter tag: needs a value"), std::string::npos);
  EXPECT_NE(error_of("field:x").find("field.KEY:"), std::string::npos);
  EXPECT_NE(error_of(std::string(1001, 'a')).find("1,000"), std::string::npos);
}

}  // namespace peakdesk::tickets
