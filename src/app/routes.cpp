// The whole API on one screen: one line a room. docs/api/openapi.yaml describes each route; a test holds both against
// each other.
#include "accounts/routes.h"
#include "app/app.h"
#include "app/event_routes.h"
#include "app/machine_routes.h"
#include "channels/email/email_routes.h"
#include "channels/form/form_routes.h"
#include "customers/custom_fields.h"
#include "customers/customers.h"
#include "insights/insight_routes.h"
#include "insights/second_opinion.h"
#include "planning/planning_routes.h"
#include "rules/macros.h"
#include "tickets/attachment_routes.h"
#include "tickets/operations.h"
#include "tickets/search.h"
#include "tickets/tags.h"
#include "tickets/tickets.h"

namespace peakdesk::app {

void add_routes(App& app) {
  accounts::add_account_routes(app.router, app.account_services);
  customers::add_customer_routes(app.router, tickets::count_for_customers);
  customers::add_custom_field_routes(app.router);
  tickets::add_ticket_routes(app.router, rules::macro_hooks());
  tickets::add_operation_routes(app.router);
  tickets::add_tag_routes(app.router);
  tickets::add_search_routes(app.router);
  tickets::add_attachment_routes(app.router, *app.database,
                                 {std::shared_ptr<void>(), &app.files});  // App owns the files
  tickets::add_view_routes(app.router, app.view_counts);
  rules::add_macro_routes(app.router);
  channels::email::add_email_routes(
      app.router, {*app.database, app.secrets, app.files, app.reply_addresses,
                   static_cast<std::size_t>(app.config.max_mail_mib) << 20, app.desk_mark, app.mail_server_rules});
  channels::form::add_form_routes(app.router, *app.database, app.form_guard, app.public_url);
  insights::add_insight_routes(app.router, *app.database, app.analysers);
  insights::add_assistant_routes(app.router, *app.database, app.assistant);
  planning::add_planning_routes(app.router, *app.database, app.planner);
  add_event_routes(app.router);
  add_machine_routes(app.router, app.metrics, *app.database, app.search_index, app.followers, app.config.metrics_token);
}

}  // namespace peakdesk::app
