#include <gtest/gtest.h>

#include "accounts/password_rules.h"
#include "accounts/testing/test_desk.h"

namespace peakdesk::accounts {
namespace {

bool is_allowed(std::string_view password) {
  try {
    check_new_password("password", password, "mia.meyer@tea.example", "Mia Meyer");
    return true;
  } catch (const RequestError& error) {
    EXPECT_EQ(error.field, "password");
    return false;
  }
}

TEST(PasswordRules, LengthCountsAndTheObviousIsRefused) {
  for (const char* good :
       {"seven green teapots", "correct horse battery", "dXk4-92!mQz", "чайник закипел", "茶壺が七つ並んでいます"})
    EXPECT_TRUE(is_allowed(good)) << good;
  for (const char* bad : {"", "short", "ninechars", "password123", "Password1234!", "1234567890", "0987654321",
                          "aaaaaaaaaaaa", "abababababab", "qwertyuiop", "Mia.Meyer@tea.example", "mia.meyer1999",
                          "Mia Meyer 12", "iloveyou12345", "\xff\xfe\xff\xfe\xff\xfe\xff\xfe\xff\xfe"})
    EXPECT_FALSE(is_allowed(bad)) << bad;
  EXPECT_FALSE(is_allowed(std::string(1025, 'x') + "yz1"));
}

TEST(Passwords, ChangingNeedsTheOldOneAndEndsOtherSessions) {
  TestDesk desk;
  TestBrowser owner = desk.set_up();
  TestBrowser phone = desk.sign_in("olga@tea.example", kOwnerPassword);
  const auto change = [&](const char* now, const char* next) {
    return desk.send(owner, "POST", "/api/profile/password",
                     to_json(Json(JsonObject{{"current_password", now}, {"new_password", next}})));
  };
  auto answer = change("wrong wrong wrong", "eleven red cups");
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(answer.text("field"), "current_password");
  answer = change(kOwnerPassword, "short");
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(answer.text("field"), "new_password");
  EXPECT_EQ(change(kOwnerPassword, "eleven red cups").status, 204);
  EXPECT_EQ(desk.send(phone, "GET", "/api/session").status, 401);
  EXPECT_EQ(desk.send(owner, "GET", "/api/session").status, 200);
  desk.sign_in("olga@tea.example", kOwnerPassword);
  EXPECT_EQ(desk.last.status, 401);
  desk.sign_in("olga@tea.example", "eleven red cups");
  EXPECT_EQ(desk.last.status, 200);
}

TEST(Passwords, AStolenSessionCannotGuessThePasswordQuickly) {
  TestDesk desk;
  TestBrowser owner = desk.set_up();
  int status = 0, tries = 0;
  do
    status = desk.send(owner, "POST", "/api/profile/password",
                       R"({"current_password":"guess guess","new_password":"eleven red cups"})")
                 .status;
  while (status == 422 && ++tries < 50);
  EXPECT_EQ(status, 429);
  EXPECT_LE(tries, 6);
}

std::string token_of(const std::string& url) { return url.substr(url.rfind('/') + 1); }

TEST(Invitation, LetsThePersonChooseAPasswordOnce) {
  TestDesk desk;
  TestBrowser owner = desk.set_up();
  const auto invited =
      desk.send(owner, "POST", "/api/users", R"({"email":"ann@tea.example","name":"Ann","role":"agent"})");
  ASSERT_EQ(invited.status, 201) << invited.body;
  const std::string url = invited.text("invite_url");
  EXPECT_EQ(url.rfind("https://desk.tea.example/password-reset/", 0), 0u) << url;
  desk.sign_in("ann@tea.example", "");
  EXPECT_NE(desk.last.status, 200);
  desk.sign_in("ann@tea.example", "nine blue kettles");
  EXPECT_EQ(desk.last.code(), "wrong_credentials") << "no password yet, no way in";

  TestBrowser ann;
  const std::string reset = "/api/password-reset/" + token_of(url);
  auto answer = desk.send(ann, "POST", reset, R"({"password":"short"})");
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(answer.text("field"), "password");
  EXPECT_EQ(desk.send(ann, "POST", reset, R"({"password":"nine blue kettles"})").status, 204);
  EXPECT_EQ(desk.send(ann, "POST", reset, R"({"password":"ten blue kettles"})").code(), "link_invalid") << "used";
  desk.sign_in("ann@tea.example", "nine blue kettles");
  EXPECT_EQ(desk.last.status, 200);
}

TEST(ResetLink, ExpiresDiesWithThePasswordAndCannotBeForged) {
  TestDesk desk;
  TestBrowser owner = desk.set_up();
  const auto ann = desk.add_person(owner, "ann@tea.example", "agent");
  TestBrowser anns = desk.sign_in("ann@tea.example", "nine blue kettles");
  const auto link = [&] {
    const auto answer = desk.send(owner, "POST", "/api/users/" + std::to_string(ann) + "/reset-link");
    EXPECT_EQ(answer.status, 200) << answer.body;
    return "/api/password-reset/" + token_of(answer.text("url"));
  };
  TestBrowser anybody;
  const auto use = [&](const std::string& path) {
    return desk.send(anybody, "POST", path, R"({"password":"twelve old spoons"})");
  };

  const std::string late = link();
  desk.store.clock.advance(days(1));
  EXPECT_EQ(use(late).status, 404);

  const std::string good = link();
  for (std::size_t i = std::string("/api/password-reset/").size(); i < good.size(); i += 3) {
    std::string forged = good;
    forged[i] = forged[i] == 'A' ? 'B' : 'A';
    EXPECT_EQ(use(forged).status, 404) << i;
  }
  for (const char* nonsense : {"x", "", "%00", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    EXPECT_EQ(use(std::string("/api/password-reset/") + nonsense).status, 404);
  EXPECT_EQ(desk.send(anns, "GET", "/api/session").status, 200);
  EXPECT_EQ(use(good).status, 204);
  EXPECT_EQ(desk.send(anns, "GET", "/api/session").status, 401) << "a new password ends all sessions";

  const std::string deactivated = link();
  EXPECT_EQ(desk.send(owner, "DELETE", "/api/users/" + std::to_string(ann)).status, 204);
  EXPECT_EQ(use(deactivated).status, 404);
  EXPECT_EQ(desk.send(owner, "POST", "/api/users/" + std::to_string(ann) + "/reset-link").code(), "user_inactive");
}

}  // namespace
}  // namespace peakdesk::accounts
