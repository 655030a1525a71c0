#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "accounts/testing/test_desk.h"
#include "platform/crypto/totp.h"

namespace peakdesk::accounts {
namespace {

std::string from_base32(std::string_view text) {
  std::string out;
  int bits = 0;
  unsigned buffer = 0;
  for (const char c : text) {
    buffer = buffer << 5 | static_cast<unsigned>(c >= 'A' ? c - 'A' : c - '2' + 26);
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    out += static_cast<char>(buffer >> bits & 0xff);
  }
  return out;
}

class TwoStep : public ::testing::Test {
 protected:
  TestDesk desk;
  TestBrowser owner = desk.set_up();
  std::string secret;
  std::vector<std::string> recovery;

  std::string code(int steps_ahead = 0) {
    return crypto::hotp_code(secret,
                             static_cast<std::uint64_t>(crypto::totp_step(desk.store.clock.now()) + steps_ahead));
  }
  void switch_on() {
    const auto begun = desk.send(owner, "POST", "/api/profile/totp");
    ASSERT_EQ(begun.status, 200) << begun.body;
    EXPECT_EQ(begun.text("qr_svg").rfind("<svg", 0), 0u);
    EXPECT_EQ(begun.text("otpauth_uri").rfind("otpauth://totp/Tea:olga@tea.example?secret=" + begun.text("secret"), 0),
              0u);
    secret = from_base32(begun.text("secret"));
    const auto done = desk.send(owner, "POST", "/api/profile/totp/confirm", R"({"code":")" + code() + R"("})");
    ASSERT_EQ(done.status, 200) << done.body;
    recovery = from_json<std::map<std::string, std::vector<std::string>>>(done.body).at("recovery_codes");
    desk.store.clock.advance(seconds(60));
  }
  int sign_in_with(const std::string& given) {
    desk.sign_in("olga@tea.example", kOwnerPassword, given);
    return desk.last.status;
  }
};

TEST_F(TwoStep, IsNotInForceBeforeItIsConfirmed) {
  desk.send(owner, "POST", "/api/profile/totp");
  EXPECT_EQ(sign_in_with(""), 200);
  const auto wrong = desk.send(owner, "POST", "/api/profile/totp/confirm", R"({"code":"000000"})");
  EXPECT_EQ(wrong.status, 422);
  EXPECT_EQ(wrong.text("field"), "code");
  EXPECT_EQ(sign_in_with(""), 200);
}

TEST_F(TwoStep, AsksForTheCodeAndTakesEachOnce) {
  switch_on();
  EXPECT_EQ(sign_in_with(""), 401);
  EXPECT_EQ(desk.last.code(), "totp_required");
  EXPECT_EQ(sign_in_with("000000"), 401);
  EXPECT_EQ(desk.last.code(), "wrong_code");
  const std::string now = code();
  EXPECT_EQ(sign_in_with(now), 200);
  EXPECT_TRUE(desk.last.json().at("user").at("totp_enabled").as_bool());
  EXPECT_EQ(sign_in_with(now), 401) << "seen over a shoulder";
  EXPECT_EQ(sign_in_with(code(-1)), 401) << "older than one that was used";
  EXPECT_EQ(sign_in_with(code(1)), 200) << "a phone half a minute fast";
  desk.sign_in("olga@tea.example", "wrong wrong wrong", code(2));
  EXPECT_EQ(desk.last.code(), "wrong_credentials") << "a right code does not tell of a wrong password";
}

TEST_F(TwoStep, TheMissingCodeDoesNotCountAsGuessingButWrongOnesDo) {
  switch_on();
  for (int i = 0; i < 7; ++i) ASSERT_EQ(sign_in_with(""), 401) << i;
  int tries = 0;
  while (sign_in_with("00000" + std::to_string(tries % 10)) == 401 && ++tries < 50) {
  }
  EXPECT_EQ(desk.last.status, 429);
  EXPECT_LE(tries, 6);
}

TEST_F(TwoStep, RecoveryCodesWorkOnceEach) {
  switch_on();
  ASSERT_EQ(recovery.size(), 10u);
  EXPECT_EQ(sign_in_with(recovery[3]), 200);
  EXPECT_EQ(sign_in_with(recovery[3]), 401);
  std::string typed = recovery[4];
  std::replace(typed.begin(), typed.end(), '-', ' ');
  std::transform(typed.begin(), typed.end(), typed.begin(), ::toupper);
  EXPECT_EQ(sign_in_with(typed), 200);
  const auto actions = desk.audit_actions();
  EXPECT_EQ(std::count(actions.begin(), actions.end(), "user.recovery_code_used"), 2);
}

TEST_F(TwoStep, KeepsSecretAndRecoveryCodesUnreadable) {
  switch_on();
  desk.store.read([&](Tx& tx) {
    const auto stored = tx.scalar<db::Blob>({}, "SELECT totp_secret FROM users").bytes;
    EXPECT_FALSE(stored.empty());
    EXPECT_EQ(stored.find(secret), std::string::npos);
    EXPECT_EQ(tx.scalar<std::string>("", "SELECT recovery_hashes FROM users").find(recovery[0].substr(0, 5)),
              std::string::npos);
  });
}

TEST_F(TwoStep, GoesOffByPasswordOrByAnOwner) {
  switch_on();
  EXPECT_EQ(desk.send(owner, "POST", "/api/profile/totp").code(), "totp_enabled");
  EXPECT_EQ(desk.send(owner, "DELETE", "/api/profile/totp", R"({"password":"wrong wrong wrong"})").status, 422);
  EXPECT_EQ(desk.send(owner, "DELETE", "/api/profile/totp", R"({"password":")" + std::string(kOwnerPassword) + R"("})")
                .status,
            204);
  EXPECT_EQ(sign_in_with(""), 200);

  switch_on();
  desk.add_person(owner, "otto@tea.example", "owner");
  TestBrowser otto = desk.sign_in("otto@tea.example", "nine blue kettles");
  const std::string olga = "/api/users/" + std::to_string(desk.send(owner, "GET", "/api/profile").number("id"));
  EXPECT_EQ(desk.send(otto, "PATCH", olga, R"({"totp_enabled":false})").status, 200);
  EXPECT_EQ(sign_in_with(""), 200);
  EXPECT_EQ(desk.send(otto, "PATCH", olga, R"({"totp_enabled":true})").status, 422);
}

}  // namespace
}  // namespace peakdesk::accounts
