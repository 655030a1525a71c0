#include "rules/template.h"

#include <gtest/gtest.h>

namespace peakdesk::rules {
namespace {

const Json& document() {
  static const Json value = parse_json(R"({
    "ticket": {"id": 123, "subject": "Hat & <b>coat</b>", "created_datetime": "2018-03-22T14:05:09.000Z", "spam": false,
      "customer": {"firstname": "Anna", "email": "anna@example.com", "note": ""},
      "tags": ["vip", "late"],
      "messages": [{"body_text": "first"}, {"body_text": "last\nline"}]},
    "current_user": {"name": "Alice"}})");
  return value;
}

std::string text(std::string_view source, WhenMissing when = WhenMissing::LeaveAsWritten) {
  RenderOptions options;
  options.when_missing = when;
  return render_template(
             source, [](std::string_view path) { return value_at(document(), path); }, options)
      .text;
}
std::string html(std::string_view source) {
  RenderOptions options;
  options.kind = TemplateKind::Html;
  return render_template(
             source, [](std::string_view path) { return value_at(document(), path); }, options)
      .text;
}

}  // namespace

TEST(Template, PathsOfTheField) {
  EXPECT_EQ(text("Hi {{ticket.customer.firstname}},"), "Hi Anna,");
  EXPECT_EQ(text("{{ ticket.id }} {{ticket.messages[-1].body_text}} {{ticket.messages[0].body_text}}"),
            "123 last\nline first");
  EXPECT_EQ(text("{{current_user.name}}: {{ticket.tags}} {{ticket.spam}}"), "Alice: vip, late false");
}

TEST(Template, ValuesAreEscapedInHtml) {
  EXPECT_EQ(html("<p>{{ticket.subject}}</p>"), "<p>Hat &amp; &lt;b&gt;coat&lt;/b&gt;</p>");
  EXPECT_EQ(html("{{ticket.messages[-1].body_text}}"), "last<br>line");
}

TEST(Template, MissingValuesAreReported) {
  RenderOptions options;
  const auto find = [](std::string_view path) { return value_at(document(), path); };
  auto out = render_template(
      "Hi {{ticket.customer.lastname}}, {{ticket.messages[9].body_text}}{{ticket.customer.note}}", find, options);
  EXPECT_EQ(out.text, "Hi {{ticket.customer.lastname}}, {{ticket.messages[9].body_text}}{{ticket.customer.note}}");
  ASSERT_EQ(out.missing.size(), 3u);
  EXPECT_EQ(out.missing[0].variable, "ticket.customer.lastname");
  EXPECT_EQ(out.missing[0].position, 3);
  EXPECT_EQ(text("Hi {{ticket.customer.lastname}}!", WhenMissing::Blank), "Hi !");
  EXPECT_EQ(text("Hi {{ticket.customer.lastname|fallback(\"there\")}}!"), "Hi there!");
  EXPECT_EQ(html("Hi {{ticket.customer.lastname | fallback(&quot;you &lt;3&quot;)}}"), "Hi you &lt;3");
}

TEST(Template, WhatIsNoVariableStays) {
  EXPECT_EQ(text("{{ }} {{ticket.id {{}} {{a b}} }} {{ticket.id}}"), "{{ }} {{ticket.id {{}} {{a b}} }} 123");
  EXPECT_EQ(text("{{{{ticket.id}}"), "{{123");
  EXPECT_EQ(text("{{ticket.id|"), "{{ticket.id|");
  EXPECT_EQ(text("{{ticket.id|unknown_filter}}"), "123");
  EXPECT_EQ(text("{% if x %}"), "{% if x %}");
}

TEST(Template, AValueIsNotRenderedAgain) {
  const auto find = [](std::string_view) { return Json("{{ticket.id}}"); };
  EXPECT_EQ(render_template("{{ticket.subject}}", find, {}).text, "{{ticket.id}}");
}

TEST(Template, DatesAsMomentWritesThem) {
  EXPECT_EQ(text("{{ticket.created_datetime|datetime_format(\"MMM Do YY\")}}"), "Mar 22nd 18");
  EXPECT_EQ(text("{{ticket.created_datetime|datetime_format(\"L\")}}"), "03/22/2018");
  EXPECT_EQ(text("{{ticket.created_datetime|datetime_format('dddd, D MMMM YYYY [at] HH:mm')}}"),
            "Thursday, 22 March 2018 at 14:05");
  Instant t;
  ASSERT_TRUE(parse_iso8601("2026-11-01T23:30:00Z", t));
  EXPECT_EQ(format_moment(t, "Do MMMM YYYY", "fr", "Europe/Paris"), "2 novembre 2026");
  EXPECT_EQ(format_moment(t, "D. MMMM, HH:mm", "de", "Europe/Berlin"), "2. November, 00:30");
  EXPECT_EQ(format_moment(t, "D MMMM YYYY", "ru", "Europe/Moscow"), "2 ноября 2026");
  EXPECT_EQ(format_moment(t, "MMMM YYYY", "ru", "Europe/Moscow"), "ноябрь 2026");
  EXPECT_EQ(format_moment(t, "h:mm a", "en", "UTC"), "11:30 pm");
  EXPECT_EQ(text("{{ticket.subject|datetime_format(\"L\")}}"), "Hat & <b>coat</b>");
}

}  // namespace peakdesk::rules
