#include "rules/variables.h"

#include <charconv>

#include "customers/customers.h"
#include "tickets/directory.h"
#include "tickets/message_store.h"
#include "tickets/ticket_store.h"
#include "tickets/tickets.h"

namespace peakdesk::rules {
namespace {

struct PersonRow {
  UserId id;
  std::string name;
  std::string firstname;
  std::string lastname;
  std::string email;
  std::string bio;
};
BOOST_DESCRIBE_STRUCT(PersonRow, (), (id, name, firstname, lastname, email, bio))

struct AccountRow {
  AccountId id;
  std::string name;
  std::string domain;
  std::string locale;
  std::string timezone;
};
BOOST_DESCRIBE_STRUCT(AccountRow, (), (id, name, domain, locale, timezone))

Json person(Tx& tx, AccountId account, UserId id) {
  const auto row =
      id ? tx.find<PersonRow>(
               "SELECT id, name, firstname, lastname, email, bio FROM users WHERE account_id = $1 AND id = $2", account,
               id)
         : std::nullopt;
  if (!row) return nullptr;
  Json out = parse_json(to_json(*row));
  if (row->firstname.empty()) out.as_object()["firstname"] = row->name.substr(0, row->name.find(' '));
  return out;
}

Json address(const tickets::MailAddress& person) {
  return {{"name", person.name}, {"email", person.address}, {"address", person.address}};
}

}  // namespace

TicketVariables::TicketVariables(Tx& tx, const Caller& caller, TicketId ticket_id)
    : tx_(tx), account_(caller.account), ticket_(ticket_id) {
  const auto row = tickets::store::require_ticket(tx, account_, ticket_id);
  const auto account =
      tx.find<AccountRow>(
            "SELECT id, name, domain, locale, timezone FROM accounts WHERE id = $1 /* the account itself */", account_)
          .value_or(AccountRow{});
  std::vector<tickets::TicketSummary> summary = tickets::summaries(tx, account_, {ticket_id});
  Json ticket = parse_json(to_json(summary.at(0)));
  auto& fields = ticket.as_object();
  boost::json::array tags;
  for (const auto& tag : summary[0].tags) tags.emplace_back(tag.name);
  fields["tags"] = std::move(tags);
  fields["account"] = {{"name", account.name}, {"domain", account.domain}};
  fields["assignee_user"] = person(tx, account_, row.assignee_user_id);
  locale_ = row.language;
  try {
    const auto customer = customers::get_customer(tx, account_, row.customer_id);
    fields["customer"] = parse_json(to_json(customer));
    if (locale_.empty()) locale_ = customer.locale;
  } catch (const RequestError&) {
    fields["customer"] = nullptr;  // erased
  }
  if (const auto mailbox = tickets::directory::find_mailbox(tx, account_, row.mailbox_id))
    fields["mailbox"] = {{"name", mailbox->name}, {"address", mailbox->address}};
  if (locale_.empty()) locale_ = account.locale.empty() ? "en" : account.locale;
  timezone_ = account.timezone.empty() ? "UTC" : account.timezone;
  document_ = {{"ticket", std::move(ticket)}, {"current_user", person(tx, account_, caller.user)}};
}

Json TicketVariables::message(std::int64_t index) {
  const bool from_end = index < 0;
  const std::string sql = tickets::store::kSelectMessages + " AND m.ticket_id = $2 AND m.public = TRUE ORDER BY m.id " +
                          (from_end ? "DESC" : "ASC") + " LIMIT 1 OFFSET $3";
  const auto found = tickets::store::list_messages(
      tx_, account_, sql, {db::bind(account_), db::bind(ticket_), db::bind(from_end ? -index - 1 : index)});
  return found.empty() ? Json() : parse_json(to_json(found.front()));
}

Json TicketVariables::find(std::string_view path) {
  constexpr std::string_view kMessages = "ticket.messages[";
  const auto rest_after = [&](std::string_view prefix) {
    auto rest = path.substr(prefix.size());
    if (rest.starts_with('.')) rest.remove_prefix(1);
    return rest;
  };
  if (path.starts_with(kMessages)) {
    const auto end = path.find(']');
    std::int64_t index = 0;
    if (end == std::string_view::npos) return nullptr;
    const auto [stop, error] = std::from_chars(path.data() + kMessages.size(), path.data() + end, index);
    if (error != std::errc() || stop != path.data() + end || index < -10'000 || index > 10'000) return nullptr;
    return value_at(message(index), rest_after(path.substr(0, end + 1)));
  }
  for (const auto& [name, index] :
       {std::pair<std::string_view, std::int64_t>{"ticket.first_message", 0}, {"ticket.last_message", -1}})
    if (path == name || (path.starts_with(name) && path[name.size()] == '.'))
      return value_at(message(index), rest_after(name));
  for (const std::string_view name : {"ticket.sender", "ticket.receiver"}) {
    if (!path.starts_with(name) || path.size() <= name.size() || path[name.size()] != '.') continue;
    const auto source = value_at(message(0), "source");
    if (!source.is_object()) return nullptr;
    const auto typed = from_json<tickets::MessageSource>(boost::json::serialize(source));
    if (name == "ticket.sender") return typed.from ? value_at(address(*typed.from), rest_after(name)) : Json();
    return typed.to.empty() ? Json() : value_at(address(typed.to.front()), rest_after(name));
  }
  return value_at(document_, path);
}

RenderOptions TicketVariables::options(TemplateKind kind, WhenMissing when_missing) const {
  return {kind, when_missing, locale_, timezone_};
}

Rendered TicketVariables::render(std::string_view text, TemplateKind kind, WhenMissing when_missing) {
  if (!has_variables(text)) return {std::string(text), {}};
  return render_template(
      text, [this](std::string_view path) { return find(path); }, options(kind, when_missing));
}

}  // namespace peakdesk::rules
