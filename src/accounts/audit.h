// Who changed what that matters for security, kept for good. Every such change writes its entry in its own transaction,
// so that there is none without the other. Owns the table audit_log.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/caller.h"
#include "base/json.h"
#include "platform/db/tx.h"
#include "platform/http/router.h"

namespace peakdesk::accounts {

struct AuditActor {
  std::string kind;  // user | api_key | system
  std::optional<std::int64_t> id;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(AuditActor, (), (kind, id, name))

struct AuditTarget {
  std::string kind;
  std::optional<std::int64_t> id;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(AuditTarget, (), (kind, id, name))

struct AuditEntry {
  std::int64_t id = 0;
  AuditActor actor;
  std::string action;
  std::optional<AuditTarget> target;
  std::string ip;
  RawJson payload;
  Instant created_datetime;
};
BOOST_DESCRIBE_STRUCT(AuditEntry, (), (id, actor, action, target, ip, payload, created_datetime))

struct ListAuditInput {
  std::string cursor;
  std::int64_t limit = 30;
  std::string action;  // exactly this one, or all
};
BOOST_DESCRIBE_STRUCT(ListAuditInput, (), (cursor, limit, action))

/// GET /api/audit-log, newest first.
Page<AuditEntry> list_audit_log(Tx& tx, const Caller& caller, const ListAuditInput& input);

namespace audit {
/// `action` is "room_thing.what_happened" in the past tense ("user.role_changed"), `target` "user:12" or empty.
/// `detail` may hold what changed, never a secret; its "name" is shown as the target's name.
void record(Tx& tx, const Caller& caller, std::string_view action, std::string_view target,
            const JsonObject& detail = {});
}  // namespace audit

}  // namespace peakdesk::accounts
