#include "app/machine_routes.h"

namespace peakdesk::app {
namespace {

struct Health {
  std::string status;
  std::string version;
  std::int64_t queued_writes = 0;
};
BOOST_DESCRIBE_STRUCT(Health, (), (status, version, queued_writes))

}  // namespace

void add_machine_routes(Router& router, metrics::Registry& metrics, Database& database) {
  metrics.add_process();
  metrics.gauge_from("peakdesk_store_queued_writes", "Writes waiting for the writer",
                     [&database] { return double(database.stats().queued); });
  metrics.gauge_from("peakdesk_store_oldest_wait_seconds", "How long the write at the front has waited",
                     [&database] { return database.stats().oldest_wait_ms / 1000; });
  metrics.counter_from("peakdesk_store_writes_total", "Writes committed",
                       [&database] { return double(database.stats().committed); });
  metrics.counter_from("peakdesk_store_commits_total", "Transactions (groups of writes) committed",
                       [&database] { return double(database.stats().groups); });
  metrics.counter_from("peakdesk_store_dropped_total", "Writes dropped because their caller had left",
                       [&database] { return double(database.stats().dropped); });
  router.at_once("GET", "/health", [&database](const http::Call&) {
    const db::WriteStats stats = database.stats();
    const Health health{stats.storage_full ? "storage_full" : "ok", PEAKDESK_VERSION,
                        static_cast<std::int64_t>(stats.queued)};
    return http::Response::json(to_json(health), stats.storage_full ? 503 : 200);
  });
  router.at_once("GET", "/metrics", [&metrics](const http::Call&) {
    http::Response response = http::Response::text(metrics.text());
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    return response;
  });
}

}  // namespace peakdesk::app
