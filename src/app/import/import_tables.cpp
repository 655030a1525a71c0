#include "app/import/import_tables.h"

#include <algorithm>
#include <future>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "accounts/accounts.h"
#include "app/command_failed.h"
#include "app/import/table_file.h"
#include "app/import/table_shapes.h"
#include "app/terminal.h"
#include "base/error.h"
#include "base/text.h"
#include "customers/custom_fields.h"
#include "customers/customers.h"
#include "rules/macros.h"
#include "tickets/message_body.h"
#include "tickets/receive.h"
#include "tickets/ticket_changes.h"

namespace peakdesk::app {
namespace {

constexpr std::size_t kRecordsAtOnce = 200;
constexpr std::size_t kMostErrors = 100;

/// Ends a dry run's write: everything was checked, nothing is kept.
struct NothingIsKept {};

struct NamedId {
  std::int64_t id = 0;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(NamedId, (), (id, name))

class TableImport {
 public:
  TableImport(App& app, const TableImportOptions& options, const ImportProgress& progress)
      : app_(app), options_(options), progress_(progress) {}

  TableImportResult run() {
    app_.database->read([&](Tx& tx) { read_desk(tx); });
    auto records = read_table(read_input(options_.path));
    if (options_.kind == TableKind::Tickets) join_rows_of_tickets(records);
    out_.records = records.size();
    for (std::size_t begin = 0; begin < records.size(); begin += kRecordsAtOnce) {
      store(records, begin, std::min(begin + kRecordsAtOnce, records.size()));
      if (progress_(std::min(begin + kRecordsAtOnce, records.size()), records.size(),
                    std::to_string(out_.made) + " new"))
        continue;
      out_.interrupted = true;
      break;
    }
    if (!options_.dry_run) {
      app_.followers.catch_up();
      app_.search_index.catch_up();
    }
    return std::move(out_);
  }

 private:
  void read_desk(Tx& tx) {
    account_ = accounts::first_account(tx);
    if (!account_)
      throw CommandFailed("There is no desk here yet. Start `peakdesk serve` once and set it up, then import.");
    caller_ = accounts::system_caller(account_);
    const auto fill = [&](auto& into, std::string_view sql) {
      for (auto& row : tx.list<NamedId>(sql, account_)) into[row.name] = row.id;
    };
    fill(customers_, "SELECT id, external_id AS name FROM customers WHERE account_id = $1 AND external_id <> ''");
    if (options_.kind == TableKind::Tickets)
      fill(tickets_, "SELECT id, external_id AS name FROM tickets WHERE account_id = $1 AND external_id <> ''");
    if (options_.kind == TableKind::Macros) {
      fill(macros_, "SELECT id, 'id ' || external_id AS name FROM macros WHERE account_id = $1 AND external_id <> ''");
      fill(macros_, "SELECT id, language || ' ' || name AS name FROM macros WHERE account_id = $1");
    }
    for (const auto& [id, name] : accounts::team_names(tx, account_)) teams_[fold(name)] = id;
    for (const auto& field : customers::list_custom_fields(tx, account_))
      field_types_[{field.object == customers::FieldObject::Ticket, field.key}] = field.type;
  }

  /// CSV has a row for each message; rows of one external_id are one ticket.
  static void join_rows_of_tickets(std::vector<TableRecord>& records) {
    std::vector<TableRecord> joined;
    std::unordered_map<std::string, std::size_t> at;
    for (TableRecord& record : records) {
      Json* message = record.fields.if_contains("message");
      Json messages = boost::json::array();
      if (message) messages.get_array().push_back(std::move(*message));
      if (message) {
        record.fields.erase("message");
        const Json* id = record.fields.if_contains("external_id");
        const std::string key = id && id->is_string() ? std::string(id->get_string()) : std::string();
        const auto known = at.find(key);
        if (!key.empty() && record.error.empty() && known != at.end()) {
          joined[known->second].fields["messages"].get_array().push_back(std::move(messages.get_array()[0]));
          continue;
        }
        if (!key.empty()) at[key] = joined.size();
        record.fields["messages"] = std::move(messages);
      }
      joined.push_back(std::move(record));
    }
    records = std::move(joined);
  }

  /// Texts of a CSV become what the shape wants.
  void adapt(JsonObject& fields) const {
    const bool of_ticket = options_.kind == TableKind::Tickets;
    if (Json* tags = fields.if_contains("tags"); tags && tags->is_string()) {
      boost::json::array list;
      for (const auto tag : split(std::string_view(tags->get_string()), ','))
        if (!trim(tag).empty()) list.emplace_back(std::string(trim(tag)));
      *tags = std::move(list);
    }
    if (Json* custom = fields.if_contains("custom_fields"); custom && custom->is_object())
      for (auto& item : custom->get_object()) {
        const auto type = field_types_.find({of_ticket, std::string(item.key())});
        if (!item.value().is_string() || type == field_types_.end()) continue;
        const std::string text(item.value().get_string());
        if (type->second == customers::FieldType::Number) to_number(text, item.value());
        if (type->second == customers::FieldType::Boolean) to_flag(item.value());
      }
    if (Json* messages = fields.if_contains("messages"); messages && messages->is_array())
      for (Json& message : messages->get_array()) {
        if (!message.is_object()) continue;
        for (const char* flag : {"from_agent", "public"})
          if (Json* value = message.get_object().if_contains(flag)) to_flag(*value);
      }
  }

  static void to_number(const std::string& text, Json& value) {
    char* end = nullptr;
    const double number = std::strtod(text.c_str(), &end);
    if (end && *end == '\0' && !text.empty()) value = number;
  }
  static void to_flag(Json& value) {
    if (!value.is_string()) return;
    const std::string text = to_lower_ascii(std::string_view(value.get_string()));
    if (text == "true" || text == "yes" || text == "1") value = true;
    if (text == "false" || text == "no" || text == "0") value = false;
  }

  void store(std::vector<TableRecord>& records, std::size_t begin, std::size_t end) {
    std::vector<std::promise<bool>> made(end - begin);
    for (std::size_t i = begin; i < end; ++i) {
      auto& promise = made[i - begin];
      auto is_new = std::make_shared<bool>(false);
      const bool accepted = app_.database->post_write({.work =
                                                           [this, &record = records[i], is_new](Tx& tx) {
                                                             *is_new = take_in(tx, record);
                                                             if (options_.dry_run) throw NothingIsKept{};
                                                           },
                                                       .done =
                                                           [&promise, is_new](std::exception_ptr failed) {
                                                             try {
                                                               if (failed) std::rethrow_exception(failed);
                                                               promise.set_value(*is_new);
                                                             } catch (const NothingIsKept&) {
                                                               promise.set_value(*is_new);
                                                             } catch (...) {
                                                               promise.set_exception(std::current_exception());
                                                             }
                                                           },
                                                       .lane = db::Lane::Background,
                                                       .at = app_.clock.now()});
      if (!accepted) promise.set_exception(std::make_exception_ptr(CommandFailed("The store takes no writes.")));
    }
    std::exception_ptr fatal;
    for (std::size_t i = begin; i < end; ++i) {
      try {
        ++(made[i - begin].get_future().get() ? out_.made : out_.known);
      } catch (const RequestError& e) {
        if (e.kind == ErrorKind::StorageFull || e.kind == ErrorKind::Unavailable) fatal = std::current_exception();
        tell(records[i].line, e.field, e.what());
      } catch (const std::exception& e) {
        tell(records[i].line, "", e.what());
      }
    }
    if (fatal) std::rethrow_exception(fatal);
  }

  void tell(std::int64_t line, const std::string& field, const std::string& what) {
    ++out_.wrong;
    if (out_.errors.size() == kMostErrors) return;
    const std::string file = options_.path == "-" ? "standard input" : options_.path;
    out_.errors.push_back(file + ":" + std::to_string(line) + ": " + (field.empty() ? "" : field + ": ") + what);
  }

  /// False when it is here already.
  bool take_in(Tx& tx, TableRecord& record) {
    if (!record.error.empty()) throw_invalid("", record.error);
    adapt(record.fields);
    const Json value(record.fields);
    switch (options_.kind) {
      case TableKind::Customers:
        return take_in_customer(tx, value);
      case TableKind::Macros:
        return take_in_macro(tx, value);
      case TableKind::Tickets:
        return take_in_ticket(tx, value);
    }
    return false;
  }

  bool take_in_customer(Tx& tx, const Json& value) {
    customers::NewCustomer input;
    read_json(value, input);
    if (input.email.empty() && input.addresses.empty() && input.name.empty())
      throw_invalid("email", "A customer needs an address or at least a name.");
    if (!input.external_id.empty() && customers_.contains(input.external_id)) return false;
    if (!input.email.empty() && customers::find_by_address(tx, account_, "email", input.email)) return false;
    if (input.email.empty() && input.addresses.empty() && input.external_id.empty())
      throw_invalid("external_id", "Without an address an external_id must tell this customer from others.");
    const auto made = customers::create_customer(tx, caller_, input);
    if (!input.external_id.empty() && !options_.dry_run) customers_[input.external_id] = made.id.value;
    return true;
  }

  bool take_in_macro(Tx& tx, const Json& value) {
    ImportedMacro input;
    read_json(value, input);
    if (trim(input.name).empty()) throw_invalid("name", "A macro needs a name.");
    const std::string by_id = "id " + input.external_id, by_name = input.language + " " + input.name;
    if ((!input.external_id.empty() && macros_.contains(by_id)) || macros_.contains(by_name)) return false;
    rules::MacroInput macro;
    macro.name = input.name;
    macro.external_id = {true, input.external_id};
    macro.intent = {true, input.intent};
    macro.language = {true, input.language};
    std::vector<rules::MacroAction> actions;
    if (!input.body_text.empty() || !input.body_html.empty())
      actions.push_back(
          {"setResponseText", JsonObject{{"body_text", input.body_text}, {"body_html", input.body_html}}});
    if (!input.tags.empty()) actions.push_back({"addTags", JsonObject{{"tags", join(input.tags, ", ")}}});
    if (!input.status.empty()) actions.push_back({"setStatus", JsonObject{{"status", input.status}}});
    macro.actions = {true, std::move(actions)};
    const auto made = rules::create_macro(tx, caller_, macro);
    if (options_.dry_run) return true;
    macros_[by_name] = made.id.value;
    if (!input.external_id.empty()) macros_[by_id] = made.id.value;
    return true;
  }

  CustomerId customer_of(Tx& tx, const ImportedCustomer& customer) {
    if (!customer.external_id.empty())
      if (const auto known = customers_.find(customer.external_id); known != customers_.end())
        return CustomerId(known->second);
    if (customer.email.empty())
      throw_invalid("customer.email", customer.external_id.empty()
                                          ? "A ticket needs its customer's address."
                                          : "There is no customer " + customer.external_id +
                                                " yet: import the customers first, or give the address.");
    try {
      return customers::find_or_create(tx, account_, caller_.actor, "email", customer.email, customer.name);
    } catch (const RequestError& e) {
      throw_invalid("customer.email", e.what());
    }
  }

  bool take_in_ticket(Tx& tx, const Json& value) {
    ImportedTicket input;
    read_json(value, input);
    if (input.external_id.empty())
      throw_invalid("external_id", "A ticket needs an external_id, so that importing it again makes no second one.");
    if (tickets_.contains(input.external_id)) return false;
    if (input.messages.empty()) throw_invalid("messages", "A ticket needs at least one message.");
    if (input.status == tickets::TicketStatus::Snoozed)
      throw_invalid("status", "An imported ticket is open or closed.");
    const CustomerId customer = customer_of(tx, input.customer);
    std::stable_sort(input.messages.begin(), input.messages.end(), [](const auto& a, const auto& b) {
      return a.created_datetime && b.created_datetime && a.created_datetime < b.created_datetime;
    });
    TicketId ticket;
    Instant last = input.created_datetime;
    for (std::size_t i = 0; i < input.messages.size(); ++i) {
      auto& message = input.messages[i];
      if (!message.created_datetime) message.created_datetime = last;
      if (!message.created_datetime)
        throw_invalid("messages[" + std::to_string(i) + "].created_datetime", "Say when this was written.");
      last = std::min(message.created_datetime, app_.clock.now());
      tx.move_to(last);
      ticket = add_message(tx, input, i, customer, ticket);
    }
    finish_ticket(tx, input, ticket, last);
    if (!options_.dry_run) tickets_[input.external_id] = ticket.value;
    return true;
  }

  TicketId add_message(Tx& tx, const ImportedTicket& input, std::size_t i, CustomerId customer, TicketId ticket) {
    const ImportedMessage& given = input.messages[i];
    const std::string path = "messages[" + std::to_string(i) + "]";
    const auto body = tickets::make_body(given.body_html, given.body_text);
    if (trim(body.text).empty()) throw_invalid(path + ".body_text", "The message is empty.");
    tickets::IncomingMessage message;
    message.account = account_;
    message.channel = input.channel;
    message.via = "import";
    message.customer = customer;
    message.from = {given.author_name, given.author_email};
    message.subject = input.subject;
    message.body_text = body.text;
    message.body_html = body.html;
    message.remote_images = body.remote_images;
    message.language = input.language;
    message.external_id = input.external_id;
    message.message_id = given.message_id.empty()
                             ? input.external_id + "/" + std::to_string(i + 1) + "@import.invalid"
                             : std::string(trim(replace_all(replace_all(given.message_id, "<", ""), ">", "")));
    message.signed_ticket = ticket;
    if (i == 0) message.tags = input.tags;
    if (given.from_agent || !given.public_) {
      UserId author;
      if (!given.author_email.empty())
        if (const auto user = accounts::find_user_by_email(tx, account_, given.author_email)) author = user->id;
      return tickets::record_answer(tx, message, author, given.public_).ticket_id;
    }
    if (!given.author_email.empty()) {
      message.customer = {};
      message.customer = customer_of(tx, {"", given.author_email, given.author_name});
      if (i == 0) message.customer = customer;
    }
    return tickets::receive(tx, message).ticket_id;
  }

  void finish_ticket(Tx& tx, const ImportedTicket& input, TicketId ticket, Instant last) {
    tickets::TicketChanges changes;
    changes.priority = input.priority;
    changes.custom_fields = input.custom_fields;
    if (!input.team.empty()) {
      const auto team = teams_.find(fold(input.team));
      if (team == teams_.end()) throw_invalid("team", "There is no team " + input.team + " here.");
      changes.assignee_team_id = {true, team->second};
    }
    if (!input.assignee_email.empty()) {
      const auto user = accounts::find_user_by_email(tx, account_, input.assignee_email);
      if (!user) throw_invalid("assignee_email", "There is nobody with the address " + input.assignee_email + " here.");
      changes.assignee_user_id = {true, user->id};
    }
    changes.status = input.status;
    if (input.status == tickets::TicketStatus::Closed) {
      changes.is_unread = false;
      if (input.closed_datetime > last) tx.move_to(std::min(input.closed_datetime, app_.clock.now()));
    }
    tickets::change_ticket(tx, {account_, {"system", 0}, {}}, ticket, changes);
  }

  App& app_;
  const TableImportOptions& options_;
  const ImportProgress& progress_;
  AccountId account_;
  Caller caller_;
  std::unordered_map<std::string, std::int64_t> customers_, tickets_, macros_;
  std::map<std::string, TeamId> teams_;
  std::map<std::pair<bool, std::string>, customers::FieldType> field_types_;
  TableImportResult out_;
};

}  // namespace

TableImportResult import_table(App& app, const TableImportOptions& options, const ImportProgress& progress) {
  return TableImport(app, options, progress).run();
}

}  // namespace peakdesk::app
