#include <gtest/gtest.h>

#include "tickets/search_sql.h"
#include "tickets/testing/desk.h"
#include "tickets/ticket_store.h"
#include "tickets/views.h"

namespace peakdesk::tickets {
namespace {

using testing::Desk;
using Subjects = std::vector<std::string>;

struct Lists : ::testing::Test {
  Lists() {
    for (const char* name : {"A", "B", "C", "D", "E"})
      ids[name] = desk.receive(std::string(name) + "@example.com", name, "text", std::string(name) + "@x").ticket_id;
  }
  Page<TicketSummary> page(const ListTicketsInput& input) {
    return desk.store.read([&](Tx& tx) { return list_tickets(tx, desk.agent, input); });
  }
  Desk desk;
  std::map<std::string, TicketId> ids;
};

Subjects subjects_of(const Page<TicketSummary>& page) {
  Subjects out;
  for (const auto& ticket : page.data) out.push_back(ticket.subject);
  return out;
}

}  // namespace

TEST_F(Lists, NewestActivityFirstAndCursorsBothWays) {
  desk.receive("B@example.com", "Re: B", "again", "b2@x", {"B@x"});
  EXPECT_EQ(desk.list(""), (Subjects{"B", "E", "D", "C", "A"}));
  for (const char* order :
       {"last_message_datetime:desc", "last_message_datetime:asc", "created_datetime:desc", "updated_datetime:asc",
        "last_received_message_datetime:desc", "priority:desc", "snooze_datetime:asc"}) {
    const auto all = desk.list("", order);
    ASSERT_EQ(all.size(), 5u);
    ListTicketsInput input;
    input.limit = 2;
    input.order_by = order;
    auto at = page(input);
    EXPECT_EQ(subjects_of(at), Subjects(all.begin(), all.begin() + 2)) << order;
    EXPECT_FALSE(at.meta.prev_cursor);
    input.cursor = *at.meta.next_cursor;
    at = page(input);
    EXPECT_EQ(subjects_of(at), Subjects(all.begin() + 2, all.begin() + 4)) << order;
    const std::string back = *at.meta.prev_cursor;
    input.cursor = *at.meta.next_cursor;
    at = page(input);
    EXPECT_EQ(subjects_of(at), Subjects(all.begin() + 4, all.end())) << order;
    EXPECT_FALSE(at.meta.next_cursor);
    input.cursor = back;
    EXPECT_EQ(subjects_of(page(input)), Subjects(all.begin(), all.begin() + 2)) << order;
  }
}

TEST_F(Lists, ACursorOfAnotherOrderIsRefused) {
  ListTicketsInput input;
  input.limit = 2;
  input.cursor = *page(input).meta.next_cursor;
  input.order_by = "created_datetime:desc";
  EXPECT_THROW(page(input), RequestError);
  input.cursor.clear();
  input.order_by = "colour:desc";
  EXPECT_THROW(page(input), RequestError);
}

TEST_F(Lists, EveryFilter) {
  desk.change(ids["A"], R"({"assignee_user_id":101,"add_tags":["late parcel"],"priority":"high","language":"fr"})");
  desk.change(ids["B"], R"({"status":"closed"})");
  desk.change(ids["C"], R"({"spam":true})");
  desk.change(ids["D"], R"({"trashed":true})");
  EXPECT_EQ(desk.list("is:open"), (Subjects{"E", "A"}));
  EXPECT_EQ(desk.list("is:open,closed", "created_datetime:asc"), (Subjects{"A", "B", "E"}));
  EXPECT_EQ(desk.list("assignee:me"), (Subjects{"A"}));
  EXPECT_EQ(desk.list("assignee:alice"), (Subjects{"A"}));
  EXPECT_EQ(desk.list("assignee:none is:open"), (Subjects{"E"}));
  EXPECT_EQ(desk.list("-assignee:me is:open"), (Subjects{"E"}));
  EXPECT_EQ(desk.list("tag:\"Late Parcel\""), (Subjects{"A"}));
  EXPECT_EQ(desk.list("tag:nobodys"), (Subjects{}));
  EXPECT_EQ(desk.list("-tag:\"late parcel\" is:open"), (Subjects{"E"}));
  EXPECT_EQ(desk.list("priority:high,urgent"), (Subjects{"A"}));
  EXPECT_EQ(desk.list("language:fr"), (Subjects{"A"}));
  EXPECT_EQ(desk.list("is:spam"), (Subjects{"C"}));
  EXPECT_EQ(desk.list("is:trash"), (Subjects{"D"}));
  EXPECT_EQ(desk.list("customer:E@EXAMPLE.com"), (Subjects{"E"}));
  EXPECT_EQ(desk.list("mailbox:help@shop.example is:open"), (Subjects{"E", "A"}));
  EXPECT_EQ(desk.list("mailbox:other@shop.example"), (Subjects{}));
  EXPECT_EQ(desk.list("number:5"), (Subjects{"E"}));
  EXPECT_EQ(desk.list("channel:email is:unread is:open"), (Subjects{"E", "A"}));
  EXPECT_EQ(desk.list("created:<1h is:open"), (Subjects{"E", "A"}));
  EXPECT_EQ(desk.list("created:>1h"), (Subjects{}));
  EXPECT_EQ(desk.list("has:attachment"), (Subjects{}));
  EXPECT_EQ(desk.list("is:failed"), (Subjects{}));
  EXPECT_THROW(desk.list("assignee:zoe"), RequestError);
  EXPECT_THROW(desk.list("team:zoe"), RequestError);
}

TEST_F(Lists, EveryBuiltInViewWalksAnIndexInItsOrder) {
  // What keeps the inbox fast among a million tickets: no sorting, no table scan. The plan does not depend on how many
  // rows there are.
  const std::vector<std::pair<std::string, std::string>> expected{
      {"is:open", "tickets_open_by_activity"},
      {"is:open assignee:me", "tickets_open_by_assignee"},
      {"is:open is:unassigned", "tickets_open_by_assignee"},
      {"is:open assignee:none", "tickets_open_by_assignee"},
      {"is:snoozed", "tickets_snoozed_by_activity"},
      {"is:closed", "tickets_closed_by_activity"},
      {"", "tickets_by_activity"},
      {"is:spam", "tickets_spam"},
      {"is:trash", "tickets_trashed"},
      {"is:failed", "tickets_failed"},
  };
  desk.store.read([&](Tx& tx) {
    for (const auto& [filter, index] : expected) {
      CompiledSearch search = compile_search_text(tx, desk.account, desk.agent.user, filter);
      const std::string sql = "EXPLAIN QUERY PLAN " + store::kSelectNamed + search.where +
                              " ORDER BY t.last_message_at DESC, t.id DESC LIMIT 51";
      std::string plan;
      const auto cursor = tx.open(sql, search.values.data(), search.values.size());
      while (cursor->next()) plan += std::string(cursor->text(3)) + "\n";
      EXPECT_NE(plan.find("USING INDEX " + index + " "), std::string::npos) << filter << "\n" << plan;
      EXPECT_EQ(plan.find("TEMP B-TREE"), std::string::npos) << filter << "\n" << plan;
    }
  });
}

TEST_F(Lists, MentionsMakeAList) {
  ReplyInput note;
  note.id = ids["B"];
  note.public_ = false;
  note.body_text = "look @Alice";
  note.mentions = {desk.agent.user};
  desk.store.write([&](Tx& tx) { return reply(tx, desk.boris, note); });
  EXPECT_EQ(desk.list("mention:me"), (Subjects{"B"}));
  const auto messages = desk.store.read([&](Tx& tx) { return list_messages(tx, desk.agent, {ids["B"], "", 30, ""}); });
  ASSERT_EQ(messages.data.size(), 2u);
  EXPECT_EQ(messages.data[0].mentions, std::vector<UserId>{desk.agent.user});
  EXPECT_FALSE(messages.data[0].public_);
  EXPECT_EQ(messages.data[0].sender.name, "Boris");
}

TEST_F(Lists, ViewsCountLive) {
  ViewCounts counts(desk.store.clock);
  const auto count = [&](const std::string& key) {
    return desk.store.read([&](Tx& tx) {
      const auto views = list_view_rows(tx, desk.agent);
      const auto all = counts.count(tx, desk.agent, views);
      for (const auto& view : views)
        if (view.key == key) return all.at(view.id.value);
      return std::int64_t{-1};
    });
  };
  EXPECT_EQ(count("inbox"), 5);
  EXPECT_EQ(count("mine"), 0);
  desk.change(ids["A"], R"({"status":"closed"})");
  desk.change(ids["B"], R"({"assignee_user_id":101})");
  EXPECT_EQ(count("inbox"), 5);  // nobody said that anything changed
  counts.forget(desk.account);
  desk.store.clock.advance(minutes(2));
  EXPECT_EQ(count("inbox"), 4);
  EXPECT_EQ(count("mine"), 1);
  EXPECT_EQ(count("closed"), 1);
}

}  // namespace peakdesk::tickets
