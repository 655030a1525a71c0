// Where a page of a keyset-paged list begins or ends. Opaque to callers and bound to the list and order it was made
// for; lists go both ways. Owns the encoding and the arithmetic of pages, no SQL.
#pragma once
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "platform/http/router.h"

namespace peakdesk::http {

struct PageCursor {
  bool backwards = false;          // the page that ends just before these keys
  std::vector<std::int64_t> keys;  // of the row next to the page, in the order of ORDER BY
};

/// `order` names list and order ("tickets/last_message_datetime:desc").
std::string encode_cursor(std::string_view order, const PageCursor& cursor);
/// Nothing for an empty text. Throws Invalid (field "cursor") for anything encode_cursor did not make for this order
/// and key count.
std::optional<PageCursor> decode_cursor(std::string_view order, std::string_view text, std::size_t key_count);

/// `limit` as asked: 1 to 100. Throws Invalid (field "limit").
int checked_limit(std::int64_t limit);

/// Makes a page of the rows of a query that asked for `limit` + 1 rows in walking order (backwards when the cursor says
/// so). `keys_of(row)` gives the ORDER BY values.
template <class T, class KeysOf>
Page<T> finish_page(std::vector<T> rows, int limit, std::string_view order, const std::optional<PageCursor>& cursor,
                    KeysOf keys_of) {
  const bool backwards = cursor && cursor->backwards;
  const bool more = rows.size() > static_cast<std::size_t>(limit);
  if (more) rows.pop_back();
  if (backwards) std::reverse(rows.begin(), rows.end());
  Page<T> page;
  if (!rows.empty()) {
    if (backwards || more) page.meta.next_cursor = encode_cursor(order, {false, keys_of(rows.back())});
    if (backwards ? more : cursor.has_value())
      page.meta.prev_cursor = encode_cursor(order, {true, keys_of(rows.front())});
  }
  page.data = std::move(rows);
  return page;
}

}  // namespace peakdesk::http
