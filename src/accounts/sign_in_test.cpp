#include <gtest/gtest.h>

#include "accounts/sessions.h"
#include "accounts/testing/test_desk.h"

namespace peakdesk::accounts {
namespace {

TEST(Setup, MakesTheFirstOwnerOnce) {
  TestDesk desk;
  TestBrowser browser;
  EXPECT_TRUE(desk.send(browser, "GET", "/api/setup").json().at("needs_setup").as_bool());
  const auto answer =
      desk.send(browser, "POST", "/api/setup",
                R"({"shop_name":" Tea ","name":"Olga","email":"Olga@Tea.example","password":"seven green teapots",
                                    "locale":"pt-BR","timezone":"America/Sao_Paulo"})");
  ASSERT_EQ(answer.status, 201) << answer.body;
  EXPECT_EQ(answer.json().at("user").at("role"), "owner");
  EXPECT_EQ(answer.json().at("user").at("email"), "Olga@Tea.example");
  EXPECT_EQ(answer.json().at("account").at("name"), "Tea");
  EXPECT_EQ(answer.json().at("account").at("locale"), "pt-BR");
  EXPECT_EQ(desk.send(browser, "GET", "/api/session").status, 200);
  EXPECT_FALSE(desk.send(browser, "GET", "/api/setup").json().at("needs_setup").as_bool());

  TestBrowser intruder;
  const auto second =
      desk.send(intruder, "POST", "/api/setup",
                R"({"shop_name":"Mine","name":"Eve","email":"eve@evil.example","password":"seven green teapots"})");
  EXPECT_EQ(second.status, 409);
  EXPECT_EQ(second.code(), "already_set_up");
  EXPECT_EQ(desk.count("SELECT COUNT(*) FROM accounts"), 1);
  EXPECT_EQ(desk.count("SELECT COUNT(*) FROM events WHERE name = 'account.created'"), 1);
}

TEST(Setup, NamesTheFieldThatIsWrong) {
  TestDesk desk;
  TestBrowser browser;
  const std::pair<const char*, const char*> wrong[] = {
      {"shop_name", R"({"shop_name":"","name":"O","email":"o@tea.example","password":"seven green teapots"})"},
      {"name", R"({"shop_name":"Tea","name":" ","email":"o@tea.example","password":"seven green teapots"})"},
      {"email", R"({"shop_name":"Tea","name":"O","email":"nobody","password":"seven green teapots"})"},
      {"password", R"({"shop_name":"Tea","name":"O","email":"o@tea.example","password":"short"})"},
      {"locale",
       R"({"shop_name":"Tea","name":"O","email":"o@tea.example","password":"seven green teapots","locale":"xx"})"},
      {"timezone",
       R"({"shop_name":"Tea","name":"O","email":"o@tea.example","password":"seven green teapots","timezone":"Mars/Base"})"}};
  for (const auto& [field, body] : wrong) {
    const auto answer = desk.send(browser, "POST", "/api/setup", body);
    EXPECT_EQ(answer.status, 422) << body;
    EXPECT_EQ(answer.text("field"), field) << answer.body;
  }
  EXPECT_EQ(desk.count("SELECT COUNT(*) FROM users") + desk.count("SELECT COUNT(*) FROM accounts"), 0);
}

TEST(SignIn, GivesASessionAndNothingAwayOtherwise) {
  TestDesk desk;
  desk.set_up();
  TestBrowser browser = desk.sign_in(" OLGA@tea.example ", kOwnerPassword);
  ASSERT_EQ(desk.last.status, 200) << desk.last.body;
  const std::string cookie = desk.last.header("Set-Cookie");
  for (const char* part : {"HttpOnly", "SameSite=Lax", "Secure", "Path=/"})
    EXPECT_NE(cookie.find(part), std::string::npos) << part;
  EXPECT_EQ(desk.send(browser, "GET", "/api/session").text("csrf_token"), browser.csrf);

  desk.sign_in("olga@tea.example", "eight green teapots");
  const TestAnswer wrong_password = desk.last;
  desk.sign_in("nobody@tea.example", kOwnerPassword);
  EXPECT_EQ(wrong_password.status, 401);
  EXPECT_EQ(wrong_password.code(), "wrong_credentials");
  EXPECT_EQ(desk.last.body, wrong_password.body) << "an unknown address must look like a wrong password";
  EXPECT_EQ(desk.audit_actions(),
            (std::vector<std::string>{"user.created", "session.started", "session.started", "session.refused"}));
}

TEST(SignIn, TakesOnlyJson) {
  TestDesk desk;
  desk.set_up();
  auto request = std::make_shared<http::Request>();
  request->method = "POST";
  request->path = "/api/session";
  request->body = TestDesk::credentials("olga@tea.example", kOwnerPassword);
  request->headers = {{"Content-Type", "text/plain"}};  // what a page of another site can send unasked
  bool exists = false;
  const auto* route = desk.router.match("POST", "/api/session", request->params, exists);
  EXPECT_THROW(route->prepare(request)(nullptr, Caller{}), RequestError);
}

TEST(SignIn, KeepsOnlyHashesOfTokens) {
  TestDesk desk;
  const TestBrowser owner = desk.set_up();
  EXPECT_EQ(owner.cookie.size(), 43u);
  desk.store.read([&](Tx& tx) {
    EXPECT_EQ(tx.scalar<std::int64_t>(0, "SELECT COUNT(*) FROM sessions WHERE token_hash = $1", db::Blob{owner.cookie}),
              0);
    EXPECT_EQ(tx.scalar<std::string>("", "SELECT password_hash FROM users").rfind("$argon2id$", 0), 0u);
  });
}

TEST(SignIn, MakesOldHashesAnewWithTodaysCosts) {
  TestDesk desk;
  desk.set_up();
  desk.store.write([](Tx& tx) {
    tx.exec("UPDATE users SET password_hash = $1",
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc");
  });
  desk.sign_in("olga@tea.example", "password");
  EXPECT_EQ(desk.last.status, 200);
  desk.store.read([](Tx& tx) {
    EXPECT_EQ(tx.scalar<std::string>("", "SELECT password_hash FROM users").rfind("$argon2id$v=19$m=19456,t=2,p=1$", 0),
              0u);
  });
  desk.sign_in("olga@tea.example", "password");
  EXPECT_EQ(desk.last.status, 200);
}

TEST(SignIn, GivesANewTokenEachTimeAndEndsTheOldSession) {
  TestDesk desk;
  TestBrowser browser = desk.set_up();
  const TestBrowser before = browser;
  ASSERT_EQ(
      desk.send(browser, "POST", "/api/session", TestDesk::credentials("olga@tea.example", kOwnerPassword)).status,
      200);
  EXPECT_NE(browser.cookie, before.cookie);
  TestBrowser old = before;
  EXPECT_EQ(desk.send(old, "GET", "/api/session").status, 401);
  EXPECT_EQ(desk.send(browser, "GET", "/api/session").status, 200);
}

TEST(SignIn, SlowsDownGuessingAndRefusesTheRightPasswordMeanwhile) {
  TestDesk desk;
  desk.set_up();
  for (const char* address : {"olga@tea.example", "nobody@tea.example"}) {
    int tries = 0;
    do desk.sign_in(address, "wrong wrong wrong");
    while (desk.last.status == 401 && ++tries < 50);
    EXPECT_EQ(tries, 5) << address << ": known and unknown addresses are slowed down alike";
    EXPECT_EQ(desk.last.status, 429);
    EXPECT_GE(std::stoi(desk.last.header("Retry-After")), 1);
  }
  desk.sign_in("olga@tea.example", kOwnerPassword);
  EXPECT_EQ(desk.last.status, 429);
  desk.store.clock.advance(seconds(10));
  desk.sign_in("olga@tea.example", kOwnerPassword);
  EXPECT_EQ(desk.last.status, 200);
}

TEST(Sessions, EndByIdlenessAgeAndSignOut) {
  TestDesk desk;
  TestBrowser idle = desk.set_up();
  desk.store.clock.advance(days(6));
  EXPECT_EQ(desk.send(idle, "GET", "/api/session").status, 200);
  desk.settle();
  desk.store.clock.advance(days(6));
  EXPECT_EQ(desk.send(idle, "GET", "/api/session").status, 200) << "use keeps it alive";
  desk.settle();
  desk.store.clock.advance(days(8));
  EXPECT_EQ(desk.send(idle, "GET", "/api/session").status, 401);

  TestBrowser busy = desk.sign_in("olga@tea.example", kOwnerPassword);
  for (int day = 0; day < 29; ++day) {
    desk.store.clock.advance(days(1));
    ASSERT_EQ(desk.send(busy, "GET", "/api/session").status, 200) << day;
    desk.settle();
  }
  desk.store.clock.advance(days(1));
  EXPECT_EQ(desk.send(busy, "GET", "/api/session").status, 401) << "thirty days are the end";
  EXPECT_GE(desk.store.write([&](Tx& tx) { return forget_stale_sessions(tx, desk.services.sessions); }), 1);

  TestBrowser leaving = desk.sign_in("olga@tea.example", kOwnerPassword);
  TestBrowser copy = leaving;
  EXPECT_EQ(desk.send(leaving, "DELETE", "/api/session").status, 204);
  EXPECT_TRUE(leaving.cookie.empty());
  EXPECT_EQ(desk.send(copy, "GET", "/api/session").status, 401);
}

TEST(Sessions, NoteUseAtMostOnceAMinuteAndNeverInAReadTransaction) {
  TestDesk desk;
  TestBrowser owner = desk.set_up();
  const auto last_seen = [&] {
    desk.settle();
    return desk.count("SELECT last_seen_at FROM sessions");
  };
  const std::int64_t started = last_seen();
  const auto writes_before = desk.store.database->stats().committed;
  desk.store.clock.advance(seconds(59));
  for (int i = 0; i < 20; ++i) desk.send(owner, "GET", "/api/session");
  EXPECT_EQ(last_seen(), started);
  desk.store.clock.advance(seconds(2));
  for (int i = 0; i < 20; ++i) desk.send(owner, "GET", "/api/session");
  EXPECT_EQ(last_seen(), desk.store.clock.now().ms);
  EXPECT_EQ(desk.count("SELECT last_seen_at FROM users"), desk.store.clock.now().ms);
  EXPECT_LE(desk.store.database->stats().committed - writes_before, 3u) << "one note and the two settling writes";
}

TEST(Sessions, AreListedAndRevokedByTheirOwnerOnly) {
  TestDesk desk;
  TestBrowser owner = desk.set_up();
  TestBrowser phone = desk.sign_in("olga@tea.example", kOwnerPassword);
  desk.add_person(owner, "ann@tea.example", "agent");
  TestBrowser ann = desk.sign_in("ann@tea.example", "nine blue kettles");

  const auto list = desk.send(owner, "GET", "/api/sessions").json().at("data").as_array();
  ASSERT_EQ(list.size(), 2u);
  EXPECT_FALSE(list[0].at("current").as_bool());
  EXPECT_TRUE(list[1].at("current").as_bool());
  EXPECT_EQ(list[0].at("ip"), "203.0.113.7");
  EXPECT_EQ(list[0].at("user_agent"), "Test/1.0");
  const std::string phone_session = "/api/sessions/" + std::to_string(list[0].at("id").to_number<std::int64_t>());

  EXPECT_EQ(desk.send(ann, "DELETE", phone_session).status, 404);
  EXPECT_EQ(desk.send(phone, "GET", "/api/session").status, 200);
  EXPECT_EQ(desk.send(owner, "DELETE", phone_session).status, 204);
  EXPECT_EQ(desk.send(phone, "GET", "/api/session").status, 401);
  EXPECT_EQ(desk.send(owner, "DELETE", phone_session).status, 404);
}

TEST(Sessions, ChangesNeedTheTokenOfThisSession) {
  TestDesk desk;
  TestBrowser owner = desk.set_up();
  TestBrowser forged = owner;
  forged.csrf = "";
  EXPECT_EQ(desk.send(forged, "PATCH", "/api/profile", R"({"name":"X"})").code(), "csrf_failed");
  forged.csrf = desk.sign_in("olga@tea.example", kOwnerPassword).csrf;
  EXPECT_EQ(desk.send(forged, "PATCH", "/api/profile", R"({"name":"X"})").code(), "csrf_failed");
  EXPECT_EQ(desk.send(owner, "PATCH", "/api/profile", R"({"name":"X"})").status, 200);
}

TEST(Sessions, AForgedOrStaleCookieIsAPublicCaller) {
  TestDesk desk;
  desk.set_up();
  TestBrowser forged;
  forged.cookie = "nonsense";
  EXPECT_EQ(desk.send(forged, "GET", "/api/session").code(), "not_signed_in");
  EXPECT_EQ(desk.send(forged, "GET", "/api/setup").status, 200);
  EXPECT_EQ(desk.send(forged, "POST", "/api/session", TestDesk::credentials("olga@tea.example", kOwnerPassword)).status,
            200);
}

}  // namespace
}  // namespace peakdesk::accounts
