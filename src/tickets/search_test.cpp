#include "tickets/search.h"

#include <gtest/gtest.h>

#include <fstream>

#include "customers/customers.h"
#include "tickets/testing/desk.h"

namespace peakdesk::tickets {
namespace {

using testing::Desk;

struct Search : ::testing::Test {
  Search() : index(*desk.store.database) {
    index.add(searched_messages());
    index.add(searched_subjects());
    index.add(customers::searched_customers());
  }
  Page<SearchHit> find(const std::string& q, std::optional<SearchType> type = SearchType::Ticket,
                       std::int64_t limit = 30, const std::string& cursor = {}) {
    index.catch_up();
    return desk.store.read([&](Tx& tx) { return search(tx, desk.agent, {q, type, cursor, limit}); });
  }
  std::vector<std::string> subjects(const std::string& q) {
    std::vector<std::string> out;
    for (const auto& hit : find(q).data) out.push_back(hit.ticket->subject);
    return out;
  }
  Desk desk;
  search::SearchIndex index;
};

using Subjects = std::vector<std::string>;

}  // namespace

TEST_F(Search, WordsInOurLanguages) {
  desk.receive("anna@example.com", "Paket", "Wo ist mein Päckchen? Die Größe stimmt nicht.", "1@x");
  desk.receive("ana@example.com", "Pedido", "Não recebi a encomenda", "2@x");
  desk.receive("ivan@example.com", "Заказ", "Где моя посылка?", "3@x");
  EXPECT_EQ(subjects("packchen"), Subjects{"Paket"});
  EXPECT_EQ(subjects("PÄCKCHEN größe"), Subjects{"Paket"});
  EXPECT_EQ(subjects("nao encomend*"), Subjects{"Pedido"});
  EXPECT_EQ(subjects("ПОСЫЛКА"), Subjects{"Заказ"});
  EXPECT_EQ(subjects("посылка encomenda"), Subjects{});
  EXPECT_EQ(subjects("\"ist mein\""), Subjects{"Paket"});
  EXPECT_EQ(subjects("\"mein ist\""), Subjects{});
  EXPECT_EQ(subjects("ivan@example.com"), Subjects{"Заказ"});
}

TEST_F(Search, NotsFiltersAndNotes) {
  const auto one = desk.receive("anna@example.com", "One", "the blue jacket is torn", "1@x");
  desk.receive("anna@example.com", "Two", "the blue jacket is late", "2@x");
  EXPECT_EQ(subjects("jacket -torn"), Subjects{"Two"});
  desk.change(one.ticket_id, R"({"status":"closed","add_tags":["claims"]})");
  EXPECT_EQ(subjects("jacket is:closed"), Subjects{"One"});
  EXPECT_EQ(subjects("jacket tag:claims"), Subjects{"One"});
  EXPECT_EQ(subjects("jacket -tag:claims"), Subjects{"Two"});
  EXPECT_EQ(desk.list("jacket is:open"), Subjects{"Two"});
  EXPECT_EQ(desk.list("-torn"), Subjects{"Two"});
  ReplyInput note;
  note.id = one.ticket_id;
  note.public_ = false;
  note.body_text = "warehouse says defective batch";
  desk.store.write([&](Tx& tx) { return reply(tx, desk.agent, note); });
  EXPECT_EQ(subjects("defective"), Subjects{"One"});
  EXPECT_THROW(find("is:opne jacket"), RequestError);
  EXPECT_EQ(subjects("\" ! -- (NEAR AND *"), Subjects{});
}

TEST_F(Search, SnippetsMarkWhatWasFound) {
  desk.receive("anna@example.com", "One", "My <b>blue</b> jacket is torn at the left sleeve", "1@x");
  const auto page = find("jacket", SearchType::Message);
  ASSERT_EQ(page.data.size(), 1u);
  EXPECT_NE(page.data[0].snippet.find("\x02jacket\x03"), std::string::npos);
  EXPECT_NE(page.data[0].snippet.find("<b>blue</b>"), std::string::npos);
  EXPECT_TRUE(page.data[0].message_id);
}

TEST_F(Search, CommonWordsComeNewestFirstPageByPage) {
  desk.receive_many(320, "where is my parcel");
  std::string cursor;
  std::vector<std::string> all;
  for (int pages = 0; pages < 5; ++pages) {
    const auto page = find("parcel", SearchType::Ticket, 80, cursor);
    for (const auto& hit : page.data) all.push_back(hit.ticket->subject);
    if (!page.meta.next_cursor) break;
    cursor = *page.meta.next_cursor;
  }
  ASSERT_EQ(all.size(), 320u);
  EXPECT_EQ(all.front(), "S319");
  EXPECT_EQ(all.back(), "S0");
}

TEST_F(Search, RareWordsComeBestFirst) {
  desk.receive("a@example.com", "Old", "zebra zebra zebra", "1@x");
  desk.receive("b@example.com", "New",
               "a long letter about many things and once a zebra among the other animals of the zoo", "2@x");
  EXPECT_EQ(subjects("zebra"), (Subjects{"Old", "New"}));
  const auto first = find("zebra", SearchType::Ticket, 1);
  ASSERT_TRUE(first.meta.next_cursor);
  EXPECT_EQ(find("zebra", SearchType::Ticket, 1, *first.meta.next_cursor).data.at(0).ticket->subject, "New");
}

TEST_F(Search, ANewSubjectIsFound) {
  const auto one = desk.receive("a@example.com", "Help", "text", "1@x");
  desk.change(one.ticket_id, R"({"subject":"Damaged lantern"})");
  EXPECT_EQ(subjects("lantern"), Subjects{"Damaged lantern"});
  desk.change(one.ticket_id, R"({"subject":"Solved"})");
  EXPECT_EQ(subjects("lantern"), Subjects{});
}

TEST_F(Search, CustomersByNameOrAddress) {
  auto message = desk.incoming("anna@example.com", "Hi", "text", "1@x");
  message.from.name = "Änna Müller";
  desk.store.write([&](Tx& tx) { return receive(tx, message); });
  for (const char* q : {"anna@ex", "mull", "anna mul"}) {
    const auto page = find(q, SearchType::Customer);
    ASSERT_EQ(page.data.size(), 1u) << q;
    EXPECT_EQ(page.data[0].customer->name, "Änna Müller");
    EXPECT_EQ(page.data[0].customer->ticket_count, 1);
  }
  EXPECT_TRUE(find("nobody", SearchType::Customer).data.empty());
  EXPECT_EQ(find("müller", std::nullopt).data.front().type, SearchType::Customer);
}

TEST_F(Search, AccountsDoNotSeeEachOther) {
  desk.receive("a@example.com", "Ours", "secret", "1@x");
  index.catch_up();
  Caller stranger = desk.agent;
  stranger.account = AccountId(2);
  EXPECT_TRUE(desk.store.read([&](Tx& tx) {
                          return search(tx, stranger, {"secret", SearchType::Ticket, "", 30});
                        })
                  .data.empty());
}

TEST_F(Search, IndexingTwiceLeavesASoundIndex) {
  desk.receive("a@example.com", "One", "torn jacket", "1@x");
  index.catch_up();
  index.rebuild();
  EXPECT_EQ(find("jacket", SearchType::Message).data.size(), 1u);
  EXPECT_EQ(desk.store.database->check_search(), std::vector<std::string>{});
}

TEST_F(Search, AnErasedCustomersWordsLeaveTheIndexAndItsFile) {
  desk.store.database->on_event("customer.erased", follow_customer_erasure);
  const auto one = desk.receive("zqxjkva@example.com", "zqxjkvb", "my zqxjkvc is torn", "1@x");
  desk.change(one.ticket_id, R"({"subject":"zqxjkvd"})");
  desk.receive("a@example.com", "Other", "jacket", "2@x");
  EXPECT_EQ(subjects("zqxjkvc"), Subjects{"zqxjkvd"});
  EXPECT_EQ(subjects("zqxjkvd"), Subjects{"zqxjkvd"});
  // The subject changes once more and is erased before the index follows.
  desk.change(one.ticket_id, R"({"subject":"zqxjkve"})");
  const auto customer = desk.ticket(one.ticket_id).customer.id;
  desk.store.write([&](Tx& tx) { customers::erase_customer(tx, desk.agent, customer); });
  for (const char* word : {"zqxjkva", "zqxjkvb", "zqxjkvc", "zqxjkvd", "zqxjkve"}) {
    EXPECT_EQ(subjects(word), Subjects{}) << word;
    EXPECT_TRUE(find(word, SearchType::Customer).data.empty()) << word;
  }
  EXPECT_EQ(subjects("jacket"), Subjects{"Other"});
  const std::string path = db::search_path_of((desk.store.folder / "desk.db").string());
  EXPECT_EQ(desk.store.database->check_search(), std::vector<std::string>{});
  desk.store.database.reset();
  std::ifstream file(path, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), {});
  EXPECT_NE(bytes.find("jacket"), std::string::npos);
  EXPECT_EQ(bytes.find("qxjkv"), std::string::npos);
}

TEST_F(Search, BuildingFindsWhatWasThereBefore) {
  const auto one = desk.receive("anna@example.com", "Help", "torn jacket", "first@x");
  desk.change(one.ticket_id, R"({"subject":"Damaged lantern"})");
  desk.receive_many(50, "where is my parcel");
  index.catch_up();
  desk.store.database->begin_search_anew();
  search::SearchIndex again(*desk.store.database);
  again.add(searched_messages());
  again.add(searched_subjects());
  again.add(customers::searched_customers());
  again.catch_up();
  EXPECT_EQ(subjects("jacket"), Subjects{"Damaged lantern"});
  EXPECT_EQ(subjects("lantern"), Subjects{"Damaged lantern"});
  EXPECT_EQ(find("parcel", SearchType::Message, 100).data.size(), 50u);
  EXPECT_EQ(find("anna", SearchType::Customer).data.size(), 1u);
}

TEST_F(Search, ATransactionThatWritesSearchesBesideItself) {
  desk.receive("anna@example.com", "One", "the blue jacket is torn", "1@x");
  desk.receive("anna@example.com", "Two", "the blue jacket is late", "2@x");
  index.catch_up();
  const auto one = desk.store.read([&](Tx& tx) { return list_ticket_ids(tx, desk.agent, "jacket torn", {}, 10); });
  EXPECT_EQ(one.size(), 1u);
  for (const char* q : {"jacket torn", "torn is:open", "-late", "jacket -late"})
    EXPECT_EQ(desk.store.write([&](Tx& tx) { return list_ticket_ids(tx, desk.agent, q, {}, 10); }), one) << q;
  Caller stranger = desk.agent;
  stranger.account = AccountId(2);
  EXPECT_TRUE(desk.store.write([&](Tx& tx) { return list_ticket_ids(tx, stranger, "jacket", {}, 10); }).empty());
}

}  // namespace peakdesk::tickets
