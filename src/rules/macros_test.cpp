#include "rules/macros.h"

#include <gtest/gtest.h>

#include "rules/variables.h"
#include "tickets/testing/desk.h"

namespace peakdesk::rules {
namespace {

using tickets::testing::Desk;

struct Macros : ::testing::Test {
  Macros() {
    auto message = desk.incoming("anna@example.com", "Where is <it>?", "Hello, where is it?", "1@x");
    message.from.name = "Anna Müller";
    message.to = {{"Shop", "help@shop.example"}};
    ticket = desk.store.write([&](Tx& tx) { return tickets::receive(tx, message); }).ticket_id;
  }
  MacroId add(const std::string& json) {
    return desk.store.write([&](Tx& tx) { return create_macro(tx, desk.agent, from_json<MacroInput>(json)); }).id;
  }
  std::string error_field(const std::string& json) {
    try {
      add(json);
    } catch (const RequestError& e) {
      return e.field;
    }
    return "no error";
  }
  MacroPreview preview(MacroId id) {
    return desk.store.read([&](Tx& tx) { return preview_macro(tx, desk.agent, id, ticket); });
  }
  std::string text(const std::string& source) {
    return desk.store.read([&](Tx& tx) {
      TicketVariables variables(tx, desk.agent, ticket);
      return variables.render(source, TemplateKind::Text, WhenMissing::Blank).text;
    });
  }
  Desk desk;
  TicketId ticket;
};

}  // namespace

TEST_F(Macros, EveryPathOfTheField) {
  EXPECT_EQ(text("{{ticket.customer.firstname}} {{ticket.customer.email}} {{ticket.customer.name}}"),
            "Anna anna@example.com Anna Müller");
  EXPECT_EQ(text("{{ticket.id}}"), std::to_string(ticket.value));
  EXPECT_EQ(text("{{ticket.channel}} {{ticket.subject}}"), "email Where is <it>?");
  EXPECT_EQ(
      text("{{ticket.messages[-1].body_text}}|{{ticket.messages[0].stripped_text}}|{{ticket.first_message.body_text}}"),
      "Hello, where is it?|Hello, where is it?|Hello, where is it?");
  EXPECT_EQ(text("{{ticket.sender.email}} {{ticket.receiver.email}}"), "anna@example.com help@shop.example");
  EXPECT_EQ(text("{{current_user.name}} {{current_user.firstname}}"), "Alice Alice");
  EXPECT_EQ(text("[{{ticket.assignee_user.name}}{{current_user.bio}}]"), "[]");
  desk.change(ticket, R"({"assignee_user_id":102})");
  EXPECT_EQ(text("{{ticket.assignee_user.name}}"), "Boris");
  EXPECT_NE(text("{{ticket.created_datetime|datetime_format(\"YYYY\")}}"), "");
}

TEST_F(Macros, APreviewWarnsOfEmptyVariables) {
  const auto id = add(R"({"name":"Where","actions":[
    {"name":"setResponseText","arguments":{"body_html":"<div>Hi {{ticket.customer.firstname}}, {{ticket.subject}} {{current_user.bio}}</div>"}},
    {"name":"addTags","arguments":{"tags":"question, {{ticket.channel}}"}}]})");
  const auto shown = preview(id);
  EXPECT_EQ(shown.body_html, "<div>Hi Anna, Where is &lt;it&gt;? {{current_user.bio}}</div>");
  EXPECT_EQ(shown.body_text, "Hi Anna, Where is <it>? {{current_user.bio}}");
  ASSERT_EQ(shown.missing.size(), 1u);
  EXPECT_EQ(shown.missing[0].variable, "current_user.bio");
  EXPECT_EQ(shown.body_text.substr(static_cast<std::size_t>(shown.missing[0].position), 2), "{{");
  EXPECT_EQ(to_json(shown.actions[1].arguments), R"({"tags":"question, email"})");
}

TEST_F(Macros, ApplyingDoesEverything) {
  const auto id = add(R"({"name":"Close","actions":[
    {"name":"setResponseText","arguments":{"body_text":"Bye {{ticket.customer.firstname}}"}},
    {"name":"addInternalNote","arguments":{"body_text":"closed by macro"}},
    {"name":"addTags","arguments":{"tags":"done, late parcel"}},
    {"name":"setPriority","arguments":{"priority":"low"}},
    {"name":"assignUser","arguments":{"user_id":102}},
    {"name":"setStatus","arguments":{"status":"closed"}}]})");
  desk.store.write([&](Tx& tx) { apply_macro(tx, desk.agent, ticket, id); });
  const auto after = desk.ticket(ticket);
  EXPECT_EQ(after.status, tickets::TicketStatus::Closed);
  EXPECT_EQ(after.tags.size(), 2u);
  EXPECT_EQ(after.message_count, 3);
  EXPECT_EQ(after.excerpt, "Bye Anna");
  EXPECT_EQ(after.assignee_user->name, "Boris");
  EXPECT_EQ(desk.store.read([&](Tx& tx) { return get_macro(tx, desk.account, id); }).usage, 1);
}

TEST_F(Macros, WhatIsWrongIsNamed) {
  EXPECT_EQ(error_field(R"({"actions":[]})"), "name");
  EXPECT_EQ(error_field(R"({"name":"x","actions":[{"name":"explode"}]})"), "actions[0].name");
  EXPECT_EQ(error_field(R"({"name":"x","actions":[{"name":"setStatus","arguments":{}}]})"),
            "actions[0].arguments.status");
  EXPECT_EQ(error_field(R"({"name":"x","actions":[{"name":"setStatus","arguments":{"status":"solved"}}]})"),
            "actions[0].arguments.status");
  EXPECT_EQ(error_field(R"({"name":"x","actions":[{"name":"snooze","arguments":{"duration_s":1}}]})"),
            "actions[0].arguments.duration_s");
  EXPECT_EQ(error_field(R"({"name":"x","actions":[{"name":"addTags","arguments":{"tags":"a","colour":"red"}}]})"),
            "actions[0].arguments.colour");
}

TEST_F(Macros, ScriptsInAMacroDoNotSurviveSaving) {
  const auto id = add(
      R"({"name":"x","actions":[{"name":"setResponseText","arguments":{"body_html":"<p onclick=\"x()\">a</p><script>alert(1)</script>"}}]})");
  EXPECT_EQ(preview(id).body_html, "<p>a</p>");
}

}  // namespace peakdesk::rules
