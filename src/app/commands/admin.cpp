// admin: what the operator at the machine does without signing in. Works beside a running server.
#include <termios.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <cstdio>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include "accounts/administration.h"
#include "app/app.h"
#include "app/command_failed.h"
#include "app/commands.h"
#include "base/error.h"
#include "base/text.h"

namespace peakdesk::app {
namespace {

struct AdminOptions {
  std::string data = "./data";
  std::string public_url = "http://127.0.0.1:8080";
  std::string email, name, scopes;
  std::string shop_name = "My shop", locale = "en", timezone = "UTC";
  bool ask_password = false;
};

/// Opens the desk without serving it, so that whoever reacts to an event inside its transaction does so here too.
template <class Work>
void with_desk(const AdminOptions& options, Work work) {
  Config config;
  config.data = options.data;
  config.public_url = options.public_url;
  config.log_level = "error";
  const SystemClock clock;
  try {
    App app(config, clock);
    work(app.account_services);
  } catch (const RequestError& error) {
    throw CommandFailed(error.field.empty() ? error.what() : error.field + ": " + error.what());
  }
}

/// From a terminal without showing it, twice; from a pipe the first line.
std::optional<std::string> read_password(const AdminOptions& options) {
  if (!options.ask_password) return std::nullopt;
  std::string password, again;
  if (!::isatty(STDIN_FILENO)) {
    std::getline(std::cin, password);
    return password;
  }
  termios before{};
  ::tcgetattr(STDIN_FILENO, &before);
  termios silent = before;
  silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  std::fprintf(stderr, "New password: ");
  std::getline(std::cin, password);
  std::fprintf(stderr, "\nOnce more: ");
  std::getline(std::cin, again);
  ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
  std::fprintf(stderr, "\n");
  if (password != again) throw CommandFailed("The two passwords differ. Nothing was changed.");
  return password;
}

std::vector<std::string> scope_list(const std::string& text) {
  std::vector<std::string> scopes;
  for (const auto part : split(replace_all(text, ",", " "), ' '))
    if (!trim(part).empty()) scopes.emplace_back(trim(part));
  return scopes;
}

void add_shared_options(CLI::App& command, AdminOptions& options) {
  command.add_option("--data", options.data, "The data folder")->envname("PEAKDESK_DATA")->capture_default_str();
}

void add_link_options(CLI::App& command, AdminOptions& options) {
  command.add_option("--public-url", options.public_url, "How people reach the desk; links begin with it")
      ->envname("PEAKDESK_PUBLIC_URL")
      ->capture_default_str();
  command.add_flag("--ask-password", options.ask_password,
                   "Ask for the password (or read a line from standard input) instead of printing a link");
}

void add_create_owner(CLI::App& admin, const std::shared_ptr<AdminOptions>& options) {
  CLI::App* command = admin.add_subcommand("create-owner", "Add an owner; on a new desk this also makes the account");
  add_shared_options(*command, *options);
  add_link_options(*command, *options);
  command->add_option("--email", options->email, "Address to sign in with")->required();
  command->add_option("--name", options->name, "Name as colleagues see it")->required();
  command->add_option("--shop-name", options->shop_name, "Name of the shop, on a new desk")->capture_default_str();
  command->add_option("--locale", options->locale, "en, fr, pt-BR, es, de or ru, on a new desk")->capture_default_str();
  command->add_option("--timezone", options->timezone, "Such as Europe/Paris, on a new desk")->capture_default_str();
  command->callback([options] {
    const auto password = read_password(*options);
    with_desk(*options, [&](const accounts::Services& services) {
      const std::string link = accounts::add_owner_from_terminal(
          services, {options->email, options->name, options->shop_name, options->locale, options->timezone, password});
      if (link.empty())
        std::printf("%s is an owner and can sign in.\n", options->email.c_str());
      else
        std::printf("%s is an owner. They choose a password here within 7 days:\n%s\n", options->email.c_str(),
                    link.c_str());
    });
  });
}

void add_create_key(CLI::App& admin, const std::shared_ptr<AdminOptions>& options) {
  CLI::App* command = admin.add_subcommand("create-key", "Make an API key and print it (it cannot be shown again)");
  add_shared_options(*command, *options);
  command->add_option("--name", options->name, "What the key is for")->required();
  command->add_option("--scopes", options->scopes, "Such as \"tickets:read tickets:write\", or \"*\" for all")
      ->required();
  command->callback([options] {
    with_desk(*options, [&](const accounts::Services& services) {
      std::printf("%s\n",
                  accounts::add_api_key_from_terminal(services, options->name, scope_list(options->scopes)).c_str());
    });
  });
}

void add_reset_password(CLI::App& admin, const std::shared_ptr<AdminOptions>& options) {
  CLI::App* command =
      admin.add_subcommand("reset-password", "Print a link by which somebody sets a new password, or set one");
  add_shared_options(*command, *options);
  add_link_options(*command, *options);
  command->add_option("--email", options->email, "Address they sign in with")->required();
  command->callback([options] {
    const auto password = read_password(*options);
    with_desk(*options, [&](const accounts::Services& services) {
      const std::string link = accounts::reset_password_from_terminal(services, options->email, password);
      if (link.empty())
        std::printf("The password of %s is set; all sessions have ended.\n", options->email.c_str());
      else
        std::printf("%s sets a new password here within a day:\n%s\n", options->email.c_str(), link.c_str());
    });
  });
}

}  // namespace

void add_admin_command(CLI::App& root) {
  CLI::App* admin =
      root.add_subcommand("admin", "Owners, API keys and passwords, without signing in; works beside a running server");
  admin->require_subcommand(1);
  add_create_owner(*admin, std::make_shared<AdminOptions>());
  add_create_key(*admin, std::make_shared<AdminOptions>());
  add_reset_password(*admin, std::make_shared<AdminOptions>());
}

}  // namespace peakdesk::app
