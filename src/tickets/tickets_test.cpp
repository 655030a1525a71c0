#include "tickets/tickets.h"

#include <gtest/gtest.h>

#include "customers/customers.h"
#include "tickets/drafts.h"
#include "tickets/history.h"
#include "tickets/receive.h"
#include "tickets/reply.h"
#include "tickets/search.h"
#include "tickets/testing/desk.h"
#include "tickets/ticket_changes.h"

namespace peakdesk::tickets {
namespace {

using testing::Desk;

struct Tickets : ::testing::Test {
  Desk desk;
};

}  // namespace

TEST_F(Tickets, AMailMakesATicketAnAnswerFindsIt) {
  const auto first = desk.receive("anna@example.com", "Where is my parcel?", "It has been a week.", "m1@example.com");
  EXPECT_FALSE(first.duplicate);
  auto ticket = desk.ticket(first.ticket_id);
  EXPECT_EQ(ticket.subject, "Where is my parcel?");
  EXPECT_EQ(ticket.excerpt, "It has been a week.");
  EXPECT_EQ(ticket.customer.email, "anna@example.com");
  EXPECT_EQ(ticket.number, 1);
  EXPECT_TRUE(ticket.is_unread);
  EXPECT_EQ(ticket.message_count, 1);

  const auto answer = desk.reply(first.ticket_id, "It is on its way.", TicketStatus::Closed);
  desk.store.write([&](Tx& tx) {
    set_mail_id(tx, desk.account, answer, "answer1@shop.example");
    EXPECT_TRUE(mark_sent(tx, desk.account, answer));
    EXPECT_FALSE(mark_sent(tx, desk.account, answer));
  });
  ticket = desk.ticket(first.ticket_id);
  EXPECT_EQ(ticket.status, TicketStatus::Closed);
  EXPECT_TRUE(ticket.last_message_from_agent);
  EXPECT_TRUE(ticket.closed_datetime);

  const auto second = desk.receive("anna@example.com", "Re: Where is my parcel?", "Thanks!", "m2@example.com",
                                   {"answer1@shop.example"});
  EXPECT_EQ(second.ticket_id, first.ticket_id);
  ticket = desk.ticket(first.ticket_id);
  EXPECT_EQ(ticket.status, TicketStatus::Open);
  EXPECT_FALSE(ticket.closed_datetime);
  EXPECT_EQ(ticket.message_count, 3);

  const auto again = desk.receive("anna@example.com", "Re: Where is my parcel?", "Thanks!", "m2@example.com");
  EXPECT_TRUE(again.duplicate);
  EXPECT_EQ(again.message_id, second.message_id);
}

TEST_F(Tickets, ANumberInTheSubjectJoinsNobodysTicket) {
  const auto first = desk.receive("anna@example.com", "A", "a", "a@x");
  const auto second = desk.receive("eve@example.com", "Re: [#1] A", "b", "b@x");
  EXPECT_NE(first.ticket_id, second.ticket_id);
}

TEST_F(Tickets, ASignedReplyAddressWinsOverMailIds) {
  const auto one = desk.receive("anna@example.com", "A", "a", "a@x");
  const auto two = desk.receive("anna@example.com", "B", "b", "b@x");
  auto message = desk.incoming("anna@example.com", "Re: A", "c", "c@x");
  message.candidate_mail_ids = {"a@x"};
  message.signed_ticket = two.ticket_id;
  const auto three = desk.store.write([&](Tx& tx) { return receive(tx, message); });
  EXPECT_EQ(three.ticket_id, two.ticket_id);
  EXPECT_NE(three.ticket_id, one.ticket_id);
}

TEST_F(Tickets, AnAutoReplyDoesNotReopen) {
  const auto first = desk.receive("anna@example.com", "A", "a", "a@x");
  desk.reply(first.ticket_id, "done", TicketStatus::Closed);
  auto message = desk.incoming("anna@example.com", "Out of office", "I am away", "b@x");
  message.candidate_mail_ids = {"a@x"};
  message.is_auto_reply = true;
  desk.store.write([&](Tx& tx) { return receive(tx, message); });
  EXPECT_EQ(desk.ticket(first.ticket_id).status, TicketStatus::Closed);
}

TEST_F(Tickets, ASecondAnswerMeanwhileIsACollision) {
  const auto first = desk.receive("anna@example.com", "A", "a", "a@x");
  desk.reply_as(desk.boris, first.ticket_id, "Boris answers");
  ReplyInput late;
  late.id = first.ticket_id;
  late.body_text = "Anna's agent answers too";
  late.last_seen_message_id = first.message_id;
  try {
    desk.store.write([&](Tx& tx) { return reply(tx, desk.agent, late); });
    FAIL();
  } catch (const RequestError& e) {
    EXPECT_EQ(e.code, "newer_message");
    EXPECT_NE(std::string(e.what()).find("Boris"), std::string::npos);
  }
  late.force = true;
  desk.store.write([&](Tx& tx) { return reply(tx, desk.agent, late); });
  EXPECT_EQ(desk.ticket(first.ticket_id).message_count, 3);
}

TEST_F(Tickets, AnswersGoToWhoWroteLastAndNeverToOurselves) {
  auto message = desk.incoming("anna@example.com", "A", "a", "a@x");
  message.to = {{"Shop", "help@shop.example"}, {"Carl", "carl@example.com"}};
  message.cc = {{"Dora", "dora@example.com"}, {"", "ANNA@example.com"}};
  message.mailbox = desk.mailbox;
  const auto first = desk.store.write([&](Tx& tx) { return receive(tx, message); });
  const auto to = desk.ticket(first.ticket_id).reply_to;
  ASSERT_EQ(to.to.size(), 1u);
  EXPECT_EQ(to.to[0].address, "anna@example.com");
  ASSERT_EQ(to.cc.size(), 2u);
  EXPECT_EQ(to.cc[0].address, "carl@example.com");
  EXPECT_EQ(to.from_mailbox_id, desk.mailbox);
}

TEST_F(Tickets, AFailedMessageMarksItsTicketUntilItIsSentAgain) {
  const auto first = desk.receive("anna@example.com", "A", "a", "a@x");
  const auto answer = desk.reply(first.ticket_id, "b");
  desk.store.write([&](Tx& tx) {
    EXPECT_TRUE(mark_failed(tx, desk.account, answer, {"mail_refused", {}, "The mailbox is full."}));
  });
  EXPECT_TRUE(desk.ticket(first.ticket_id).has_failed_message);
  desk.store.write([&](Tx& tx) { retry_message(tx, desk.agent, answer); });
  EXPECT_FALSE(desk.ticket(first.ticket_id).has_failed_message);
  EXPECT_EQ(desk.message(answer).state, MessageState::Queued);
  EXPECT_THROW(desk.store.write([&](Tx& tx) { retry_message(tx, desk.agent, answer); }), RequestError);
}

TEST_F(Tickets, SnoozedTicketsWakeByThemselves) {
  const auto first = desk.receive("anna@example.com", "A", "a", "a@x");
  desk.change(first.ticket_id, R"({"snooze_datetime":"2030-01-01T00:00:00Z"})");
  EXPECT_EQ(desk.ticket(first.ticket_id).status, TicketStatus::Snoozed);
  EXPECT_EQ(desk.store.write([&](Tx& tx) { return wake_snoozed(tx); }), 0u);
  Instant after;
  ASSERT_TRUE(parse_iso8601("2030-01-01T00:00:01Z", after));
  desk.store.clock.set(after);
  EXPECT_EQ(desk.store.write([&](Tx& tx) { return wake_snoozed(tx); }), 1u);
  const auto ticket = desk.ticket(first.ticket_id);
  EXPECT_EQ(ticket.status, TicketStatus::Open);
  EXPECT_FALSE(ticket.snooze_datetime);
  EXPECT_TRUE(ticket.is_unread);
}

TEST_F(Tickets, ChangesAreCheckedAndTold) {
  const auto first = desk.receive("anna@example.com", "A", "a", "a@x");
  desk.change(first.ticket_id, R"({"priority":"urgent","assignee_user_id":)" + std::to_string(desk.boris.user.value) +
                                   R"(,"add_tags":["VIP","late parcel"],"subject":"  New  subject "})");
  const auto ticket = desk.ticket(first.ticket_id);
  EXPECT_EQ(ticket.priority, TicketPriority::Urgent);
  EXPECT_EQ(ticket.assignee_user->name, "Boris");
  EXPECT_EQ(ticket.tags.size(), 2u);
  EXPECT_EQ(ticket.subject, "New subject");
  const auto events = desk.event_names(first.ticket_id);
  for (const char* name : {"ticket.created", "message.received", "ticket.priority_changed", "ticket.assigned",
                           "ticket.tagged", "ticket.subject_changed"})
    EXPECT_NE(std::find(events.begin(), events.end(), name), events.end()) << name;
  EXPECT_THROW(desk.change(first.ticket_id, R"({"assignee_user_id":99})"), RequestError);
  EXPECT_THROW(desk.change(first.ticket_id, R"({"status":"snoozed"})"), RequestError);
  EXPECT_THROW(desk.change(first.ticket_id, R"({"custom_fields":{"size":"XL"}})"), RequestError);
  EXPECT_THROW(desk.change(TicketId(5), R"({"status":"open"})"), RequestError);
}

TEST_F(Tickets, AnotherAccountSeesNothing) {
  const auto first = desk.receive("anna@example.com", "A", "a", "a@x");
  Caller stranger = desk.agent;
  stranger.account = AccountId(2);
  EXPECT_THROW(desk.store.read([&](Tx& tx) { return get_ticket(tx, stranger.account, first.ticket_id); }),
               RequestError);
  EXPECT_TRUE(desk.store.read([&](Tx& tx) { return list_tickets(tx, stranger, {}); }).data.empty());
  EXPECT_THROW(desk.store.read([&](Tx& tx) { return get_message(tx, stranger.account, first.message_id); }),
               RequestError);
}

TEST_F(Tickets, DraftsAreSeenByAllAndGoWithTheAnswer) {
  const auto first = desk.receive("anna@example.com", "A", "a", "a@x");
  DraftInput draft;
  draft.id = first.ticket_id;
  draft.body_html = "<p>I begin<script>x</script></p>";
  draft.cc = {{"Carl", "carl@example.com"}};
  desk.store.write([&](Tx& tx) { save_draft(tx, desk.agent, draft); });
  draft.body_html = "<p>I go on</p>";
  desk.store.write([&](Tx& tx) { save_draft(tx, desk.agent, draft); });
  auto ticket = desk.ticket(first.ticket_id);
  ASSERT_EQ(ticket.drafts.size(), 1u);
  EXPECT_EQ(ticket.drafts[0].user.name, "Alice");
  EXPECT_EQ(ticket.drafts[0].body_html, "<p>I go on</p>");
  EXPECT_EQ(ticket.drafts[0].cc[0].address, "carl@example.com");
  desk.reply(first.ticket_id, "done");
  EXPECT_TRUE(desk.ticket(first.ticket_id).drafts.empty());
}

TEST_F(Tickets, HistorySaysWhoDidWhat) {
  const auto first = desk.receive("anna@example.com", "A", "a", "a@x");
  desk.change(first.ticket_id, R"({"priority":"high","is_unread":false})");
  const auto history = desk.store.read([&](Tx& tx) { return list_history(tx, desk.agent, {first.ticket_id, "", 30}); });
  ASSERT_EQ(history.data.size(), 3u);
  EXPECT_EQ(history.data[0].name, "ticket.priority_changed");
  EXPECT_EQ(history.data[0].actor.name, "Alice");
  EXPECT_EQ(history.data[0].payload.text, R"({"from":"normal","to":"high"})");
  EXPECT_EQ(history.data[1].name, "message.received");
  EXPECT_EQ(history.data[1].cause_id, history.data[2].id);
  EXPECT_EQ(history.data[2].actor.kind, "customer");
}

TEST_F(Tickets, AProgramOpensTicketsForCustomers) {
  Caller program = desk.agent;
  program.actor = {"api_key", 55};
  const auto input = from_json<NewTicket>(
      R"({"subject":"Size?","channel":"api","customer":{"email":"zoe@example.com","name":"Zoé Petit"},
    "message":{"body_text":"Which size?","from_agent":false},"tags":["size"],"priority":"high","external_id":"order-7"})");
  const auto id = desk.store.write([&](Tx& tx) { return create_ticket(tx, program, input); });
  const auto ticket = desk.ticket(id);
  EXPECT_EQ(ticket.customer.name, "Zoé Petit");
  EXPECT_EQ(ticket.message_count, 1);
  EXPECT_FALSE(ticket.last_message_from_agent);
  EXPECT_FALSE(ticket.from_agent);
  EXPECT_EQ(ticket.priority, TicketPriority::High);
  EXPECT_EQ(ticket.reply_to.to.at(0).address, "zoe@example.com");
  EXPECT_EQ(ticket.external_id, "order-7");
  for (const char* wrong :
       {R"({"subject":"x","customer":{"email":"a@b"},"message":{}})", R"({"subject":"x","message":{"body_text":"y"}})",
        R"({"subject":"x","customer":{"email":"nobody"},"message":{"body_text":"y"}})",
        R"({"subject":"x","customer":{"email":"a@b"},"message":{"body_text":"y","to":[{"address":"a b"}]}})"})
    EXPECT_THROW(desk.store.write([&](Tx& tx) { return create_ticket(tx, program, from_json<NewTicket>(wrong)); }),
                 RequestError)
        << wrong;
}

TEST_F(Tickets, TicketsFollowTheirCustomer) {
  desk.store.database->on_event("customer.merged", follow_customer_merge);
  desk.store.database->on_event("customer.erased", follow_customer_erasure);
  const auto one = desk.receive("anna@example.com", "A", "my name is Anna", "a@x");
  const auto two = desk.receive("twin@example.com", "B", "hello", "b@x");
  const auto anna = desk.ticket(one.ticket_id).customer.id;
  const auto twin = desk.ticket(two.ticket_id).customer.id;
  search::SearchIndex index(*desk.store.database);
  index.add(searched_messages());
  index.catch_up();
  desk.store.write([&](Tx& tx) { customers::merge_customers(tx, desk.agent, anna, twin); });
  EXPECT_EQ(desk.ticket(two.ticket_id).customer.id, anna);
  EXPECT_EQ(desk.message(two.message_id).sender.id, anna.value);
  std::vector<customers::Customer> counted{
      desk.store.read([&](Tx& tx) { return customers::get_customer(tx, desk.account, anna); })};
  desk.store.read([&](Tx& tx) { count_for_customers(tx, desk.account, counted); });
  EXPECT_EQ(counted[0].ticket_count, 2);

  desk.store.write([&](Tx& tx) { customers::erase_customer(tx, desk.agent, anna); });
  index.catch_up();
  EXPECT_EQ(desk.message(one.message_id).body_text, "(erased at the customer's request)");
  EXPECT_EQ(desk.ticket(one.ticket_id).excerpt, "");
  EXPECT_TRUE(desk.list("name").empty());
  EXPECT_EQ(desk.store.database->check_search(), std::vector<std::string>{});
}

TEST_F(Tickets, ADeletedTeamLeavesItsTicketsToNobodyAndTheirHistorySaysSo) {
  desk.store.database->on_event("team.deleted", follow_team_deletion);
  const TeamId team(77);
  desk.store.write([&](Tx& tx) {
    tx.exec("INSERT INTO teams (id, account_id, name, created_at, updated_at) VALUES ($1, $2, 'Returns', 1, 1)", team,
            desk.account);
  });
  const auto one = desk.receive("anna@example.com", "A", "hello", "a@x");
  const auto other = desk.receive("boris@example.com", "B", "hello", "b@x");
  desk.change(one.ticket_id, R"({"assignee_team_id":77})");
  desk.store.write([&](Tx& tx) {
    tx.emit({desk.account, "team.deleted", {}, desk.agent.actor, R"({"team_id":77})", {}});
  });
  EXPECT_FALSE(desk.ticket(one.ticket_id).assignee_team);
  const auto payloads = desk.store.read([&](Tx& tx) {
    return tx.list<std::string>(
        "SELECT payload FROM events WHERE account_id = $1 AND ticket_id = $2 AND name = 'ticket.team_assigned' ORDER "
        "BY id",
        desk.account, one.ticket_id);
  });
  ASSERT_EQ(payloads.size(), 2u);
  EXPECT_NE(payloads[1].find("Returns"), std::string::npos) << payloads[1];
  EXPECT_TRUE(payloads[1].ends_with(R"("to":null})")) << payloads[1];
  EXPECT_EQ(desk.event_names(other.ticket_id), (std::vector<std::string>{"ticket.created", "message.received"}));
}

TEST_F(Tickets, AnErasureReleasesTheFilesOfTheCustomer) {
  desk.store.database->on_event("customer.erased", follow_customer_erasure);
  auto mail = desk.incoming("anna@example.com", "A", "see the picture", "a@x");
  mail.raw_file = "raw-of-anna";
  mail.attachments.push_back({"picture-of-anna", "me.jpg", "image/jpeg", 3, "", false});
  const auto got = desk.store.write([&](Tx& tx) { return receive(tx, mail); });
  const auto anna = desk.ticket(got.ticket_id).customer.id;
  desk.store.write([&](Tx& tx) { customers::erase_customer(tx, desk.agent, anna); });
  const auto released =
      desk.store.read([&](Tx& tx) { return tx.list<std::string>("SELECT name FROM released_files ORDER BY name"); });
  EXPECT_EQ(released, (std::vector<std::string>{"picture-of-anna", "raw-of-anna"}));
}

}  // namespace peakdesk::tickets
