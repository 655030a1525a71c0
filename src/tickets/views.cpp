#include "tickets/views.h"

#include <array>
#include <chrono>

#include "base/error.h"
#include "tickets/search_sql.h"

namespace peakdesk::tickets {
namespace {

constexpr const char* kSelectViews =
    "SELECT id, key, name, icon, position, owner_user_id, filter, order_by, columns FROM views WHERE account_id = $1";

struct Builtin {
  const char* key;
  const char* icon;
  const char* filter;
  const char* order_by;
};
// Their names are the screen's, in its language.
constexpr std::array<Builtin, 9> kBuiltins{{
    {"inbox", "inbox", "is:open", "last_message_datetime:desc"},
    {"mine", "user", "is:open assignee:me", "last_message_datetime:desc"},
    {"unassigned", "user-question", "is:open is:unassigned", "last_message_datetime:desc"},
    {"mentions", "at", "mention:me", "last_message_datetime:desc"},
    {"snoozed", "clock", "is:snoozed", "snooze_datetime:asc"},
    {"closed", "check", "is:closed", "last_message_datetime:desc"},
    {"all", "stack", "", "last_message_datetime:desc"},
    {"spam", "alert", "is:spam", "last_message_datetime:desc"},
    {"trash", "trash", "is:trash", "last_message_datetime:desc"},
}};

std::int64_t count_view(Tx& tx, const Caller& caller, const ViewRow& view) {
  CompiledSearch search = compile_search_text(tx, caller.account, caller.user, view.filter);
  const std::string sql = "SELECT COUNT(*) FROM (SELECT 1 FROM tickets t WHERE t.account_id = $1" + search.where +
                          " LIMIT " + std::to_string(kMostCounted) + ") AS counted";
  const auto cursor = tx.open(sql, search.values.data(), search.values.size());
  return cursor->next() ? cursor->integer(0) : 0;
}

// A count that took t milliseconds is kept for 50 t, so counting takes at most two per cent of a reader's time; never
// longer than a minute.
constexpr std::int64_t kKeepFactor = 50;
constexpr std::int64_t kKeepAtMostMs = 60'000;

}  // namespace

void create_builtin_views(Tx& tx, AccountId account) {
  if (tx.scalar<std::int64_t>(0, "SELECT 1 FROM views WHERE account_id = $1 AND key = 'inbox'", account) != 0) return;
  std::int64_t position = 0;
  for (const auto& view : kBuiltins) {
    tx.exec(
        "INSERT INTO views (id, account_id, name, icon, key, position, filter, order_by, created_at, updated_at) "
        "VALUES ($1, $2, $3, $4, $3, $5, $6, $7, $8, $8)",
        tx.next_id(), account, view.key, view.icon, position, view.filter, view.order_by, tx.now());
    position += 10;
  }
}

std::vector<ViewRow> list_view_rows(Tx& tx, const Caller& caller) {
  return tx.list<ViewRow>(
      std::string(kSelectViews) + " AND (owner_user_id = 0 OR owner_user_id = $2) ORDER BY position, id",
      caller.account, caller.user);
}

ViewRow require_view(Tx& tx, const Caller& caller, ViewId id) {
  auto view = tx.find<ViewRow>(std::string(kSelectViews) + " AND id = $2 AND (owner_user_id = 0 OR owner_user_id = $3)",
                               caller.account, id, caller.user);
  if (!view) throw_not_found("view");
  return std::move(*view);
}

std::string ViewCounts::key_of(const Caller& caller, const ViewRow& view) const {
  // Only filters that speak of "me" differ from agent to agent.
  const bool personal = view.filter.find("me") != std::string::npos;
  return std::to_string(caller.account.value) + "/" + (personal ? std::to_string(caller.user.value) : "") + "/" +
         view.filter;
}

std::map<std::int64_t, std::int64_t> ViewCounts::count(Tx& tx, const Caller& caller,
                                                       const std::vector<ViewRow>& views) {
  std::map<std::int64_t, std::int64_t> counts;
  for (const auto& view : views) {
    const std::string key = key_of(caller, view);
    const Instant now = clock_.now();
    {
      const std::lock_guard lock(mutex_);
      const auto found = entries_.find(key);
      if (found != entries_.end() &&
          now < found->second.counted_at + (found->second.stale ? found->second.keep : milliseconds(kKeepAtMostMs))) {
        counts[view.id.value] = found->second.count;
        continue;
      }
    }
    const auto start = std::chrono::steady_clock::now();
    Entry entry;
    try {
      entry.count = count_view(tx, caller, view);
    } catch (const RequestError&) {
      continue;
    }
    const auto took =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start).count();
    entry.counted_at = now;
    entry.keep = milliseconds(std::min(kKeepAtMostMs, took * kKeepFactor));
    counts[view.id.value] = entry.count;
    const std::lock_guard lock(mutex_);
    if (entries_.size() > 10'000) entries_.clear();
    entries_[key] = entry;
  }
  return counts;
}

void ViewCounts::forget(AccountId account) {
  const std::string from = std::to_string(account.value) + "/";
  const std::lock_guard lock(mutex_);
  for (auto it = entries_.lower_bound(from); it != entries_.end() && it->first.starts_with(from); ++it)
    it->second.stale = true;
}

}  // namespace peakdesk::tickets
