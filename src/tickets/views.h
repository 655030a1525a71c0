// Saved views: a filter in the search language, an order, columns. Built-in ones have a key and are made with the
// account; shared ones are a lead's to change; everybody may keep their own. Counts are live.
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "platform/db/tx.h"
#include "platform/http/router.h"

namespace peakdesk::tickets {

struct View {
  ViewId id;
  std::optional<std::string> key;  // inbox, mine, unassigned, mentions, snoozed, closed, all, spam, trash
  std::string name;
  std::string icon;
  std::int64_t position = 0;
  bool shared = true;
  std::string filter;
  std::string order_by;
  std::vector<std::string> columns;
  std::optional<std::int64_t> count;
};
BOOST_DESCRIBE_STRUCT(View, (), (id, key, name, icon, position, shared, filter, order_by, columns, count))

struct ViewRow {
  ViewId id;
  std::string key;
  std::string name;
  std::string icon;
  std::int64_t position = 0;
  UserId owner_user_id;  // null: shared
  std::string filter;
  std::string order_by;
  std::string columns = "[]";
};
BOOST_DESCRIBE_STRUCT(ViewRow, (), (id, key, name, icon, position, owner_user_id, filter, order_by, columns))

/// Counting stops here; a screen shows "10,000+".
inline constexpr std::int64_t kMostCounted = 10'000;

/// The built-in views of a new account. Does nothing when they are there.
void create_builtin_views(Tx& tx, AccountId account);

/// Views the caller sees: shared ones and their own, in order.
std::vector<ViewRow> list_view_rows(Tx& tx, const Caller& caller);
/// Throws NotFound for one that is not there or somebody else's.
ViewRow require_view(Tx& tx, const Caller& caller, ViewId id);

/// How many tickets views hold, up to kMostCounted. Remembers a count for as long as it was expensive to get, so that a
/// hundred screens asking at once, or a filter that has to walk a million rows, cost the readers little. Thread-safe.
class ViewCounts {
 public:
  explicit ViewCounts(const Clock& clock) : clock_(clock) {}
  /// A view whose filter no longer makes sense (a deleted agent) is left out.
  std::map<std::int64_t, std::int64_t> count(Tx& tx, const Caller& caller, const std::vector<ViewRow>& views);
  /// Tickets of this account changed: counts younger than their cost allows are kept, others are taken anew.
  void forget(AccountId account);

 private:
  struct Entry {
    std::int64_t count = 0;
    Instant counted_at;
    Duration keep;  // at least this long
    bool stale = false;
  };
  std::string key_of(const Caller& caller, const ViewRow& view) const;
  const Clock& clock_;
  std::mutex mutex_;
  std::map<std::string, Entry> entries_;
};

/// GET, POST /api/views, /api/views/counts and one view.
void add_view_routes(Router& router, std::shared_ptr<ViewCounts> counts);

}  // namespace peakdesk::tickets
