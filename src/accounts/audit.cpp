#include "accounts/audit.h"

#include "base/text.h"
#include "platform/http/page_cursor.h"

namespace peakdesk::accounts {
namespace {

struct AuditRow {
  std::int64_t id = 0;
  std::string actor_kind;
  std::int64_t actor_id = 0;
  std::string actor_name;
  std::string action;
  std::string target;
  RawJson detail;
  std::string ip;
  Instant created_at;
};
BOOST_DESCRIBE_STRUCT(AuditRow, (), (id, actor_kind, actor_id, actor_name, action, target, detail, ip, created_at))

std::optional<AuditTarget> to_target(const AuditRow& row) {
  if (row.target.empty()) return std::nullopt;
  const std::size_t colon = row.target.find(':');
  AuditTarget target{row.target.substr(0, colon), std::nullopt, {}};
  if (colon != std::string::npos) target.id = std::atoll(row.target.c_str() + colon + 1);
  const Json detail = parse_json(row.detail.text);
  if (const auto* name = detail.is_object() ? detail.get_object().if_contains("name") : nullptr;
      name && name->is_string())
    target.name = std::string(name->get_string());
  return target;
}

AuditEntry to_entry(const AuditRow& row) {
  AuditActor actor{row.actor_kind, std::nullopt, row.actor_name};
  if (row.actor_id) actor.id = row.actor_id;
  return {row.id, std::move(actor), row.action, to_target(row), row.ip, row.detail, row.created_at};
}

}  // namespace

Page<AuditEntry> list_audit_log(Tx& tx, const Caller& caller, const ListAuditInput& input) {
  constexpr std::string_view kOrder = "audit-log/id:desc";
  const int limit = http::checked_limit(input.limit);
  const auto cursor = http::decode_cursor(kOrder, input.cursor, 1);
  constexpr std::string_view kOlder =
      "SELECT a.id, a.actor_kind, a.actor_id, COALESCE(u.name, k.name, '') AS actor_name, a.action, a.target, "
      "a.detail, a.ip, "
      "a.created_at FROM audit_log a "
      "LEFT JOIN users u ON u.account_id = a.account_id AND u.id = a.actor_id AND a.actor_kind = 'user' "
      "LEFT JOIN api_keys k ON k.account_id = a.account_id AND k.id = a.actor_id AND a.actor_kind = 'api_key' "
      "WHERE a.account_id = $1 AND a.id < $2 AND ($3 = '' OR a.action = $3) ORDER BY a.id DESC LIMIT $4";
  constexpr std::string_view kNewer =
      "SELECT a.id, a.actor_kind, a.actor_id, COALESCE(u.name, k.name, '') AS actor_name, a.action, a.target, "
      "a.detail, a.ip, "
      "a.created_at FROM audit_log a "
      "LEFT JOIN users u ON u.account_id = a.account_id AND u.id = a.actor_id AND a.actor_kind = 'user' "
      "LEFT JOIN api_keys k ON k.account_id = a.account_id AND k.id = a.actor_id AND a.actor_kind = 'api_key' "
      "WHERE a.account_id = $1 AND a.id > $2 AND ($3 = '' OR a.action = $3) ORDER BY a.id LIMIT $4";
  const std::int64_t from = cursor ? cursor->keys[0] : INT64_MAX;
  const auto rows =
      tx.list<AuditRow>(cursor && cursor->backwards ? kNewer : kOlder, caller.account, from, input.action, limit + 1);
  std::vector<AuditEntry> entries;
  for (const auto& row : rows) entries.push_back(to_entry(row));
  return http::finish_page(std::move(entries), limit, kOrder, cursor,
                           [](const AuditEntry& entry) { return std::vector<std::int64_t>{entry.id}; });
}

void audit::record(Tx& tx, const Caller& caller, std::string_view action, std::string_view target,
                   const JsonObject& detail) {
  tx.exec(
      "INSERT INTO audit_log (id, account_id, actor_kind, actor_id, action, target, detail, ip, created_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
      tx.next_id(), caller.account, caller.actor.kind, caller.actor.id, action, target, to_json(Json(detail)),
      caller.ip, tx.now());
}

}  // namespace peakdesk::accounts
