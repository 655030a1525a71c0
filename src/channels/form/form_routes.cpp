#include "channels/form/form_routes.h"

#include "base/error.h"
#include "base/text.h"
#include "channels/form/form_page.h"
#include "channels/form/form_words.h"
#include "channels/form/forms.h"
#include "platform/crypto/random_bytes.h"

namespace peakdesk::channels::form {
namespace {

struct FormIdInput {
  FormId id;
};
BOOST_DESCRIBE_STRUCT(FormIdInput, (), (id))
struct FormListInput {
  std::string cursor;
  std::int64_t limit = 100;
};
BOOST_DESCRIBE_STRUCT(FormListInput, (), (cursor, limit))

struct SubmissionAnswer {
  std::string message;
};
BOOST_DESCRIBE_STRUCT(SubmissionAnswer, (), (message))

std::string url_decode(std::string_view text) {
  const auto hex = [](char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
  };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      out += ' ';
    } else if (text[i] == '%' && i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0) {
      out += static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return to_valid_utf8(out);
}

FormSubmission from_form_fields(std::string_view body) {
  FormSubmission submission;
  for (const std::string_view pair : split(body, '&')) {
    const auto equals = pair.find('=');
    const std::string name = url_decode(pair.substr(0, equals));
    const std::string value = equals == std::string_view::npos ? "" : url_decode(pair.substr(equals + 1));
    for_each_member<FormSubmission>([&](std::string_view member, auto pointer) {
      if (member == name) submission.*pointer = value;
    });
  }
  return submission;
}

http::Response with_policy(http::Response response, const Form& form) {
  response.headers.emplace_back("Content-Security-Policy", form_page_policy(settings_of(form)));
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

Form load_form(db::Database& database, const http::Request& request) {
  Form form;
  database.read([&](Tx& tx) { form = get_active_form(tx, std::string(request.param("public_key"))); });
  return form;
}

bool origin_is_allowed(const FormSettings& settings, std::string_view origin) {
  for (const auto& allowed : settings.allowed_origins)
    if (iequals_ascii(allowed, origin)) return true;
  return false;
}

http::Response submit(db::Database& database, FormGuard& guard, const http::Call& call) {
  const Form form = load_form(database, call.request);
  const bool is_json = call.request.header("Content-Type").find("json") != std::string_view::npos;
  const auto submission = is_json ? from_json<FormSubmission>(call.request.body) : from_form_fields(call.request.body);
  const auto show_again = [&](const std::string& error, int status) {
    return with_policy(
        http::Response::html(
            form_page(form, guard.make_token(form.public_key, crypto::random_token(12)), submission, error), status),
        form);
  };
  try {
    check_submission(submission);
    guard.count(call.request.peer_ip);
  } catch (const RequestError& e) {
    if (is_json) throw;
    return show_again(e.what(), e.kind == ErrorKind::TooMany ? 429 : 422);
  }
  std::string nonce;
  const auto state = guard.check_token(form.public_key, submission.token, nonce);
  if (state != FormGuard::TokenState::Good) {
    // A shop's own script has no page of ours to take a token from; its site vouches for it.
    const bool vouched =
        is_json && submission.token.empty() && origin_is_allowed(settings_of(form), call.request.header("Origin"));
    if (!vouched) {
      if (!is_json) return show_again(form_words(form.locale).too_fast, 422);
      throw_invalid("token",
                    state == FormGuard::TokenState::TooFast
                        ? "The form was sent within three seconds of being opened. Wait a moment and send it again."
                        : "The form's token is missing or too old. Load the form's page again, or name this site among "
                          "the form's allowed origins.");
    }
    nonce = crypto::random_token(12);
  }
  database.write(
      [&](Tx& tx) { receive_submission(tx, form, submission, nonce, FormGuard::looks_like_spam(submission)); },
      db::Lane::Machine);
  if (is_json) {
    const FormSettings settings = settings_of(form);
    return http::Response::json(
        to_json(SubmissionAnswer{settings.thanks_text.empty() ? form_words(form.locale).thanks : settings.thanks_text}),
        201);
  }
  auto thanks = with_policy(http::Response::html(thanks_page(form)), form);
  thanks.status = 201;
  return thanks;
}

}  // namespace

void add_form_routes(Router& router, db::Database& database, FormGuard& guard, const std::string& public_url) {
  router.read_with<FormListInput>("GET", "/api/forms", owners("settings:read"),
                                  [&public_url](Tx& tx, const Caller& caller, const FormListInput&) {
                                    return Page<FormOut>{list_forms(tx, caller.account, public_url), {}};
                                  });
  router.write_with<FormInput>(
      "POST", "/api/forms", owners("settings:write"),
      [&public_url](Tx& tx, const Caller& caller, const FormInput& input) {
        return Created<FormOut>{create_form(tx, caller, input, crypto::random_token(15), public_url)};
      });
  router.write_with<FormInput>("PATCH", "/api/forms/{id}", owners("settings:write"),
                               [&public_url](Tx& tx, const Caller& caller, const FormInput& input) {
                                 return update_form(tx, caller, input, public_url);
                               });
  router.write_with<FormIdInput>("DELETE", "/api/forms/{id}", owners("settings:write"),
                                 [](Tx& tx, const Caller& caller, const FormIdInput& input) {
                                   delete_form(tx, caller, input.id);
                                   return NoContent{};
                                 });

  router.work("GET", "/forms/{public_key}", everyone(), [&database, &guard](const http::Call& call) {
    const Form form = load_form(database, call.request);
    return with_policy(
        http::Response::html(form_page(form, guard.make_token(form.public_key, crypto::random_token(12)), {}, "")),
        form);
  });
  router.work("GET", "/forms/{public_key}/embed.js", everyone(), [&database](const http::Call& call) {
    load_form(database, call.request);
    http::Response response = http::Response::text(embed_script());
    response.content_type = "text/javascript; charset=utf-8";
    response.headers.emplace_back("Cache-Control", "public, max-age=3600");
    response.headers.emplace_back("Cross-Origin-Resource-Policy", "cross-origin");
    return response;
  });
  router.work(
      "POST", "/forms/{public_key}/submissions", everyone(),
      [&database, &guard](const http::Call& call) { return submit(database, guard, call); }, 256 << 10);
}

}  // namespace peakdesk::channels::form
