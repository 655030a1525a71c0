#include "channels/email/email_routes.h"

#include "accounts/audit.h"
#include "base/error.h"
#include "channels/email/connection_check.h"
#include "channels/email/inbound.h"
#include "channels/email/mailboxes.h"
#include "channels/email/set_aside.h"
#include "platform/files/download.h"

namespace peakdesk::channels::email {
namespace {

struct MailboxIdInput {
  MailboxId id;
};
BOOST_DESCRIBE_STRUCT(MailboxIdInput, (), (id))
struct ListMailboxesInput {
  std::string cursor;
  std::int64_t limit = 100;
};
BOOST_DESCRIBE_STRUCT(ListMailboxesInput, (), (cursor, limit))

struct FetchInput {
  MailboxId id;
  std::int64_t up_to_mib = 0;
};
BOOST_DESCRIBE_STRUCT(FetchInput, (), (id, up_to_mib))

http::Response to_response(const InboundResult& result) {
  JsonObject body;
  if (result.ticket_id) body["ticket_id"] = result.ticket_id.value;
  if (result.message_id) body["message_id"] = result.message_id.value;
  body["duplicate"] = result.outcome == InboundOutcome::Duplicate;
  if (result.set_aside_id) body["set_aside"] = result.set_aside_id;
  if (result.notice) {
    body["reason"] = result.notice.text;
    body["notice"] = parse_json(to_json(result.notice));
  }
  std::string text;
  write_json_document(text, body);
  const int status = result.outcome == InboundOutcome::Stored      ? 201
                     : result.outcome == InboundOutcome::Duplicate ? 200
                                                                   : 202;
  return http::Response::json(text, status);
}

std::optional<Mailbox> named_mailbox(Tx& tx, AccountId account, std::string_view name) {
  if (name.empty()) return std::nullopt;
  auto mailbox = find_mailbox_by_address(tx, account, name);
  if (!mailbox && name.find_first_not_of("0123456789") == std::string_view::npos && name.size() < 17)
    mailbox = find_mailbox(tx, account, MailboxId(std::stoll(std::string(name))));
  if (!mailbox)
    throw_invalid("mailbox", "There is no mailbox " + std::string(name) + ". Name one by its address or id.");
  return mailbox;
}

http::Response receive_mail(const EmailServices& services, const http::Call& call) {
  if (call.request.body.empty()) throw_invalid("", "The body must be the raw mail (message/rfc822).");
  const PreparedMail mail =
      prepare_mail(call.request.body, services.files, services.max_mail_bytes, services.desk_mark);
  InboundResult result;
  services.database.write(
      [&](Tx& tx) {
        const auto mailbox = named_mailbox(tx, call.caller.account, call.request.query_value("mailbox"));
        result = take_in(tx, mail, call.caller.account, mailbox, services.addresses);
      },
      db::Lane::Machine);
  return to_response(result);
}

void require_fetched(const SetAsideRow& row) {
  if (row.raw_file.empty())
    throw_conflict("mail_not_here", "This mail was not fetched; it is still on the mail server. Look at it there.");
}

http::Response retry_set_aside(const EmailServices& services, const http::Call& call) {
  const auto id = set_aside_id(call.request.param("id"));
  SetAsideRow row;
  services.database.read([&](Tx& tx) { row = require_set_aside(tx, call.caller.account, id); });
  require_fetched(row);
  const PreparedMail mail =
      prepare_mail(services.files.read(row.raw_file), services.files, services.max_mail_bytes, services.desk_mark);
  InboundResult result;
  if (mail.problem) {
    result = {InboundOutcome::SetAside, {}, {}, id, mail.problem};
    auto response = to_response(result);
    response.status = 200;
    return response;
  }
  services.database.write([&](Tx& tx) {
    result = take_in(tx, mail, call.caller.account, find_mailbox(tx, call.caller.account, row.mailbox_id),
                     services.addresses);
    close_set_aside(tx, call.caller, id);
  });
  auto response = to_response(result);
  response.status = 200;
  return response;
}

}  // namespace

void add_email_routes(Router& router, const EmailServices& services) {
  const auto* box = &services.secrets;
  router.read_with<ListMailboxesInput>("GET", "/api/mailboxes", leads("settings:read"),
                                       [box](Tx& tx, const Caller& caller, const ListMailboxesInput&) {
                                         return Page<MailboxOut>{list_mailboxes(tx, caller.account, *box), {}};
                                       });
  router.write_with<MailboxInput>("POST", "/api/mailboxes", owners("settings:write"),
                                  [box](Tx& tx, const Caller& caller, const MailboxInput& input) {
                                    if (!input.address) throw_invalid("address", "Name the mailbox's e-mail address.");
                                    Created<MailboxOut> created{create_mailbox(tx, caller, *box, input)};
                                    accounts::audit::record(tx, caller, "mailbox.created",
                                                            "mailbox:" + std::to_string(created.value.id.value));
                                    return created;
                                  });
  router.work("POST", "/api/mailboxes/test", owners("settings:write"), [services](const http::Call& call) {
    auto input = http::decode_input<MailboxInput>(call.request);
    Mailbox mailbox;
    MailboxSecrets secrets;
    services.database.read(
        [&](Tx& tx) { mailbox = apply_input(tx, call.caller.account, services.secrets, input, secrets); });
    return http::Response::json(to_json(test_connection(mailbox, secrets, services.rules)));
  });
  router.read_with<MailboxIdInput>("GET", "/api/mailboxes/{id}", leads("settings:read"),
                                   [box](Tx& tx, const Caller& caller, const MailboxIdInput& input) {
                                     return get_mailbox(tx, caller.account, *box, input.id);
                                   });
  router.write_with<MailboxInput>("PATCH", "/api/mailboxes/{id}", owners("settings:write"),
                                  [box](Tx& tx, const Caller& caller, const MailboxInput& input) {
                                    auto changed = update_mailbox(tx, caller, *box, input);
                                    accounts::audit::record(tx, caller, "mailbox.updated",
                                                            "mailbox:" + std::to_string(input.id.value));
                                    return changed;
                                  });
  router.write_with<MailboxIdInput>("DELETE", "/api/mailboxes/{id}", owners("settings:write"),
                                    [](Tx& tx, const Caller& caller, const MailboxIdInput& input) {
                                      delete_mailbox(tx, caller, input.id);
                                      accounts::audit::record(tx, caller, "mailbox.deleted",
                                                              "mailbox:" + std::to_string(input.id.value));
                                      return NoContent{};
                                    });
  router.work(
      "POST", "/api/channels/email/inbound", owners("channels:write"),
      [services](const http::Call& call) { return receive_mail(services, call); }, services.max_mail_bytes);
  router.read_with<ListMailboxesInput>("GET", "/api/set-aside-mails", leads("settings:read"),
                                       [](Tx& tx, const Caller& caller, const ListMailboxesInput& input) {
                                         return list_set_aside(tx, caller.account, input.cursor, input.limit);
                                       });
  router.write_with<MailboxIdInput>("DELETE", "/api/set-aside-mails/{id}", leads("settings:write"),
                                    [](Tx& tx, const Caller& caller, const MailboxIdInput& input) {
                                      dismiss_set_aside(tx, caller, input.id.value);
                                      return NoContent{};
                                    });
  router.write_with<FetchInput>(
      "POST", "/api/set-aside-mails/{id}/fetch", leads("settings:write"),
      [most = services.max_mail_bytes](Tx& tx, const Caller& caller, const FetchInput& input) {
        ask_to_fetch(tx, caller, input.id.value, input.up_to_mib, most);
        return NoContent{};
      });
  router.work("POST", "/api/set-aside-mails/{id}/retry", leads("settings:write"),
              [services](const http::Call& call) { return retry_set_aside(services, call); });
  router.work("GET", "/api/set-aside-mails/{id}/raw", leads("settings:read"), [services](const http::Call& call) {
    SetAsideRow row;
    services.database.read(
        [&](Tx& tx) { row = require_set_aside(tx, call.caller.account, set_aside_id(call.request.param("id"))); });
    require_fetched(row);
    return files::download(services.files, row.raw_file, "mail.eml", "message/rfc822");
  });
}

}  // namespace peakdesk::channels::email
