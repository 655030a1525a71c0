// The composition: every part constructed in dependency order and wired by plain references. Owns them all; decides
// nothing.
#pragma once
#include <memory>
#include <string>

#include "accounts/services.h"
#include "app/config.h"
#include "app/live.h"
#include "base/clock.h"
#include "channels/email/delivery.h"
#include "channels/email/fetcher.h"
#include "channels/email/reply_address.h"
#include "channels/form/form_guard.h"
#include "insights/analysers.h"
#include "insights/assistant.h"
#include "planning/planner.h"
#include "platform/crypto/secret_box.h"
#include "platform/db/database.h"
#include "platform/events/followers.h"
#include "platform/files/file_store.h"
#include "platform/http/router.h"
#include "platform/http/server.h"
#include "platform/jobs/runner.h"
#include "platform/jobs/scheduler.h"
#include "platform/log/log.h"
#include "platform/metrics/registry.h"
#include "platform/push/hub.h"
#include "platform/search/search_index.h"
#include "platform/web_assets/web_assets.h"
#include "tickets/presence.h"
#include "tickets/views.h"

namespace peakdesk::app {

/// The store's file in a data folder.
std::string store_path(const std::string& data_folder);
/// Makes the folder (0700) when it is not there. Throws CommandFailed.
void prepare_data_folder(const std::string& data_folder);

struct App {
  /// Opens the data folder and wires everything; nothing listens or runs yet. Throws std::runtime_error or
  /// CommandFailed.
  App(const Config& config, const Clock& clock);
  ~App();

  /// Listens, starts the workers, returns. `port()` then says where.
  void start();
  /// Ends in order: no new requests, running ones finish, workers stop, the store closes.
  void stop();
  std::uint16_t port() const;

  Config config;
  const Clock& clock;
  std::string public_url;  // without a slash at its end; made of `listen`, it knows a free port only once that is taken
  std::unique_ptr<log::Logger> logger;
  metrics::Registry metrics;
  std::unique_ptr<Database> database;
  crypto::SecretBox secrets;
  files::FileStore files;
  accounts::LoginThrottle login_throttle;
  accounts::Services account_services;
  push::Hub hub;
  tickets::Presence presence;
  std::shared_ptr<tickets::ViewCounts> view_counts;
  channels::email::ReplyAddresses reply_addresses;
  std::string desk_mark;
  channels::email::MailServerRules mail_server_rules;
  channels::form::FormGuard form_guard;
  channels::email::Delivery delivery;
  channels::email::Fetcher fetcher;
  insights::Analysers analysers;
  insights::Assistant assistant;
  planning::Planner planner;
  events::Followers followers;
  search::SearchIndex search_index;
  jobs::Runner jobs;
  jobs::Scheduler schedule;
  Live live;
  web_assets::WebAssets web_assets;
  Router router;
  std::unique_ptr<http::Server> server;
};

/// The three lists that show everything.
void add_routes(App& app);         // routes.cpp
void add_subscriptions(App& app);  // subscriptions.cpp
void add_schedule(App& app);       // schedule.cpp

}  // namespace peakdesk::app
