#include "customers/customers.h"

#include <gtest/gtest.h>

#include "customers/custom_fields.h"
#include "platform/testing/test_store.h"

namespace peakdesk::customers {
namespace {

struct Customers : ::testing::Test {
  Customers() {
    caller.account = AccountId(1);
    caller.actor = {"user", 7};
  }
  CustomerId find_or_create(const std::string& address, const std::string& name = {}) {
    return store.write(
        [&](Tx& tx) { return customers::find_or_create(tx, caller.account, caller.actor, "email", address, name); });
  }
  Customer get(CustomerId id) {
    return store.read([&](Tx& tx) { return get_customer(tx, caller.account, id); });
  }
  std::string conflict_of(const std::function<void(Tx&)>& work) {
    try {
      store.write(work);
    } catch (const RequestError& e) {
      return e.code + " " + e.field;
    }
    return "no error";
  }
  void add_field(const char* key, const char* type, const char* options = "[]") {
    store.write([&](Tx& tx) {
      tx.exec(
          "INSERT INTO custom_fields (id, account_id, object, key, label, type, options, created_at) VALUES ($1, $2, "
          "'customer', $3, $3, $4, $5, $6)",
          tx.next_id(), caller.account, key, type, options, tx.now());
    });
  }
  std::string merge_fields(const std::string& current, const std::string& changes) {
    const auto parsed = from_json<std::map<std::string, Json>>(changes);
    return store.write(
        [&](Tx& tx) { return merge_custom_fields(tx, caller.account, FieldObject::Customer, current, parsed); });
  }
  peakdesk::testing::TestStore store;
  Caller caller;
};

}  // namespace

TEST_F(Customers, OneAddressIsOneCustomerWhateverItsSpelling) {
  const auto anna = find_or_create("Anna@Example.com");
  EXPECT_EQ(find_or_create(" anna@example.COM ", "Müller, Anna"), anna);
  EXPECT_EQ(get(anna).name, "Anna Müller");
  EXPECT_EQ(get(anna).email, "Anna@Example.com");
  find_or_create("anna@example.com", "Somebody Else");
  EXPECT_EQ(get(anna).name, "Anna Müller");
  EXPECT_NE(find_or_create("anna@example.org"), anna);
  for (const char* wrong : {"", "anna", "@example.com", "a b@example.com", "anna@"})
    EXPECT_THROW(find_or_create(wrong), RequestError) << wrong;
}

TEST_F(Customers, SeveralAddressesAndOnePrimary) {
  const auto anna = find_or_create("anna@example.com");
  store.write([&](Tx& tx) { add_address(tx, caller, {anna, "email", "anna@work.example", true}); });
  store.write([&](Tx& tx) { add_address(tx, caller, {anna, "phone", "+33 6 12 34 56 78", false}); });
  auto customer = get(anna);
  EXPECT_EQ(customer.email, "anna@work.example");
  ASSERT_EQ(customer.addresses.size(), 3u);
  EXPECT_EQ(customer.addresses[2].address, "+33612345678");
  EXPECT_TRUE(customer.addresses[2].is_primary);
  EXPECT_EQ(find_or_create("anna@work.example"), anna);
  const auto bert = find_or_create("bert@example.com");
  EXPECT_EQ(conflict_of([&](Tx& tx) {
              add_address(tx, caller, {bert, "email", "ANNA@example.com", false});
            }),
            "address_taken address");
  store.write([&](Tx& tx) { remove_address(tx, caller, anna, customer.addresses[1].id); });
  EXPECT_EQ(get(anna).email, "anna@example.com");
}

TEST_F(Customers, AMergeMovesAddressesAndFillsGaps) {
  const auto anna = find_or_create("anna@example.com");
  const auto twin = find_or_create("a.m@example.com", "Anna Müller");
  store.write([&](Tx& tx) { add_address(tx, caller, {twin, "phone", "0612345678", false}); });
  std::vector<std::string> heard;
  store.write([&](Tx& tx) { merge_customers(tx, caller, anna, twin); });
  const auto merged = get(anna);
  EXPECT_EQ(merged.name, "Anna Müller");
  EXPECT_EQ(merged.addresses.size(), 3u);
  EXPECT_EQ(merged.email, "anna@example.com");
  EXPECT_EQ(get(twin).id, anna);
  EXPECT_EQ(find_or_create("a.m@example.com"), anna);
  EXPECT_EQ(conflict_of([&](Tx& tx) { merge_customers(tx, caller, anna, anna); }), "invalid_input from_customer_id");
  EXPECT_EQ(conflict_of([&](Tx& tx) { merge_customers(tx, caller, anna, twin); }), "not_found ");
}

TEST_F(Customers, ErasingForgetsThePerson) {
  const auto anna = find_or_create("anna@example.com", "Anna");
  store.write([&](Tx& tx) { erase_customer(tx, caller, anna); });
  EXPECT_THROW(get(anna), RequestError);
  EXPECT_NE(find_or_create("anna@example.com"), anna);
  const auto left = store.read([&](Tx& tx) {
    return tx.scalar<std::string>("?", "SELECT name || email FROM customers WHERE account_id = $1 AND id = $2",
                                  caller.account, anna);
  });
  EXPECT_EQ(left, "");
}

TEST_F(Customers, CustomFieldsAreCheckedByType) {
  add_field("size", "select", R"(["S","M"])");
  add_field("birthday", "date");
  add_field("visits", "number");
  add_field("vip", "boolean");
  EXPECT_EQ(merge_fields("{}", R"({"size":"M","birthday":"2000-02-29","visits":3,"vip":true})"),
            R"({"birthday":"2000-02-29","size":"M","vip":true,"visits":3})");
  EXPECT_EQ(merge_fields(R"({"size":"M","visits":3})", R"({"size":null})"), R"({"visits":3})");
  for (const char* wrong :
       {R"({"size":"XL"})", R"({"birthday":"soon"})", R"({"visits":"3"})", R"({"vip":1})", R"({"colour":"red"})"})
    EXPECT_THROW(merge_fields("{}", wrong), RequestError) << wrong;
}

TEST_F(Customers, ListsPageByPage) {
  for (int i = 0; i < 5; ++i) find_or_create("c" + std::to_string(i) + "@example.com");
  const auto page = [&](const std::string& cursor, const std::string& search = {}) {
    return store.read([&](Tx& tx) { return list_customers(tx, caller, {search, cursor, 2, "created_datetime:asc"}); });
  };
  auto first = page("");
  ASSERT_EQ(first.data.size(), 2u);
  EXPECT_EQ(first.data[0].email, "c0@example.com");
  auto second = page(*first.meta.next_cursor);
  EXPECT_EQ(second.data[0].email, "c2@example.com");
  EXPECT_EQ(page(*second.meta.prev_cursor).data[0].email, "c0@example.com");
  EXPECT_EQ(page("", "C3@ex").data.size(), 1u);
}

}  // namespace peakdesk::customers
