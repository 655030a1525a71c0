// Who reacts to which event, and who runs which job.
#include "accounts/accounts.h"
#include "app/app.h"
#include "channels/email/set_aside.h"
#include "customers/customers.h"
#include "insights/learning.h"
#include "insights/reading.h"
#include "insights/second_opinion.h"
#include "rules/macros.h"
#include "tickets/search.h"
#include "tickets/ticket_bulk.h"
#include "tickets/tickets.h"
#include "tickets/views.h"

namespace peakdesk::app {

void add_subscriptions(App& app) {
  Database& store = *app.database;

  // In the transaction of the event: only what changes the database or queues jobs.
  store.on_event("account.created",
                 [](Tx& tx, const events::Event& event) { tickets::create_builtin_views(tx, event.account_id); });
  store.on_event("customer.merged", tickets::follow_customer_merge);
  store.on_event("customer.erased", tickets::follow_customer_erasure);
  store.on_event("customer.erased", channels::email::follow_customer_erasure);
  store.on_event("team.deleted", tickets::follow_team_deletion);
  store.on_event("message.added", [&app](Tx& tx, const events::Event& event) { app.delivery.on_message(tx, event); });
  store.on_event("message.queued", [&app](Tx& tx, const events::Event& event) { app.delivery.on_message(tx, event); });
  store.on_event("message.received", [&app](Tx& tx, const events::Event& event) {
    if (!app.database->is_crowded()) insights::on_message_received(app.analysers, tx, event);
  });
  for (const char* moved : {"ticket.merged", "ticket.split", "ticket.unmerged", "ticket.unsplit"})
    store.on_event(moved, insights::on_messages_moved);
  store.on_event("ticket.erased", insights::on_ticket_erased);

  // After the commit, each at its own pace by its own cursor.
  app.followers.add(
      {"insights", 256,
       [&app](Tx& tx, const std::vector<events::Event>& batch) {
         insights::follow(app.analysers, tx, batch);
         for (const auto& event : batch)
           if (event.name == "message.received") insights::ask_when_unsure(app.assistant, tx, event);
       },
       [&app](Tx& tx, const std::vector<events::Event>& batch) { insights::read_ahead(app.analysers, tx, batch); }});
  // The search index, in a file of its own.
  app.search_index.add(tickets::searched_messages());
  app.search_index.add(tickets::searched_subjects());
  app.search_index.add(customers::searched_customers());

  // Jobs.
  app.jobs.handle(channels::email::kSendJob,
                  [&app](Database& database, const jobs::Job& job) { app.delivery.send(database, job); },
                  {.max_attempts = static_cast<int>(app.config.mail_send_attempts),
                   .first_pause = seconds(app.config.mail_retry_s),
                   .at_once = 2,
                   .on_dead = channels::email::Delivery::on_dead});
  app.jobs.handle(channels::email::kFetchLateJob,
                  [&app](Database&, const jobs::Job& job) { app.fetcher.fetch_late(job); },
                  {.max_attempts = 3,
                   .first_pause = seconds(app.config.mail_retry_s),
                   .at_once = 1,
                   .on_dead = channels::email::on_fetch_late_dead});
  app.jobs.handle(tickets::kBulkJob, [](Database& database, const jobs::Job& job) {
    tickets::run_bulk(database, job, rules::macro_hooks().apply_macro);
  });
  app.jobs.handle(tickets::kBulkUndoJob, tickets::run_bulk_undo);
  app.jobs.handle(insights::kLearnJob,
                  [&app](Database& database, const jobs::Job& job) { insights::learn(database, app.analysers, job); },
                  {.max_attempts = 3, .first_pause = seconds(60), .at_once = 1});
  app.jobs.handle(insights::kAskJob,
                  [&app](Database& database, const jobs::Job& job) {
                    insights::ask_about(database, app.analysers, app.assistant, job);
                  },
                  {.max_attempts = 2, .first_pause = seconds(20), .at_once = 1});
  app.jobs.handle(planning::kRunJob,
                  [&app](Database& database, const jobs::Job& job) { app.planner.run(database, job); },
                  {.max_attempts = 2, .at_once = 1});

  // What a commit brought wakes those who wait.
  store.on_commit([&app](const db::Commit& commit) {
    app.live.committed(commit);
    if (!commit.events.empty()) {
      app.followers.wake(commit.events.back().id, commit.events.size());
      app.search_index.wake(commit.events.size());
      AccountId told;
      for (const auto& event : commit.events)
        if (event.account_id != told) app.server->something_changed(told = event.account_id);
    }
    if (commit.jobs_enqueued) app.jobs.wake();
  });
}

}  // namespace peakdesk::app
