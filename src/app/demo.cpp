#include "app/demo.h"

#include <algorithm>

#include "accounts/accounts.h"
#include "app/app.h"
#include "app/command_failed.h"
#include "app/demo_content.h"
#include "base/random.h"
#include "base/text.h"
#include "channels/form/forms.h"
#include "platform/crypto/password_hash.h"
#include "rules/macros.h"
#include "tickets/receive.h"
#include "tickets/reply.h"
#include "tickets/ticket_changes.h"

namespace peakdesk::app {
namespace {

struct DemoPerson {
  const char* name;
  const char* email;
  Role role;
};
constexpr DemoPerson kPeople[] = {{"Robin Hale", kDemoEmail, Role::Owner},
                                  {"Sofia Lindgren", "sofia@peakdesk.example", Role::Lead},
                                  {"Malik Haddad", "malik@peakdesk.example", Role::Agent},
                                  {"Yuki Tanabe", "yuki@peakdesk.example", Role::Agent}};

/// Everything the demo makes happens at a moment of this clock, so the desk's own code writes the history.
struct Demo {
  Database& database;
  FakeClock& clock;
  AccountId account;
  std::vector<UserId> people;
  std::vector<TeamId> teams;
  Random random{20261127};

  template <class Work>
  void write(Work work) {
    database.write([&](Tx& tx) { work(tx); });
  }
  template <class T>
  const T& any(std::span<const T> list) {
    return list[random.below(list.size())];
  }
};

std::string filled(std::string_view text, const std::string& order, const std::string& name) {
  return replace_all(replace_all(std::string(text), "{order}", order), "{name}", name);
}

std::string as_html(const std::string& text) {
  std::string html = "<p>";
  for (const std::string_view line : split(text, '\n')) html += line.empty() ? "</p><p>" : escape_html(line) + "<br>";
  return html + "</p>";
}

void make_people(Demo& demo, const std::string& password_hash) {
  demo.write([&](Tx& tx) {
    demo.account = accounts::create_account(tx, {"Ridgeline Outdoor", "ridgeline.example", "en", "Europe/Berlin"});
    const Caller desk = accounts::system_caller(demo.account);
    for (const auto& person : kPeople)
      demo.people.push_back(accounts::create_user(
          tx, desk, {person.email, person.name, person.role, password_hash, "en", "Europe/Berlin", {}}));
    demo.teams.push_back(accounts::create_team(
        tx, desk, {"Orders & returns", "Parcels, exchanges, refunds", {demo.people[1], demo.people[2]}}));
    demo.teams.push_back(
        accounts::create_team(tx, desk, {"Product advice", "Questions before the purchase", {demo.people[3]}}));
  });
}

void make_settings(Demo& demo, const std::string& public_url) {
  demo.write([&](Tx& tx) {
    const Caller owner = accounts::caller_of_user(tx, demo.account, demo.people[0]);
    for (const auto& macro : demo_macros()) {
      rules::MacroInput input;
      input.name = std::string(macro.name);
      input.language.present = true;
      input.language.value = std::string(macro.language);
      JsonObject text{{"body_html", macro.html}};
      std::vector<rules::MacroAction> actions{{"setResponseText", text}};
      if (!macro.tags.empty()) actions.push_back({"addTags", JsonObject{{"tags", macro.tags}}});
      if (!macro.status.empty()) actions.push_back({"setStatus", JsonObject{{"status", macro.status}}});
      input.actions.present = true;
      input.actions.value = actions;
      rules::create_macro(tx, owner, input);
    }
    channels::form::FormInput form;
    form.name = {true, "Contact page"};
    form.title = {true, "How can we help?"};
    channels::form::create_form(tx, owner, form, "demo-contact-form", public_url);
  });
}

void make_conversation(Demo& demo, int index) {
  const DemoConversation& talk = demo.any(demo_conversations());
  std::vector<const DemoCustomer*> speakers;
  for (const auto& customer : demo_customers())
    if (customer.language == talk.language) speakers.push_back(&customer);
  const DemoCustomer& customer = *speakers[demo.random.below(speakers.size())];
  const std::string order = "R" + std::to_string(48'000 + demo.random.below(9'000));
  const std::string firstname(customer.name.substr(0, customer.name.find(' ')));
  const std::string mail_id = "demo-" + std::to_string(index) + "@mail.example";
  TicketId ticket;
  demo.write([&](Tx& tx) {
    tickets::IncomingMessage message;
    message.account = demo.account;
    message.channel = std::string(talk.channel);
    message.from = {std::string(customer.name), std::string(customer.email)};
    message.subject = filled(talk.subject, order, firstname);
    message.body_text = filled(talk.question, order, firstname);
    message.message_id = mail_id;
    message.language = std::string(talk.language);
    message.tags = {std::string(talk.tag)};
    ticket = tickets::receive(tx, message).ticket_id;
  });
  const bool is_advice = talk.tag == "product-question" || talk.tag == "shipping";
  demo.clock.advance(minutes(2 + static_cast<std::int64_t>(demo.random.below(50))));
  const UserId agent = demo.people[1 + demo.random.below(demo.people.size() - 1)];
  demo.write([&](Tx& tx) {
    tickets::TicketChanges changes;
    changes.assignee_team_id = {true, demo.teams[is_advice ? 1 : 0]};
    if (!talk.answer.empty() || demo.random.below(3) == 0) changes.assignee_user_id = {true, agent};
    if (talk.tag == "refund") changes.priority = tickets::TicketPriority::Urgent;
    if (talk.tag == "damaged" && demo.random.below(2) == 0) changes.priority = tickets::TicketPriority::High;
    tickets::change_ticket(tx, tickets::cause_of(accounts::caller_of_user(tx, demo.account, agent)), ticket, changes);
  });
  if (talk.answer.empty()) return;
  demo.clock.advance(minutes(3 + static_cast<std::int64_t>(demo.random.below(90))));
  MessageId answer;
  demo.write([&](Tx& tx) {
    tickets::ReplyInput reply;
    reply.id = ticket;
    reply.body_html = as_html(filled(talk.answer, order, firstname));
    if (talk.follow_up.empty()) reply.status = tickets::TicketStatus::Closed;
    answer = tickets::reply(tx, accounts::caller_of_user(tx, demo.account, agent), reply);
    tickets::set_mail_id(tx, demo.account, answer, "demo-answer-" + std::to_string(index) + "@ridgeline.example");
    tickets::mark_sent(tx, demo.account, answer);
  });
  if (talk.follow_up.empty()) return;
  demo.clock.advance(minutes(20 + static_cast<std::int64_t>(demo.random.below(300))));
  demo.write([&](Tx& tx) {
    tickets::IncomingMessage message;
    message.account = demo.account;
    message.from = {std::string(customer.name), std::string(customer.email)};
    message.subject = "Re: " + filled(talk.subject, order, firstname);
    message.body_text = filled(talk.follow_up, order, firstname) + "\n\n> " +
                        replace_all(filled(talk.answer, order, firstname), "\n", "\n> ");
    message.stripped_text = filled(talk.follow_up, order, firstname);
    message.message_id = "demo-follow-" + std::to_string(index) + "@mail.example";
    message.candidate_mail_ids = {"demo-answer-" + std::to_string(index) + "@ridgeline.example"};
    tickets::receive(tx, message);
  });
}

}  // namespace

void fill_demo(const std::string& data_folder, int tickets) {
  Config config;
  config.data = data_folder;
  config.log_level = "error";
  const Instant now = SystemClock().now();
  constexpr int kDays = 14;
  FakeClock clock(now - days(kDays));
  App app(config, clock);
  Demo demo{*app.database, clock, {}, {}, {}};
  bool empty = false;
  app.database->read([&](Tx& tx) { empty = !accounts::first_account(tx); });
  if (!empty) throw CommandFailed("There is a desk in " + data_folder + " already; the demo wants an empty folder.");
  make_people(demo, crypto::hash_password(kDemoPassword));
  make_settings(demo, app.public_url);
  // Arrivals over two weeks; the days before the end are busier, as before a peak.
  std::vector<Instant> arrivals;
  for (int i = 0; i < tickets; ++i) {
    const double share = 1.0 - demo.random.uniform() * demo.random.uniform();
    arrivals.push_back(now - days(kDays) +
                       Duration{static_cast<std::int64_t>(share * double(days(kDays).ms - hours(1).ms))});
  }
  std::sort(arrivals.begin(), arrivals.end());
  for (int i = 0; i < tickets; ++i) {
    clock.set(arrivals[static_cast<std::size_t>(i)]);
    make_conversation(demo, i);
  }
  // The answers above are history: nothing of the demo leaves the house.
  app.database->write(
      [](Tx& tx) { tx.exec("UPDATE jobs SET state = 'done' WHERE account_id > 0 AND state = 'queued'"); });
  clock.set(now);
  app.followers.catch_up();
  app.search_index.catch_up();
}

}  // namespace peakdesk::app
