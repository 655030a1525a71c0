#include "channels/email/set_aside.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "customers/customers.h"
#include "platform/testing/test_store.h"

namespace peakdesk::channels::email {
namespace {

struct SetAside : ::testing::Test {
  SetAside() {
    lead.account = AccountId(1);
    lead.actor = {"user", 7};
    store.database->on_event("customer.erased", follow_customer_erasure);
  }
  void keep(const std::string& sender, const std::string& raw_file, const char* state = "waiting",
            AccountId account = AccountId(1)) {
    store.write([&](Tx& tx) {
      insert_set_aside(tx, {0, account, {}, raw_file, "too large", "", sender, "About " + sender, 9, state, {}});
    });
  }
  std::vector<std::string> texts(const char* sql) {
    return store.read([&](Tx& tx) { return tx.list<std::string>(sql); });
  }

  peakdesk::testing::TestStore store;
  Caller lead;
};

TEST_F(SetAside, AnErasureTakesTheMailsOfThePersonWithTheirFiles) {
  const auto anna = store.write([&](Tx& tx) {
    const auto made = customers::find_or_create(tx, lead.account, lead.actor, "email", "anna@tea.example", "Anna");
    customers::add_address(tx, lead, {made, "email", "Anna.Work@tea.example"});
    return made;
  });
  keep("Anna@Tea.example", "raw-1");
  keep("anna.work@tea.example", "raw-2", "dismissed");
  keep("anna@tea.example", "");
  keep("boris@tea.example", "raw-of-boris");
  keep("", "raw-of-nobody");
  keep("anna@tea.example", "raw-of-another-shop", "waiting", AccountId(2));
  store.write([&](Tx& tx) { customers::erase_customer(tx, lead, anna); });
  EXPECT_EQ(texts("SELECT raw_file FROM set_aside_mails WHERE account_id > 0 ORDER BY raw_file"),
            (std::vector<std::string>{"raw-of-another-shop", "raw-of-boris", "raw-of-nobody"}));
  EXPECT_EQ(texts("SELECT name FROM released_files ORDER BY name"), (std::vector<std::string>{"raw-1", "raw-2"}));
  const auto said = texts("SELECT payload FROM events WHERE account_id = 1 AND name = 'customer.erased'");
  ASSERT_EQ(said.size(), 1u);
  EXPECT_EQ(said[0].find("anna"), std::string::npos) << "an event stays: it must not keep the address";
}

TEST_F(SetAside, ADismissedMailGoesForGood) {
  keep("anna@tea.example", "raw-1");
  keep("boris@tea.example", "raw-2", "taken_in");
  const auto ids = store.read(
      [&](Tx& tx) { return tx.list<std::int64_t>("SELECT id FROM set_aside_mails WHERE account_id = 1 ORDER BY id"); });
  store.write([&](Tx& tx) { dismiss_set_aside(tx, lead, ids[0]); });
  EXPECT_EQ(texts("SELECT raw_file FROM set_aside_mails WHERE account_id = 1"), std::vector<std::string>{"raw-2"});
  EXPECT_EQ(texts("SELECT name FROM released_files"), std::vector<std::string>{"raw-1"});
  for (const auto id : ids)
    EXPECT_THROW(store.write([&](Tx& tx) { dismiss_set_aside(tx, lead, id); }), RequestError) << "gone or a ticket";
}

TEST_F(SetAside, AMailLeftOnItsServerIsAskedForOnceAndWithinBounds) {
  constexpr std::size_t kLimit = 50 << 20;
  const auto left = [&](std::int64_t size, std::int64_t uid) {
    return store.write([&](Tx& tx) {
      return insert_set_aside(tx, {0,
                                   lead.account,
                                   MailboxId(3),
                                   "",
                                   "too large",
                                   "",
                                   "anna@tea.example",
                                   "Film",
                                   size,
                                   "waiting",
                                   {},
                                   uid,
                                   77});
    });
  };
  const auto refusal = [&](std::int64_t id, std::int64_t up_to_mib) {
    try {
      store.write([&](Tx& tx) { ask_to_fetch(tx, lead, id, up_to_mib, kLimit); });
    } catch (const RequestError& e) {
      return e.code;
    }
    return std::string();
  };
  const auto shown = [&](std::int64_t id) {
    const auto page = store.read([&](Tx& tx) { return list_set_aside(tx, lead.account, "", 100); });
    return *std::find_if(page.data.begin(), page.data.end(), [&](const SetAsideOut& one) { return one.id == id; });
  };
  const auto film = left(60 << 20, 5);
  EXPECT_TRUE(shown(film).fetchable);
  EXPECT_FALSE(shown(film).fetched);
  EXPECT_EQ(refusal(film, 59), "invalid_input") << "less than it has";
  EXPECT_EQ(refusal(film, 101), "invalid_input");
  EXPECT_EQ(refusal(left(101 << 20, 6), 101), "mail_far_too_large");
  EXPECT_EQ(refusal(left(60 << 20, 0), 60), "mail_not_fetchable") << "nobody knows where it lies";
  EXPECT_EQ(refusal(film, 60), "");
  EXPECT_FALSE(shown(film).fetchable) << "it is under way";
  EXPECT_EQ(shown(film).notice->code, "mail_being_fetched");
  EXPECT_EQ(refusal(film, 60), "mail_not_fetchable");
  EXPECT_EQ(texts("SELECT kind FROM jobs WHERE account_id = 1"), std::vector<std::string>{kFetchLateJob});
  jobs::Job job;
  job.account_id = lead.account;
  job.payload = to_json(FetchLatePayload{film, 1});
  store.write([&](Tx& tx) { on_fetch_late_dead(tx, job, "no answer"); });
  EXPECT_TRUE(shown(film).fetchable) << "it can be asked for again";
}

}  // namespace
}  // namespace peakdesk::channels::email
