#include <array>

#include "base/error.h"
#include "base/text.h"
#include "tickets/events.h"
#include "tickets/search_sql.h"
#include "tickets/tickets.h"
#include "tickets/views.h"

namespace peakdesk::tickets {
namespace {

constexpr std::array<std::string_view, 11> kColumns{"subject", "customer", "assignee",    "team",
                                                    "tags",    "priority", "channel",     "status",
                                                    "created", "updated",  "last_message"};

struct ViewInput {
  ViewId id;
  std::optional<std::string> name;
  std::optional<std::string> icon;
  std::optional<std::int64_t> position;
  std::optional<bool> shared;
  std::optional<std::string> filter;
  std::optional<std::string> order_by;
  Patch<std::vector<std::string>> columns;
};
BOOST_DESCRIBE_STRUCT(ViewInput, (), (id, name, icon, position, shared, filter, order_by, columns))

struct ViewIdInput {
  ViewId id;
};
BOOST_DESCRIBE_STRUCT(ViewIdInput, (), (id))

struct ViewCountsAnswer {
  std::map<std::string, std::int64_t> counts;
};
BOOST_DESCRIBE_STRUCT(ViewCountsAnswer, (), (counts))

View to_view(const ViewRow& row) {
  View view;
  view.id = row.id;
  if (!row.key.empty()) view.key = row.key;
  view.name = row.name;
  view.icon = row.icon;
  view.position = row.position;
  view.shared = !row.owner_user_id;
  view.filter = row.filter;
  view.order_by = row.order_by;
  view.columns = from_json<std::vector<std::string>>(row.columns);
  return view;
}

void apply_input(Tx& tx, const Caller& caller, const ViewInput& input, ViewRow& row) {
  if (input.name) {
    row.name = collapse_space(to_valid_utf8(*input.name));
    if (row.name.empty() || length(row.name) > 100) throw_invalid("name", "A view's name has 1 to 100 characters.");
  }
  if (input.icon) row.icon = input.icon->substr(0, 50);
  if (input.position) row.position = *input.position;
  if (input.filter) {
    if (!row.key.empty() && *input.filter != row.filter)
      throw_invalid("filter", "A built-in view keeps its filter; make a view of your own instead.");
    compile_search_text(tx, caller.account, caller.user, *input.filter, "filter");
    row.filter = *input.filter;
  }
  if (input.order_by) {
    check_order(*input.order_by, "order_by");
    row.order_by = *input.order_by;
  }
  if (input.columns) {
    const std::vector<std::string> none;
    const auto& columns = input.columns.value_or(none);
    for (std::size_t i = 0; i < columns.size(); ++i)
      if (std::find(kColumns.begin(), kColumns.end(), columns[i]) == kColumns.end())
        throw_invalid("columns[" + std::to_string(i) + "]",
                      "There is no such column. Possible: subject, customer, assignee, team, tags, priority, channel, "
                      "status, created, updated, last_message.");
    row.columns = to_json(columns);
  }
  if (input.shared) {
    if (*input.shared && row.owner_user_id && caller.role < Role::Lead)
      throw_not_allowed("Only leads share views with everybody.");
    if (!*input.shared && !row.key.empty()) throw_invalid("shared", "A built-in view is everybody's.");
    row.owner_user_id = *input.shared ? UserId() : caller.user;
  }
}

void check_may_change(const Caller& caller, const ViewRow& row) {
  if (!row.owner_user_id && caller.role < Role::Lead) throw_not_allowed("Only leads change views that everybody sees.");
}

void tell(Tx& tx, const Caller& caller, ViewId id) {
  emit(tx, cause_of(caller), "view.changed", {}, SettingChangedEvent{id.value});
}

Created<View> create_view(Tx& tx, const Caller& caller, const ViewInput& input) {
  if (!input.name) throw_invalid("name", "A view needs a name.");
  if (!input.filter) throw_invalid("filter", "A view needs a filter, such as is:open tag:vip.");
  ViewRow row;
  row.id = tx.new_id<ViewId>();
  row.owner_user_id = caller.user;
  row.order_by = "last_message_datetime:desc";
  row.position = tx.scalar<std::int64_t>(0, "SELECT COALESCE(MAX(position), 0) + 10 FROM views WHERE account_id = $1",
                                         caller.account);
  apply_input(tx, caller, input, row);
  tx.exec(
      "INSERT INTO views (id, account_id, name, icon, position, owner_user_id, filter, order_by, columns, created_at, "
      "updated_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)",
      row.id, caller.account, row.name, row.icon, row.position, row.owner_user_id, row.filter, row.order_by,
      row.columns, tx.now());
  tell(tx, caller, row.id);
  return {to_view(row)};
}

View update_view(Tx& tx, const Caller& caller, const ViewInput& input) {
  ViewRow row = require_view(tx, caller, input.id);
  check_may_change(caller, row);
  apply_input(tx, caller, input, row);
  tx.exec(
      "UPDATE views SET name = $3, icon = $4, position = $5, owner_user_id = $6, filter = $7, order_by = $8, columns = "
      "$9, updated_at = $10 "
      "WHERE account_id = $1 AND id = $2",
      caller.account, row.id, row.name, row.icon, row.position, row.owner_user_id, row.filter, row.order_by,
      row.columns, tx.now());
  tell(tx, caller, row.id);
  return to_view(row);
}

NoContent delete_view(Tx& tx, const Caller& caller, const ViewIdInput& input) {
  const ViewRow row = require_view(tx, caller, input.id);
  check_may_change(caller, row);
  if (!row.key.empty()) throw_not_allowed("A built-in view cannot be deleted; move it to the end instead.");
  tx.exec("DELETE FROM views WHERE account_id = $1 AND id = $2", caller.account, row.id);
  tell(tx, caller, row.id);
  return {};
}

}  // namespace

void add_view_routes(Router& router, std::shared_ptr<ViewCounts> counts) {
  router.read_with<NoInput>("GET", "/api/views", observers("settings:read"),
                            [counts](Tx& tx, const Caller& caller, const NoInput&) {
                              Page<View> page;
                              const auto rows = list_view_rows(tx, caller);
                              const auto known = counts->count(tx, caller, rows);
                              for (const auto& row : rows) {
                                page.data.push_back(to_view(row));
                                if (const auto found = known.find(row.id.value); found != known.end())
                                  page.data.back().count = found->second;
                              }
                              return page;
                            });
  router.read_with<NoInput>("GET", "/api/views/counts", observers("settings:read"),
                            [counts](Tx& tx, const Caller& caller, const NoInput&) {
                              ViewCountsAnswer answer;
                              for (const auto& [id, count] : counts->count(tx, caller, list_view_rows(tx, caller)))
                                answer.counts[std::to_string(id)] = count;
                              return answer;
                            });
  router.write("POST", "/api/views", agents("settings:write"), create_view);
  router.write("PATCH", "/api/views/{id}", agents("settings:write"), update_view);
  router.write("DELETE", "/api/views/{id}", agents("settings:write"), delete_view);
}

}  // namespace peakdesk::tickets
