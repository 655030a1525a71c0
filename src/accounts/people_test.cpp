#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "accounts/api_keys.h"
#include "accounts/testing/test_desk.h"

namespace peakdesk::accounts {
namespace {

std::string path_of(const char* collection, std::int64_t id) {
  return std::string(collection) + "/" + std::to_string(id);
}

std::set<std::string> settings_changed(TestDesk& desk) {
  const auto payloads = desk.store.read(
      [](Tx& tx) { return tx.list<std::string>("SELECT payload FROM events WHERE name = 'settings.changed'"); });
  std::set<std::string> what;
  for (const auto& payload : payloads) what.insert(std::string(parse_json(payload).at("what").as_string()));
  return what;
}

TEST(Users, AreListedFoundAndShown) {
  TestDesk desk;
  TestBrowser owner = desk.set_up();
  const auto ann = desk.add_person(owner, "ann@tea.example", "agent");
  desk.add_person(owner, "Zoë@tea.example", "lead");
  const auto all = desk.send(owner, "GET", "/api/users").json();
  EXPECT_EQ(all.at("data").as_array().size(), 3u);
  EXPECT_TRUE(all.at("meta").at("next_cursor").is_null());
  const auto found = desk.send(owner, "GET", "/api/users?search=zoe").json().at("data").as_array();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].at("role"), "lead");
  const auto shown = desk.send(owner, "GET", path_of("/api/users", ann)).json();
  EXPECT_EQ(shown.at("email"), "ann@tea.example");
  EXPECT_EQ(shown.at("locale"), "de") << "the account's";
  EXPECT_TRUE(shown.at("last_seen_datetime").is_null());
  EXPECT_FALSE(shown.get_object().contains("password_hash"));
  EXPECT_EQ(desk.send(owner, "GET", "/api/users/12345").status, 404);
  EXPECT_EQ(desk.send(owner, "GET", "/api/users/abc").status, 422);
  EXPECT_EQ(desk.send(owner, "GET", "/api/users?order_by=name:asc").text("field"), "order_by");
}

TEST(Users, ArePagedBothWays) {
  TestDesk desk;
  TestBrowser owner = desk.set_up();
  desk.store.write([&](Tx& tx) {
    const Caller desk_itself = system_caller(first_account(tx));
    for (int i = 0; i < 8; ++i) {
      const std::string name = "user" + std::to_string(i);
      create_user(tx, desk_itself, {name + "@tea.example", name, Role::Agent, "", "", "", {}});
    }
  });
  std::vector<std::string> seen;
  std::string cursor, back;
  do {
    const auto page =
        desk.send(owner, "GET", "/api/users?limit=4" + (cursor.empty() ? "" : "&cursor=" + cursor)).json();
    for (const auto& user : page.at("data").as_array()) seen.emplace_back(user.at("name").as_string());
    const auto& meta = page.at("meta");
    cursor = meta.at("next_cursor").is_null() ? "" : std::string(meta.at("next_cursor").as_string());
    back = meta.at("prev_cursor").is_null() ? "" : std::string(meta.at("prev_cursor").as_string());
  } while (!cursor.empty());
  ASSERT_EQ(seen.size(), 9u);
  EXPECT_EQ(seen.front(), "Olga Owner");
  EXPECT_EQ(seen.back(), "user7");
  const auto earlier = desk.send(owner, "GET", "/api/users?limit=4&cursor=" + back).json().at("data").as_array();
  ASSERT_EQ(earlier.size(), 4u);
  EXPECT_EQ(earlier[0].at("name"), "user3");
}

TEST(Users, ChangeRoleTeamsAndAddressAndSayWhatChanged) {
  TestDesk desk;
  TestBrowser owner = desk.set_up();
  const auto ann = desk.add_person(owner, "ann@tea.example", "agent");
  const auto team = desk.send(owner, "POST", "/api/teams", R"({"name":"Returns"})").number("id");
  const auto changed = desk.send(
      owner, "PATCH", path_of("/api/users", ann),
      R"({"role":"lead","firstname":"Ann","email":"ann2@tea.example","team_ids":[)" + std::to_string(team) + "]}");
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(changed.json().at("role"), "lead");
  EXPECT_EQ(changed.json().at("teams").as_array()[0].at("name"), "Returns");
  desk.sign_in("ann2@tea.example", "nine blue kettles");
  EXPECT_EQ(desk.last.status, 200);
  const auto entry = desk.send(owner, "GET", "/api/audit-log?action=user.role_changed").json().at("data").as_array()[0];
  EXPECT_EQ(entry.at("actor").at("name"), "Olga Owner");
  EXPECT_EQ(entry.at("target").at("kind"), "user");
  EXPECT_EQ(entry.at("target").at("id").to_number<std::int64_t>(), ann);
  EXPECT_EQ(entry.at("payload").at("role").at("from"), "agent");
  EXPECT_EQ(entry.at("payload").at("role").at("to"), "lead");
  EXPECT_EQ(entry.at("ip"), "203.0.113.7");
  EXPECT_EQ(settings_changed(desk), (std::set<std::string>{"users", "teams"}));
}

TEST(Users, RefuseWhatIsWrongNamingTheField) {
  TestDesk desk;
  TestBrowser owner = desk.set_up();
  const auto ann = desk.add_person(owner, "ann@tea.example", "agent");
  const std::pair<const char*, const char*> wrong[] = {
      {"email", R"({"email":"ann","name":"A","role":"agent"})"},
      {"email", R"({"email":"ann@ann@tea.example","name":"A","role":"agent"})"},
      {"name", R"({"email":"b@tea.example","name":"","role":"agent"})"},
      {"role", R"({"email":"b@tea.example","name":"B","role":"king"})"},
      {"role", R"({"email":"b@tea.example","name":"B","role":"public"})"},
      {"password", R"({"email":"b@tea.example","name":"B","role":"agent","password":"b@tea.example"})"},
      {"team_ids[0]", R"({"email":"b@tea.example","name":"B","role":"agent","team_ids":[77]})"},
      {"nonsense", R"({"email":"b@tea.example","name":"B","role":"agent","nonsense":1})"}};
  for (const auto& [field, body] : wrong) {
    const auto answer = desk.send(owner, "POST", "/api/users", body);
    EXPECT_EQ(answer.status, 422) << body;
    EXPECT_EQ(answer.text("field"), field) << answer.body;
  }
  const auto taken = desk.send(owner, "POST", "/api/users", R"({"email":"ANN@tea.example","name":"B","role":"agent"})");
  EXPECT_EQ(taken.status, 409);
  EXPECT_EQ(taken.code(), "email_taken");
  EXPECT_EQ(desk.send(owner, "PATCH", path_of("/api/users", ann), R"({"email":"olga@tea.example"})").code(),
            "email_taken");
  EXPECT_EQ(desk.send(owner, "PATCH", path_of("/api/users", ann), R"({"email":"Ann@tea.example"})").status, 200);
}

TEST(Users, TheLastOwnerStaysAndNobodyDeactivatesThemselves) {
  TestDesk desk;
  TestBrowser owner = desk.set_up();
  const auto olga = desk.send(owner, "GET", "/api/profile").number("id");
  EXPECT_EQ(desk.send(owner, "PATCH", path_of("/api/users", olga), R"({"role":"lead"})").code(), "last_owner");
  EXPECT_EQ(desk.send(owner, "DELETE", path_of("/api/users", olga)).code(), "yourself");
  const auto otto = desk.add_person(owner, "otto@tea.example", "owner");
  EXPECT_EQ(desk.send(owner, "DELETE", path_of("/api/users", otto)).status, 204);
  EXPECT_EQ(desk.send(owner, "PATCH", path_of("/api/users", olga), R"({"role":"lead"})").code(), "last_owner")
      << "a deactivated owner does not count";
  EXPECT_EQ(desk.send(owner, "PATCH", path_of("/api/users", otto), R"({"active":true})").status, 200);
  EXPECT_EQ(desk.send(owner, "PATCH", path_of("/api/users", olga), R"({"role":"lead"})").status, 200);
  EXPECT_EQ(desk.send(owner, "GET", "/api/audit-log").status, 403) << "in force from the next request on";
}

TEST(Users, DeactivationShutsThemOutAtOnce) {
  TestDesk desk;
  TestBrowser owner = desk.set_up();
  const auto ann = desk.add_person(owner, "ann@tea.example", "agent");
  TestBrowser anns = desk.sign_in("ann@tea.example", "nine blue kettles");
  EXPECT_EQ(desk.send(owner, "DELETE", path_of("/api/users", ann)).status, 204);
  EXPECT_EQ(desk.send(anns, "GET", "/api/session").status, 401);
  desk.sign_in("ann@tea.example", "nine blue kettles");
  EXPECT_EQ(desk.last.code(), "wrong_credentials");
  EXPECT_FALSE(desk.send(owner, "GET", path_of("/api/users", ann)).json().at("active").as_bool());
}

TEST(Teams, LiveAndLetGoOfTheirMembers) {
  TestDesk desk;
  TestBrowser owner = desk.set_up();
  const auto ann = desk.add_person(owner, "ann@tea.example", "agent");
  const auto made =
      desk.send(owner, "POST", "/api/teams",
                R"({"name":"Returns","description":"Parcels back","member_ids":[)" + std::to_string(ann) + "]}");
  ASSERT_EQ(made.status, 201) << made.body;
  const auto team = made.number("id");
  EXPECT_EQ(made.json().at("member_ids").as_array().size(), 1u);
  EXPECT_EQ(desk.send(owner, "POST", "/api/teams", R"({"name":"RETURNS"})").code(), "team_exists");
  EXPECT_EQ(desk.send(owner, "POST", "/api/teams", R"({"name":"X","member_ids":[9]})").text("field"), "member_ids[0]");
  EXPECT_EQ(desk.send(owner, "PATCH", path_of("/api/teams", team), R"({"name":"Returns EU","member_ids":[]})").status,
            200);
  EXPECT_EQ(desk.send(owner, "GET", path_of("/api/users", ann)).json().at("teams").as_array().size(), 0u);
  EXPECT_EQ(desk.send(owner, "GET", "/api/teams").json().at("data").as_array()[0].at("name"), "Returns EU");
  EXPECT_EQ(desk.send(owner, "DELETE", path_of("/api/teams", team)).status, 204);
  EXPECT_EQ(desk.send(owner, "GET", path_of("/api/teams", team)).status, 404);
  EXPECT_EQ(desk.count("SELECT COUNT(*) FROM events WHERE name = 'team.deleted'"), 1);
}

TEST(Profile, ChangesWhatIsOnesOwn) {
  TestDesk desk;
  TestBrowser owner = desk.set_up();
  auto changed = desk.send(owner, "PATCH", "/api/profile",
                           R"({"name":"Olga O.","locale":"fr","signature_html":"<b>Olga</b><script>alert(1)</script>",
                               "preferences":{"theme":"dark","density":"compact"}})");
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(changed.json().at("locale"), "fr");
  EXPECT_NE(changed.text("signature_html").find("<b>Olga</b>"), std::string::npos);
  EXPECT_EQ(changed.text("signature_html").find("script"), std::string::npos);
  changed = desk.send(owner, "PATCH", "/api/profile", R"({"preferences":{"theme":"light","density":null,"new":[1]}})");
  EXPECT_EQ(changed.json().at("preferences"), parse_json(R"({"theme":"light","new":[1]})"));
  EXPECT_EQ(desk.send(owner, "GET", "/api/session").json().at("user").at("name"), "Olga O.");
  const std::pair<const char*, const char*> wrong[] = {{"locale", R"({"locale":"it"})"},
                                                       {"timezone", R"({"timezone":"Nowhere"})"},
                                                       {"name", R"({"name":"a\u0007b"})"},
                                                       {"preferences", R"({"preferences":7})"},
                                                       {"role", R"({"role":"owner"})"}};
  for (const auto& [field, body] : wrong) {
    const auto answer = desk.send(owner, "PATCH", "/api/profile", body);
    EXPECT_EQ(answer.status, 422) << body;
    EXPECT_EQ(answer.text("field"), field);
  }
}

TEST(Account, IsShownToAllAndChangedByOwners) {
  TestDesk desk;
  TestBrowser owner = desk.set_up();
  desk.add_person(owner, "ann@tea.example", "lead");
  TestBrowser ann = desk.sign_in("ann@tea.example", "nine blue kettles");
  EXPECT_EQ(desk.send(ann, "GET", "/api/account").text("name"), "Tea");
  EXPECT_EQ(desk.send(ann, "PATCH", "/api/account", R"({"name":"Coffee"})").status, 403);
  const auto changed = desk.send(owner, "PATCH", "/api/account", R"({"domain":"Tea.Example","timezone":"UTC"})");
  EXPECT_EQ(changed.text("domain"), "tea.example");
  EXPECT_EQ(desk.send(owner, "PATCH", "/api/account", R"({"domain":"https://tea.example/"})").text("field"), "domain");
  EXPECT_EQ(settings_changed(desk).count("account"), 1u);
}

TEST(AuditLog, TellsEveryGraveChangeAndNoSecret) {
  TestDesk desk;
  TestBrowser owner = desk.set_up();
  const auto ann = desk.add_person(owner, "ann@tea.example", "agent");
  const auto key = desk.send(owner, "POST", "/api/api-keys", R"({"name":"ERP","scopes":["tickets:read"]})");
  desk.send(owner, "DELETE", path_of("/api/api-keys", key.number("id")));
  desk.send(owner, "POST", path_of("/api/users", ann) + "/reset-link");
  desk.send(owner, "PATCH", path_of("/api/users", ann), R"({"role":"lead"})");
  desk.send(owner, "DELETE", path_of("/api/users", ann));
  desk.send(owner, "PATCH", "/api/account", R"({"name":"Tea & Co"})");
  desk.sign_in("olga@tea.example", "wrong wrong wrong");
  EXPECT_EQ(desk.audit_actions(),
            (std::vector<std::string>{"user.created", "session.started", "user.created", "api_key.created",
                                      "api_key.revoked", "user.reset_link_made", "user.role_changed",
                                      "user.deactivated", "account.updated", "session.refused"}));
  const auto log = desk.send(owner, "GET", "/api/audit-log");
  EXPECT_EQ(log.body.find(key.text("key")), std::string::npos);
  EXPECT_EQ(log.body.find("kettles"), std::string::npos);
  EXPECT_EQ(log.json().at("data").as_array().size(), 10u);
  EXPECT_EQ(log.json().at("data").as_array()[0].at("action"), "session.refused") << "newest first";
  const auto page = desk.send(owner, "GET", "/api/audit-log?limit=4").json();
  EXPECT_EQ(page.at("data").as_array().size(), 4u);
  const std::string cursor(page.at("meta").at("next_cursor").as_string());
  EXPECT_EQ(
      desk.send(owner, "GET", "/api/audit-log?limit=4&cursor=" + cursor).json().at("data").as_array()[0].at("action"),
      "user.reset_link_made");
}

/// Two shops in one store: nothing of one is seen or changed from the other.
TEST(Tenancy, OneShopDoesNotReachAnother) {
  TestDesk desk;
  TestBrowser owner = desk.set_up();
  const auto foreign = desk.store.write([](Tx& tx) {
    const Caller there = system_caller(create_account(tx, {.name = "Other shop"}));
    const UserId user = create_user(tx, there, {"eve@other.example", "Eve", Role::Owner, "", "", "", {}});
    const TeamId team = create_team(tx, there, {"Theirs", "", {user}});
    Caller eve = caller_of_user(tx, there.account, user);
    const ApiKeyId key = create_api_key(tx, eve, {"Theirs", {"*"}, {}}).value.id;
    return std::array<std::int64_t, 3>{user.value, team.value, key.value};
  });
  for (const char* list : {"/api/users", "/api/teams", "/api/api-keys", "/api/audit-log"}) {
    const auto answer = desk.send(owner, "GET", list);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body.find("Theirs"), std::string::npos) << list;
    EXPECT_EQ(answer.body.find("Eve"), std::string::npos) << list;
  }
  const std::string user = path_of("/api/users", foreign[0]), team = path_of("/api/teams", foreign[1]);
  EXPECT_EQ(desk.send(owner, "GET", user).status, 404);
  EXPECT_EQ(desk.send(owner, "PATCH", user, R"({"role":"agent"})").status, 404);
  EXPECT_EQ(desk.send(owner, "DELETE", user).status, 404);
  EXPECT_EQ(desk.send(owner, "POST", user + "/reset-link").status, 404);
  EXPECT_EQ(desk.send(owner, "GET", team).status, 404);
  EXPECT_EQ(desk.send(owner, "PATCH", team, R"({"name":"Mine"})").status, 404);
  EXPECT_EQ(desk.send(owner, "DELETE", team).status, 404);
  EXPECT_EQ(desk.send(owner, "DELETE", path_of("/api/api-keys", foreign[2])).status, 404);
  EXPECT_EQ(desk.send(owner, "POST", "/api/teams", R"({"name":"X","member_ids":[)" + std::to_string(foreign[0]) + "]}")
                .status,
            422);
  EXPECT_EQ(desk.send(owner, "POST", "/api/users",
                      R"({"email":"x@tea.example","name":"X","role":"agent","team_ids":[)" +
                          std::to_string(foreign[1]) + "]}")
                .status,
            422);
}

}  // namespace
}  // namespace peakdesk::accounts
