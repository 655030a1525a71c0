// What runs by itself, and when.
#include "accounts/sessions.h"
#include "app/app.h"
#include "app/file_sweep.h"
#include "platform/http/idempotency.h"
#include "tickets/attachments.h"
#include "tickets/ticket_changes.h"

namespace peakdesk::app {
namespace {

// Old rows that nobody asks for any more; in small bites, so that no write waits for them.
constexpr Duration kKeepIdempotencyKeys = hours(24);
constexpr Duration kKeepDoneJobs = days(7);

void forget_old_rows(Database& database) {
  database.write([](Tx& tx) {
    http::forget_idempotency_keys(tx, tx.now() - kKeepIdempotencyKeys);
    accounts::forget_stale_sessions(tx, {});
    tickets::drop_forgotten_uploads(tx);
    tx.exec("DELETE FROM jobs WHERE account_id > 0 AND state = 'done' AND finished_at < $1", tx.now() - kKeepDoneJobs);
  });
}

void wake_snoozed(Database& database) {
  bool any = false;
  database.read([&](Tx& tx) {
    any = tx.scalar<std::int64_t>(0,
                                  "SELECT COUNT(*) FROM (SELECT 1 FROM tickets WHERE account_id IN (SELECT id FROM "
                                  "accounts) AND status = 'snoozed' "
                                  "AND snooze_until <= $1 LIMIT 1) AS due",
                                  tx.now()) > 0;
  });
  if (any) database.write([](Tx& tx) { tickets::wake_snoozed(tx); });
}

}  // namespace

void add_schedule(App& app) {
  app.schedule.every(seconds(1), "tickets.wake_snoozed", [&app] { wake_snoozed(*app.database); });
  app.schedule.every(seconds(2), "presence.expire", [&app] { app.live.expire_presence(); });
  app.schedule.every(seconds(5), "mailboxes.supervise", [&app] { app.fetcher.supervise(); });
  app.schedule.every(minutes(10), "store.forget_old_rows", [&app] { forget_old_rows(*app.database); });
  app.schedule.every(minutes(15), "files.sweep", [&app] { sweep_files(*app.database, app.files); });
}

}  // namespace peakdesk::app
