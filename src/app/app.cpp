#include "app/app.h"

#include <filesystem>
#include <system_error>

#include "accounts/authenticator.h"
#include "app/command_failed.h"
#include "app/planning_knowledge.h"
#include "app/terminal.h"
#include "base/text.h"

namespace peakdesk::app {
namespace {

std::string without_last_slash(std::string url) {
  while (!url.empty() && url.back() == '/') url.pop_back();
  return url;
}

std::unique_ptr<log::Logger> make_logger(const Config& config) {
  log::Level level = log::Level::Info;
  if (!log::parse_level(config.log_level, level))
    throw CommandFailed("log-level must be debug, info, warning or error, not " + config.log_level + ".");
  return log::open_log(level, config.log_file);
}

http::ServerOptions server_options(const Config& config, metrics::Registry& metrics, log::Logger& logger) {
  http::ServerOptions options;
  const auto colon = config.listen.rfind(':');
  if (colon == std::string::npos || config.listen.find_first_not_of("0123456789", colon + 1) != std::string::npos ||
      config.listen.size() - colon < 2 || config.listen.size() - colon > 6)
    throw CommandFailed("listen must be an address and a port such as 127.0.0.1:8080, not " + config.listen + ".");
  options.host = config.listen.substr(0, colon);
  const int port = std::stoi(config.listen.substr(colon + 1));
  if (port > 65535) throw CommandFailed("A port lies between 0 and 65535.");
  options.port = static_cast<std::uint16_t>(port);
  options.io_threads = static_cast<int>(config.io_threads);
  options.reader_threads = static_cast<int>(config.reader_threads);
  options.pool_threads = static_cast<int>(config.work_threads);
  options.trusted_proxy = config.trusted_proxy;
  options.max_connections = static_cast<std::size_t>(config.max_connections);
  options.max_queue_wait_ms = static_cast<int>(config.max_queue_wait_ms);
  options.metrics = &metrics;
  options.logger = &logger;
  return options;
}

channels::email::MailServerRules mail_rules(const Config& config) {
  try {
    return {http::parse_ranges(config.allowed_addresses), seconds(config.mail_timeout_s), seconds(config.mail_retry_s)};
  } catch (const std::invalid_argument& e) {
    throw CommandFailed(std::string("The setting allowed-addresses: ") + e.what());
  }
}

insights::Assistant make_assistant(const Config& config) {
  insights::AssistantOptions options{config.assistant_url,
                                     config.assistant_model,
                                     {},
                                     milliseconds(config.assistant_timeout_ms),
                                     config.assistant_calls_per_day};
  if (options.url.empty()) return {nullptr, options};
  if (options.model.empty()) throw CommandFailed("assistant-url needs assistant-model, the name of the model there.");
  if (!config.assistant_key_file.empty()) options.api_key = std::string(trim(read_input(config.assistant_key_file)));
  http::ClientOptions client;
  if (!config.assistant_private_address.empty()) client.allowed_ranges = {config.assistant_private_address};
  try {
    return {http::make_client(client), options};
  } catch (const std::invalid_argument&) {
    throw CommandFailed(
        "assistant-private-address must be an address or a range such as 127.0.0.1 or 10.1.2.0/24, not " +
        config.assistant_private_address + ".");
  }
}

}  // namespace

std::string store_path(const std::string& data_folder) { return data_folder + "/peakdesk.db"; }

void prepare_data_folder(const std::string& data_folder) {
  std::error_code failed;
  const bool made = std::filesystem::create_directories(data_folder, failed);
  if (failed) throw CommandFailed("The data folder " + data_folder + " cannot be made: " + failed.message() + ".");
  if (made) std::filesystem::permissions(data_folder, std::filesystem::perms::owner_all, failed);
}

App::App(const Config& given, const Clock& given_clock)
    : config((prepare_data_folder(given.data), given)),
      clock(given_clock),
      public_url(without_last_slash(given.public_url.empty() ? "http://" + given.listen : given.public_url)),
      logger(make_logger(config)),
      database(Database::open({.path = store_path(config.data),
                               .readers = static_cast<int>(config.reader_threads + config.work_threads + 4),
                               .cache_kib = config.cache_mib * 1024},
                              clock)),
      secrets(crypto::SecretBox::open(config.data)),
      files(config.data + "/files"),
      login_throttle(clock),
      account_services{*database, secrets, login_throttle, public_url},
      presence(clock),
      view_counts(std::make_shared<tickets::ViewCounts>(clock)),
      reply_addresses(secrets.derive_key("reply-address")),
      desk_mark(channels::email::desk_mark_of(secrets.derive_key("desk-mark"))),
      mail_server_rules(mail_rules(config)),
      form_guard(secrets.derive_key("contact-form"), clock),
      delivery(secrets, files, reply_addresses, desk_mark, mail_server_rules),
      fetcher(*database, secrets, files, reply_addresses, *logger,
              {.poll = seconds(config.mail_poll_s),
               .max_mail_bytes = static_cast<std::size_t>(config.max_mail_mib) << 20,
               .desk_mark = desk_mark,
               .rules = mail_server_rules}),
      assistant(make_assistant(config)),
      planner(*database, planning_knowledge()),
      followers(*database),
      search_index(*database, logger.get()),
      jobs(*database, static_cast<int>(config.job_threads)),
      schedule(clock,
               [this](const std::string& task, const std::string& error) {
                 logger->error("schedule.failed", {{"task", task}, {"problem", error}});
               }),
      live(*database, hub, presence, view_counts) {
  add_subscriptions(*this);
  add_routes(*this);
  add_schedule(*this);
  http::ServerOptions options = server_options(config, metrics, *logger);
  if (config.public_url.empty()) {
    options.on_listening = [this, host = options.host](std::uint16_t port) {
      public_url = account_services.public_url = "http://" + host + ":" + std::to_string(port);
    };
  }
  server = http::Server::create(options, router, *database, accounts::authenticate_with(account_services));
  server->websocket("/ws", live.handler());
  server->static_files([this](const http::Request& request) { return web_assets.serve(request); });
}

App::~App() { stop(); }

void App::start() {
  server->start();
  live.start();
  followers.start();
  search_index.start();
  jobs.start();
  schedule.start();
  fetcher.supervise();
}

void App::stop() {
  if (server) server->stop();
  schedule.stop();
  fetcher.stop();
  planner.stop();
  jobs.stop();
  live.stop();
  search_index.stop();
  followers.stop();
  if (database) database->close();
}

std::uint16_t App::port() const { return server->port(); }

}  // namespace peakdesk::app
