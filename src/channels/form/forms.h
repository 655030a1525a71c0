// Contact forms: a page and a script a shop embeds; each submission makes a ticket. Front door, shapes and settings;
// SQL in form_store.cpp, the page in form_page.cpp, spam guard in form_guard.h, HTTP in form_routes.cpp.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/caller.h"
#include "base/described.h"
#include "base/json.h"
#include "platform/db/tx.h"

namespace peakdesk::channels::form {

/// What a shop chose; kept as JSON in `forms.settings`.
struct FormSettings {
  std::string title;
  std::string intro_text;
  std::string thanks_text;
  std::vector<std::string> allowed_origins;  // "https://shop.example"; empty: any site may embed it
  std::vector<std::string> tags;
  TeamId assignee_team_id;
};
BOOST_DESCRIBE_STRUCT(FormSettings, (), (title, intro_text, thanks_text, allowed_origins, tags, assignee_team_id))

struct Form {
  FormId id;
  AccountId account_id;
  std::string public_key;
  std::string name;
  std::string locale = "en";
  RawJson settings;
  bool active = true;
  std::int64_t submission_count = 0;
  Instant created_at;
  Instant updated_at;
};
BOOST_DESCRIBE_STRUCT(Form, (),
                      (id, account_id, public_key, name, locale, settings, active, submission_count, created_at,
                       updated_at))

struct FormOut {
  FormId id;
  std::string public_key;
  std::string name;
  bool active = true;
  std::string locale;
  std::string title;
  std::string intro_text;
  std::string thanks_text;
  std::vector<std::string> allowed_origins;
  std::vector<std::string> tags;
  TeamId assignee_team_id;
  std::string page_url;
  std::string embed_code;
  std::int64_t submission_count = 0;
  Instant created_datetime;
  Instant updated_datetime;
};
BOOST_DESCRIBE_STRUCT(FormOut, (),
                      (id, public_key, name, active, locale, title, intro_text, thanks_text, allowed_origins, tags,
                       assignee_team_id, page_url, embed_code, submission_count, created_datetime, updated_datetime))

/// POST and PATCH; what is left out stays.
struct FormInput {
  FormId id;
  Patch<std::string> name;
  Patch<bool> active;
  Patch<std::string> locale;
  Patch<std::string> title;
  Patch<std::string> intro_text;
  Patch<std::string> thanks_text;
  Patch<std::vector<std::string>> allowed_origins;
  Patch<std::vector<std::string>> tags;
  Patch<TeamId> assignee_team_id;
};
BOOST_DESCRIBE_STRUCT(FormInput, (),
                      (id, name, active, locale, title, intro_text, thanks_text, allowed_origins, tags,
                       assignee_team_id))

struct FormSubmission {
  std::string name;
  std::string email;
  std::string subject;
  std::string message;
  std::string order_number;
  std::string token;    // from the page: says when it was opened
  std::string website;  // people do not see it; whoever fills it in is a machine
};
BOOST_DESCRIBE_STRUCT(FormSubmission, (), (name, email, subject, message, order_number, token, website))

/// Random text that names a form in public; made outside of transactions by the route.
FormOut create_form(Tx& tx, const Caller& caller, const FormInput& input, const std::string& public_key,
                    const std::string& public_url);
FormOut update_form(Tx& tx, const Caller& caller, const FormInput& input, const std::string& public_url);
void delete_form(Tx& tx, const Caller& caller, FormId id);
std::vector<FormOut> list_forms(Tx& tx, AccountId account, const std::string& public_url);
/// Throws NotFound for an unknown or inactive key.
Form get_active_form(Tx& tx, const std::string& public_key);
FormSettings settings_of(const Form& form);

/// Checks what a person wrote; throws Invalid naming the field.
void check_submission(const FormSubmission& submission);
/// Makes the ticket. `token_nonce` makes a form that is sent twice one ticket. `spam` puts it into the spam folder,
/// where a person can still find it.
TicketId receive_submission(Tx& tx, const Form& form, const FormSubmission& submission, const std::string& token_nonce,
                            bool spam);

}  // namespace peakdesk::channels::form
