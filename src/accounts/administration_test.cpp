#include "accounts/administration.h"

#include <gtest/gtest.h>

#include "accounts/testing/test_desk.h"

namespace peakdesk::accounts {
namespace {

/// A second process on the same data folder, as the command line is beside the server.
struct Terminal {
  explicit Terminal(TestDesk& desk)
      : database(
            db::Database::open({.path = (desk.store.folder / "desk.db").string(), .readers = 1}, desk.store.clock)),
        throttle(desk.store.clock),
        services{*database, desk.secrets, throttle, "https://desk.tea.example"} {}
  std::unique_ptr<db::Database> database;
  LoginThrottle throttle;
  Services services;
};

/// Two processes make ids by the clock, each its own: the next one's turn is a moment later, as a commit to disk takes
/// care of.
void let_time_pass(TestDesk& desk) { desk.store.clock.advance(milliseconds(5)); }

std::string path_in(const std::string& link) { return "/api" + link.substr(link.find("/password-reset/")); }

TEST(Administration, MakesTheFirstOwnerWhileTheServerRuns) {
  TestDesk desk;
  TestBrowser anybody;
  Terminal terminal(desk);
  EXPECT_EQ(add_owner_from_terminal(
                terminal.services,
                {.email = "olga@tea.example", .name = "Olga", .shop_name = "Tea", .password = "seven green teapots"}),
            "");
  EXPECT_FALSE(desk.send(anybody, "GET", "/api/setup").json().at("needs_setup").as_bool());
  let_time_pass(desk);
  TestBrowser olga = desk.sign_in("olga@tea.example", "seven green teapots");
  EXPECT_EQ(desk.send(olga, "GET", "/api/account").text("name"), "Tea");

  let_time_pass(desk);
  const std::string link = add_owner_from_terminal(terminal.services, {.email = "otto@tea.example", .name = "Otto"});
  let_time_pass(desk);
  EXPECT_EQ(desk.send(anybody, "POST", path_in(link), R"({"password":"nine blue kettles"})").status, 204);
  desk.sign_in("otto@tea.example", "nine blue kettles");
  EXPECT_EQ(desk.last.json().at("user").at("role"), "owner");
  EXPECT_EQ(desk.count("SELECT COUNT(*) FROM accounts"), 1);
  EXPECT_THROW(add_owner_from_terminal(terminal.services, {.email = "otto@tea.example", .name = "Otto"}), RequestError);
  EXPECT_THROW(add_owner_from_terminal(terminal.services, {.email = "x@tea.example", .name = "X", .password = "short"}),
               RequestError);
}

TEST(Administration, MakesKeysThatWorkAtOnce) {
  TestDesk desk;
  Terminal terminal(desk);
  EXPECT_THROW(add_api_key_from_terminal(terminal.services, "ERP", {"*"}), RequestError) << "no owner yet";
  TestBrowser owner = desk.set_up();
  TestBrowser machine;
  let_time_pass(desk);
  machine.api_key = add_api_key_from_terminal(terminal.services, "ERP", {"users:read"});
  let_time_pass(desk);
  EXPECT_EQ(desk.send(machine, "GET", "/api/users").status, 200);
  EXPECT_EQ(desk.send(machine, "GET", "/api/account").status, 403);
  EXPECT_EQ(desk.send(owner, "GET", "/api/api-keys").json().at("data").as_array()[0].at("created_by").at("name"),
            "Olga Owner");
  EXPECT_THROW(add_api_key_from_terminal(terminal.services, "ERP", {"nonsense"}), RequestError);
}

TEST(Administration, ResetsPasswordsAndEndsSessions) {
  TestDesk desk;
  Terminal terminal(desk);
  TestBrowser owner = desk.set_up();
  let_time_pass(desk);
  EXPECT_EQ(reset_password_from_terminal(terminal.services, " OLGA@tea.example ", "eleven red cups"), "");
  EXPECT_EQ(desk.send(owner, "GET", "/api/session").status, 401);
  let_time_pass(desk);
  owner = desk.sign_in("olga@tea.example", "eleven red cups");
  EXPECT_EQ(desk.last.status, 200);
  let_time_pass(desk);
  const std::string link = reset_password_from_terminal(terminal.services, "olga@tea.example", std::nullopt);
  EXPECT_EQ(desk.send(owner, "GET", "/api/session").status, 200) << "a link alone ends nothing";
  TestBrowser anybody;
  let_time_pass(desk);
  EXPECT_EQ(desk.send(anybody, "POST", path_in(link), R"({"password":"nine blue kettles"})").status, 204);
  EXPECT_EQ(desk.send(owner, "GET", "/api/session").status, 401);
  EXPECT_THROW(reset_password_from_terminal(terminal.services, "nobody@tea.example", std::nullopt), RequestError);
}

}  // namespace
}  // namespace peakdesk::accounts
