#include "channels/form/forms.h"

#include "base/error.h"
#include "base/text.h"
#include "channels/form/form_store.h"
#include "channels/form/form_words.h"
#include "tickets/receive.h"

namespace peakdesk::channels::form {
namespace {

FormOut to_out(const Form& form, const std::string& public_url) {
  const FormSettings settings = settings_of(form);
  const std::string page = public_url + "/forms/" + form.public_key;
  return {form.id,
          form.public_key,
          form.name,
          form.active,
          form.locale,
          settings.title,
          settings.intro_text,
          settings.thanks_text,
          settings.allowed_origins,
          settings.tags,
          settings.assignee_team_id,
          page,
          "<script async src=\"" + page + "/embed.js\"></script>",
          form.submission_count,
          form.created_at,
          form.updated_at};
}

std::string checked_origin(const std::string& origin, std::size_t index) {
  const std::string_view rest = istarts_with_ascii(origin, "https://")  ? std::string_view(origin).substr(8)
                                : istarts_with_ascii(origin, "http://") ? std::string_view(origin).substr(7)
                                                                        : std::string_view();
  if (rest.empty() || rest.find_first_of("/?# ;,'\"") != std::string_view::npos)
    throw_invalid("allowed_origins[" + std::to_string(index) + "]",
                  "This must be a site such as https://shop.example, without a path.");
  return to_lower_ascii(origin);
}

void apply_form_input(Tx& tx, Form& form, const FormInput& input) {
  FormSettings settings = settings_of(form);
  if (input.name) form.name = collapse_space(input.name.value.value_or(""));
  if (form.name.empty()) throw_invalid("name", "Give the form a name, so that you can tell it from others.");
  if (input.active) form.active = input.active.value.value_or(true);
  if (input.locale) form.locale = input.locale.value.value_or("en");
  if (!is_form_locale(form.locale)) throw_invalid("locale", "This must be one of en, fr, pt-BR, es, de, ru.");
  if (input.title) settings.title = truncate(collapse_space(input.title.value.value_or("")), 200);
  if (input.intro_text) settings.intro_text = truncate(trim(input.intro_text.value.value_or("")), 2'000);
  if (input.thanks_text) settings.thanks_text = truncate(trim(input.thanks_text.value.value_or("")), 2'000);
  if (input.tags) settings.tags = input.tags.value.value_or(std::vector<std::string>{});
  if (input.assignee_team_id) settings.assignee_team_id = input.assignee_team_id.value.value_or(TeamId{});
  if (settings.assignee_team_id &&
      tx.scalar<std::int64_t>(0, "SELECT COUNT(*) FROM teams WHERE account_id = $1 AND id = $2", form.account_id,
                              settings.assignee_team_id) == 0)
    throw_invalid("assignee_team_id", "There is no such team.");
  if (input.allowed_origins) {
    settings.allowed_origins.clear();
    for (const auto& origin : input.allowed_origins.value.value_or(std::vector<std::string>{}))
      settings.allowed_origins.push_back(checked_origin(origin, settings.allowed_origins.size()));
  }
  form.settings.text = to_json(settings);
  form.updated_at = tx.now();
}

void announce_form(Tx& tx, const Caller& caller) {
  tx.emit({caller.account, "settings.changed", {}, caller.actor, R"({"what":"forms"})", {}});
}

}  // namespace

FormSettings settings_of(const Form& form) { return from_json<FormSettings>(form.settings.text); }

FormOut create_form(Tx& tx, const Caller& caller, const FormInput& input, const std::string& public_key,
                    const std::string& public_url) {
  Form form;
  form.id = tx.new_id<FormId>();
  form.account_id = caller.account;
  form.public_key = public_key;
  form.locale = caller.locale;
  form.created_at = tx.now();
  apply_form_input(tx, form, input);
  form_store::insert(tx, form);
  announce_form(tx, caller);
  return to_out(form, public_url);
}

FormOut update_form(Tx& tx, const Caller& caller, const FormInput& input, const std::string& public_url) {
  auto form = form_store::find(tx, caller.account, input.id);
  if (!form) throw_not_found("form");
  apply_form_input(tx, *form, input);
  form_store::update(tx, *form);
  announce_form(tx, caller);
  return to_out(*form, public_url);
}

void delete_form(Tx& tx, const Caller& caller, FormId id) {
  if (!form_store::erase(tx, caller.account, id)) throw_not_found("form");
  announce_form(tx, caller);
}

std::vector<FormOut> list_forms(Tx& tx, AccountId account, const std::string& public_url) {
  std::vector<FormOut> out;
  for (const auto& form : form_store::list(tx, account)) out.push_back(to_out(form, public_url));
  return out;
}

Form get_active_form(Tx& tx, const std::string& public_key) {
  const auto form = form_store::find_by_key(tx, public_key);
  if (!form || !form->active) throw_not_found("form");
  return *form;
}

void check_submission(const FormSubmission& submission) {
  const auto at = submission.email.rfind('@');
  if (at == std::string::npos || at == 0 || submission.email.find('.', at) == std::string::npos ||
      submission.email.size() > 320 || submission.email.find_first_of(" \t\r\n<>,;\"") != std::string::npos)
    throw_invalid("email", "Please write your e-mail address, so that we can answer: name@example.com.");
  if (trim(submission.message).empty()) throw_invalid("message", "Please write your question.");
  if (length(submission.message) > 50'000) throw_invalid("message", "This is too long: 50,000 characters at most.");
  if (length(submission.name) > 200) throw_invalid("name", "This is too long: 200 characters at most.");
  if (length(submission.subject) > 500) throw_invalid("subject", "This is too long: 500 characters at most.");
  if (length(submission.order_number) > 100) throw_invalid("order_number", "This is too long: 100 characters at most.");
}

TicketId receive_submission(Tx& tx, const Form& form, const FormSubmission& submission, const std::string& token_nonce,
                            bool spam) {
  const FormSettings settings = settings_of(form);
  tickets::IncomingMessage message;
  message.account = form.account_id;
  message.channel = "form";
  message.via = "form:" + std::to_string(form.id.value);
  message.team = settings.assignee_team_id;
  message.from = {collapse_space(submission.name), std::string(trim(submission.email))};
  message.subject = collapse_space(submission.subject);
  message.body_text = to_valid_utf8(trim(submission.message));
  if (const std::string order = collapse_space(submission.order_number); !order.empty())
    message.body_text += "\n\n" + form_words(form.locale).order_number + ": " + order;
  if (message.subject.empty()) message.subject = truncate(collapse_space(submission.message), 80);
  message.message_id = "form-" + token_nonce + "@" + form.public_key;
  message.language = form.locale.substr(0, 2);
  message.tags = settings.tags;
  message.spam = spam;
  const auto received = tickets::receive(tx, message);
  if (!received.duplicate) form_store::count_submission(tx, form.account_id, form.id);
  return received.ticket_id;
}

}  // namespace peakdesk::channels::form
