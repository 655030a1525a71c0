#include "channels/form/form_page.h"

#include "base/text.h"
#include "channels/form/form_words.h"

namespace peakdesk::channels::form {
namespace {

constexpr std::string_view kStyle = R"css(
:root{color-scheme:light dark;--ink:#1a1d21;--soft:#5b6470;--line:#c9d0d8;--ground:#fff;--accent:#2457d6;--on-accent:#fff;--bad:#b3261e}
@media(prefers-color-scheme:dark){:root{--ink:#eceff3;--soft:#a9b2bd;--line:#454d57;--ground:#16191d;--accent:#8fb0ff;--on-accent:#0d1420;--bad:#ff8a80}}
*{box-sizing:border-box}body{margin:0;padding:20px;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:560px;margin:0 auto}h1{font-size:1.4rem;margin:0 0 4px}p.intro{margin:0 0 20px;color:var(--soft);white-space:pre-line}
label{display:block;font-weight:600;margin:14px 0 4px}label small{font-weight:400;color:var(--soft)}
input,textarea{width:100%;font:inherit;color:inherit;background:transparent;border:1px solid var(--line);border-radius:8px;padding:10px 12px}
textarea{min-height:150px;resize:vertical}input:focus,textarea:focus,button:focus,a:focus{outline:3px solid var(--accent);outline-offset:1px}
button{margin-top:20px;font:inherit;font-weight:600;color:var(--on-accent);background:var(--accent);border:0;border-radius:8px;padding:11px 22px;cursor:pointer}
.error{color:var(--bad);font-weight:600}.hidden{position:absolute;left:-9999px;width:1px;height:1px;overflow:hidden}a{color:var(--accent)}
)css";

std::string page(const Form& form, const std::string& title, const std::string& body) {
  return "<!doctype html><html lang=\"" + escape_html(form.locale) +
         "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
         "content=\"width=device-width,initial-scale=1\"><title>" +
         escape_html(title) + "</title><style>" + std::string(kStyle) +
         "</style></head><body><main data-peakdesk-form>" + body + "</main><script src=\"/forms/" + form.public_key +
         "/embed.js\"></script></body></html>";
}

std::string field(const std::string& name, const std::string& label, const std::string& hint, const std::string& value,
                  const std::string& attributes) {
  return "<label for=\"" + name + "\">" + escape_html(label) +
         (hint.empty() ? "" : " <small>(" + escape_html(hint) + ")</small>") + "</label><input id=\"" + name +
         "\" name=\"" + name + "\" value=\"" + escape_html(value) + "\" " + attributes + ">";
}

}  // namespace

std::string form_page(const Form& form, const std::string& token, const FormSubmission& filled,
                      const std::string& error) {
  const FormWords& words = form_words(form.locale);
  const FormSettings settings = settings_of(form);
  const std::string title = settings.title.empty() ? words.title : settings.title;
  std::string body = "<h1>" + escape_html(title) + "</h1><p class=\"intro\">" +
                     escape_html(settings.intro_text.empty() ? words.intro : settings.intro_text) + "</p>";
  if (!error.empty()) body += "<p class=\"error\" role=\"alert\">" + escape_html(error) + "</p>";
  body += "<form method=\"post\" action=\"/forms/" + form.public_key + "/submissions\">";
  body += field("name", words.name, words.optional, filled.name, "autocomplete=\"name\" maxlength=\"200\"");
  body +=
      field("email", words.email, "", filled.email, "type=\"email\" autocomplete=\"email\" required maxlength=\"320\"");
  body += field("order_number", words.order_number, words.optional, filled.order_number, "maxlength=\"100\"");
  body += field("subject", words.subject, words.optional, filled.subject, "maxlength=\"500\"");
  body += "<label for=\"message\">" + escape_html(words.message) +
          "</label><textarea id=\"message\" name=\"message\" required maxlength=\"50000\">" +
          escape_html(filled.message) + "</textarea>";
  // Off the screen and out of the tab order: only machines fill it in.
  body +=
      "<div class=\"hidden\" aria-hidden=\"true\"><label for=\"website\">Website</label><input id=\"website\" "
      "name=\"website\" "
      "tabindex=\"-1\" autocomplete=\"off\"></div>";
  body += "<input type=\"hidden\" name=\"token\" value=\"" + escape_html(token) + "\"><button type=\"submit\">" +
          escape_html(words.send) + "</button></form>";
  return page(form, title, body);
}

std::string thanks_page(const Form& form) {
  const FormWords& words = form_words(form.locale);
  const FormSettings settings = settings_of(form);
  return page(form, words.title,
              "<h1>" + escape_html(settings.title.empty() ? words.title : settings.title) +
                  "</h1><p class=\"intro\" role=\"status\">" +
                  escape_html(settings.thanks_text.empty() ? words.thanks : settings.thanks_text) +
                  "</p><p><a href=\"/forms/" + form.public_key + "\">" + escape_html(words.go_back) + "</a></p>");
}

std::string embed_script() {
  return R"js((function () {
  'use strict';
  var inside = document.querySelector('[data-peakdesk-form]');
  if (inside) {
    if (window.parent === window) return;
    var tell = function () { window.parent.postMessage({ peakdeskFormHeight: document.documentElement.scrollHeight }, '*'); };
    window.addEventListener('load', tell);
    if (window.ResizeObserver) new ResizeObserver(tell).observe(document.body);
    return;
  }
  var script = document.currentScript;
  if (!script) return;
  var frame = document.createElement('iframe');
  frame.src = script.src.replace(/\/embed\.js.*$/, '');
  frame.title = script.getAttribute('data-title') || 'Contact';
  frame.style.cssText = 'width:100%;border:0;min-height:560px';
  window.addEventListener('message', function (event) {
    if (event.source !== frame.contentWindow || !event.data) return;
    var height = Number(event.data.peakdeskFormHeight);
    if (height > 0 && height < 5000) frame.style.height = height + 'px';
  });
  script.parentNode.insertBefore(frame, script.nextSibling);
})();
)js";
}

std::string form_page_policy(const FormSettings& settings) {
  std::string framed_by = "*";
  if (!settings.allowed_origins.empty()) {
    framed_by = "'self'";
    for (const auto& origin : settings.allowed_origins) framed_by += " " + origin;
  }
  return "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; form-action 'self'; base-uri 'none'; "
         "frame-ancestors " +
         framed_by;
}

}  // namespace peakdesk::channels::form
