#include "platform/http/page_cursor.h"

#include <gtest/gtest.h>

namespace peakdesk::http {
namespace {

std::vector<std::int64_t> walk(const std::vector<std::int64_t>& all, const std::optional<PageCursor>& cursor,
                               int limit) {
  // What a keyset query over ascending numbers gives.
  std::vector<std::int64_t> rows;
  if (cursor && cursor->backwards) {
    for (auto it = all.rbegin(); it != all.rend() && rows.size() <= std::size_t(limit); ++it)
      if (*it < cursor->keys[0]) rows.push_back(*it);
  } else {
    for (const auto n : all)
      if ((!cursor || n > cursor->keys[0]) && rows.size() <= std::size_t(limit)) rows.push_back(n);
  }
  return rows;
}

Page<std::int64_t> page_of(const std::vector<std::int64_t>& all, const std::string& text, int limit) {
  const auto cursor = decode_cursor("n:asc", text, 1);
  return finish_page(walk(all, cursor, limit), limit, "n:asc", cursor, [](std::int64_t n) { return std::vector{n}; });
}

}  // namespace

TEST(PageCursor, WalksForthAndBack) {
  const std::vector<std::int64_t> all{1, 2, 3, 4, 5, 6, 7};
  auto page = page_of(all, "", 3);
  EXPECT_EQ(page.data, (std::vector<std::int64_t>{1, 2, 3}));
  EXPECT_FALSE(page.meta.prev_cursor);
  page = page_of(all, *page.meta.next_cursor, 3);
  EXPECT_EQ(page.data, (std::vector<std::int64_t>{4, 5, 6}));
  const auto middle = page;
  page = page_of(all, *page.meta.next_cursor, 3);
  EXPECT_EQ(page.data, (std::vector<std::int64_t>{7}));
  EXPECT_FALSE(page.meta.next_cursor);
  page = page_of(all, *page.meta.prev_cursor, 3);
  EXPECT_EQ(page.data, middle.data);
  page = page_of(all, *page.meta.prev_cursor, 3);
  EXPECT_EQ(page.data, (std::vector<std::int64_t>{1, 2, 3}));
  EXPECT_FALSE(page.meta.prev_cursor);
  EXPECT_TRUE(page.meta.next_cursor);
}

TEST(PageCursor, BelongsToItsOrder) {
  const auto text = encode_cursor("tickets/created:desc", {false, {5, -7}});
  EXPECT_EQ(decode_cursor("tickets/created:desc", text, 2)->keys, (std::vector<std::int64_t>{5, -7}));
  EXPECT_THROW(decode_cursor("tickets/created:asc", text, 2), RequestError);
  EXPECT_THROW(decode_cursor("tickets/created:desc", text, 1), RequestError);
  EXPECT_THROW(decode_cursor("tickets/created:desc", "!!", 2), RequestError);
  EXPECT_THROW(decode_cursor("tickets/created:desc", text.substr(1), 2), RequestError);
  EXPECT_FALSE(decode_cursor("x", "", 1));
  EXPECT_THROW(checked_limit(101), RequestError);
}

}  // namespace peakdesk::http
