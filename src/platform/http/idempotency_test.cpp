#include "platform/http/idempotency.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "platform/testing/test_store.h"

namespace peakdesk::http {
namespace {

class IdempotencyTest : public ::testing::Test {
 protected:
  peakdesk::testing::TestStore store;
  Idempotency of(const std::string& body) {
    Request request;
    request.method = "POST";
    request.path = "/api/api-keys";
    request.headers = {{"Idempotency-Key", "k1"}};
    request.body = body;
    Caller caller;
    caller.account = AccountId(1);
    caller.actor = {"user", 7};
    caller.role = Role::Owner;
    return Idempotency(request, caller);
  }
};

TEST_F(IdempotencyTest, GivesTheFirstAnswerAgain) {
  store.write([&](Tx& tx) { of("a").keep(tx, Response::json("{\"id\":1}", 201)); });
  const auto kept = store.read([&](Tx& tx) { return of("a").find(tx); });
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->status, 201);
  EXPECT_EQ(kept->body, "{\"id\":1}");
  EXPECT_THROW(store.read([&](Tx& tx) { of("b").find(tx); }), RequestError);
}

TEST_F(IdempotencyTest, KeepsNoSecretAndYetDoesNothingTwice) {
  Response secret = Response::json("{\"key\":\"pk_in_clear\"}", 201);
  secret.headers.emplace_back("Cache-Control", "no-store");
  store.write([&](Tx& tx) { of("a").keep(tx, secret); });
  store.read([&](Tx& tx) {
    EXPECT_EQ(tx.scalar<std::int64_t>(0, "SELECT COUNT(*) FROM idempotency_keys WHERE body LIKE '%pk_in_clear%'"), 0);
    try {
      of("a").find(tx);
      ADD_FAILURE() << "the secret's request must not run again";
    } catch (const RequestError& error) {
      EXPECT_EQ(error.code, "idempotent_answer_not_kept");
    }
  });
}

}  // namespace
}  // namespace peakdesk::http
