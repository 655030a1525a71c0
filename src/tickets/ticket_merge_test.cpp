#include "tickets/ticket_merge.h"

#include <gtest/gtest.h>

#include "platform/jobs/runner.h"
#include "tickets/testing/desk.h"
#include "tickets/ticket_bulk.h"

namespace peakdesk::tickets {
namespace {

using testing::Desk;

struct Operations : ::testing::Test {
  Operations() : runner(*desk.store.database, 1) {
    runner.handle(kBulkJob, [](db::Database& database, const jobs::Job& job) { run_bulk(database, job, nullptr); });
    runner.handle(kBulkUndoJob, run_bulk_undo);
  }
  Operation operation(OperationId id) {
    return desk.store.read([&](Tx& tx) { return to_operation(require_operation(tx, desk.account, id), tx.now()); });
  }
  Operation begin(const std::string& input) {
    return desk.store.write([&](Tx& tx) { return begin_bulk(tx, desk.agent, from_json<BulkInput>(input)); });
  }
  Operation undo(OperationId id) {
    return desk.store.write([&](Tx& tx) { return undo_operation(tx, desk.agent, id); });
  }
  Desk desk;
  jobs::Runner runner;
};

}  // namespace

TEST_F(Operations, AMergeMovesEverythingAndAnswersFollow) {
  const auto one = desk.receive("anna@example.com", "A", "first", "a@x");
  const auto two = desk.receive("anna@example.com", "B", "second", "b@x");
  desk.change(two.ticket_id, R"({"add_tags":["vip"],"priority":"high"})");
  desk.change(one.ticket_id, R"({"status":"closed"})");
  const auto id =
      desk.store.write([&](Tx& tx) { return merge_tickets(tx, desk.agent, one.ticket_id, {two.ticket_id}); });
  auto merged = desk.ticket(one.ticket_id);
  EXPECT_EQ(merged.message_count, 2);
  EXPECT_EQ(merged.status, TicketStatus::Open);
  ASSERT_EQ(merged.tags.size(), 1u);
  EXPECT_EQ(merged.excerpt, "second");
  auto source = desk.ticket(two.ticket_id);
  EXPECT_EQ(source.merged_into_id, one.ticket_id);
  EXPECT_EQ(source.message_count, 0);
  EXPECT_EQ(desk.list("").size(), 1u);
  EXPECT_EQ(desk.receive("anna@example.com", "Re: B", "third", "c@x", {"b@x"}).ticket_id, one.ticket_id);
  EXPECT_THROW(desk.reply(two.ticket_id, "to nobody"), RequestError);

  EXPECT_EQ(undo(id).state, OperationState::Undone);
  source = desk.ticket(two.ticket_id);
  EXPECT_FALSE(source.merged_into_id);
  EXPECT_EQ(source.message_count, 1);
  EXPECT_EQ(source.status, TicketStatus::Open);
  EXPECT_EQ(source.priority, TicketPriority::High);
  merged = desk.ticket(one.ticket_id);
  EXPECT_EQ(merged.message_count, 2);
  EXPECT_TRUE(merged.tags.empty());
  EXPECT_EQ(desk.receive("anna@example.com", "Re: B", "fourth", "d@x", {"b@x"}).ticket_id, two.ticket_id);
  EXPECT_THROW(undo(id), RequestError);
}

TEST_F(Operations, ASplitTakesMessagesAndCanBeUndone) {
  const auto one = desk.receive("anna@example.com", "A", "first", "a@x");
  const auto two = desk.receive("bert@example.com", "Re: A", "something else", "b@x", {"a@x"});
  ASSERT_EQ(one.ticket_id, two.ticket_id);
  const auto split =
      desk.store.write([&](Tx& tx) { return split_ticket(tx, desk.agent, one.ticket_id, {two.message_id}, "Else"); });
  auto fresh = desk.ticket(split.ticket);
  EXPECT_EQ(fresh.subject, "Else");
  EXPECT_EQ(fresh.message_count, 1);
  EXPECT_EQ(fresh.customer.email, "bert@example.com");
  EXPECT_EQ(desk.ticket(one.ticket_id).message_count, 1);
  EXPECT_EQ(desk.ticket(one.ticket_id).excerpt, "first");
  EXPECT_EQ(desk.receive("bert@example.com", "Re: Else", "more", "c@x", {"b@x"}).ticket_id, split.ticket);
  EXPECT_THROW(
      desk.store.write([&](Tx& tx) { return split_ticket(tx, desk.agent, one.ticket_id, {one.message_id}, ""); }),
      RequestError);
  undo(split.operation);
  EXPECT_EQ(desk.ticket(one.ticket_id).message_count, 3);
  EXPECT_EQ(desk.list("").size(), 1u);
}

TEST_F(Operations, ABulkChangeOfAViewRunsInChunksAndIsUndone) {
  desk.receive_many(450, "text");
  const auto closed_before = desk.store.read([&](Tx& tx) { return list_tickets(tx, desk.agent, {}); }).data.front().id;
  desk.change(closed_before, R"({"status":"closed"})");
  const auto begun = begin(R"({"q":"is:open","changes":{"status":"closed","add_tags":["peak"]}})");
  EXPECT_EQ(begun.total, 449);
  EXPECT_EQ(begun.state, OperationState::Running);
  runner.run_due();
  auto now = operation(begun.id);
  EXPECT_EQ(now.state, OperationState::Done);
  EXPECT_EQ(now.done, 449);
  EXPECT_EQ(now.failed, 0);
  EXPECT_TRUE(now.can_undo);
  EXPECT_TRUE(desk.list("is:open").empty());
  const auto progress = desk.store.read([&](Tx& tx) {
    return tx.scalar<std::int64_t>(
        0, "SELECT COUNT(*) FROM events WHERE account_id = $1 AND name = 'operation.changed'", desk.account);
  });
  EXPECT_GE(progress, 3);

  // What somebody changed since stays.
  const auto kept = desk.store.read([&](Tx& tx) { return list_tickets(tx, desk.agent, {}); }).data.back().id;
  desk.change(kept, R"({"remove_tags":["peak"],"priority":"urgent"})");
  EXPECT_EQ(undo(begun.id).state, OperationState::Undoing);
  runner.run_due();
  EXPECT_EQ(operation(begun.id).state, OperationState::Undone);
  const auto open = desk.store.read([&](Tx& tx) {
    return tx.scalar<std::int64_t>(0, "SELECT COUNT(*) FROM tickets WHERE account_id = $1 AND status = 'open'",
                                   desk.account);
  });
  EXPECT_EQ(open, 449);
  EXPECT_EQ(desk.ticket(closed_before).status, TicketStatus::Closed);
  EXPECT_EQ(desk.ticket(kept).priority, TicketPriority::Urgent);
  EXPECT_TRUE(desk.list("tag:peak").empty());
}

TEST_F(Operations, ABulkJobThatRunsTwiceDoesNothingTwice) {
  const auto one = desk.receive("anna@example.com", "A", "first", "a@x");
  const auto begun =
      begin(R"({"ticket_ids":[)" + std::to_string(one.ticket_id.value) + R"(,5],"changes":{"status":"closed"}})");
  runner.run_due();
  const jobs::Job again{.account_id = desk.account,
                        .payload = R"({"operation_id":)" + std::to_string(begun.id.value) + "}"};
  run_bulk(*desk.store.database, again, nullptr);
  EXPECT_EQ(operation(begun.id).done, 1);
  EXPECT_EQ(operation(begun.id).failed, 1);
}

TEST_F(Operations, WhatIsAskedForIsChecked) {
  EXPECT_THROW(begin(R"({"changes":{"status":"closed"}})"), RequestError);
  EXPECT_THROW(begin(R"({"q":"is:opne","changes":{"status":"closed"}})"), RequestError);
  EXPECT_THROW(begin(R"({"q":"is:open","changes":{"statsu":"closed"}})"), RequestError);
  const auto as_agent = from_json<BulkInput>(R"({"q":"is:open","changes":{"status":"closed"}})");
  EXPECT_THROW(desk.store.write([&](Tx& tx) { return begin_bulk(tx, desk.boris, as_agent); }), RequestError);
}

}  // namespace peakdesk::tickets
