#include "channels/email/set_aside.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace peakdesk::channels::email
