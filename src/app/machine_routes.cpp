#include "app/machine_routes.h"

#include <algorithm>
#include <utility>

#include "base/error.h"
#include "base/text.h"
#include "platform/crypto/random_bytes.h"
#include "platform/http/address.h"

namespace peakdesk::app {
namespace {

struct Health {
  std::string status;
  std::string version;
  std::int64_t queued_writes = 0;
  std::string search_index;
};
BOOST_DESCRIBE_STRUCT(Health, (), (status, version, queued_writes, search_index))

std::string in_one_word(const search::IndexState& state) {
  return !state.last_error.empty() ? "failing" : state.building ? "building" : "ready";
}

/// Called by a program on this machine, and not through a proxy on this machine that calls for somebody else.
bool is_from_here(const http::Request& request) {
  static const auto kLoopback = {http::parse_range("127.0.0.0/8"), http::parse_range("::1/128")};
  for (const char* header : {"X-Forwarded-For", "X-Real-IP", "Forwarded", "Via"})
    if (!request.header(header).empty()) return false;
  const auto address = http::parse_ip(request.peer_ip);
  return address && std::any_of(kLoopback.begin(), kLoopback.end(),
                                [&](const auto& range) { return range && range->contains(*address); });
}

void require_operator(const http::Request& request, const std::string& token) {
  if (is_from_here(request)) return;
  const std::string_view authorization = request.header("Authorization");
  if (!token.empty() && istarts_with_ascii(authorization, "Bearer ") &&
      crypto::constant_time_equal(trim(authorization.substr(7)), token))
    return;
  if (token.empty())
    throw_not_allowed(
        "The figures are shown to programs on the desk's own machine only. To read them from elsewhere, start the desk "
        "with --metrics-token and send that as \"Authorization: Bearer …\".");
  throw RequestError(ErrorKind::NotSignedIn, "metrics_token_wrong",
                     "Send the desk's metrics token as \"Authorization: Bearer …\".");
}

}  // namespace

void add_machine_routes(Router& router, metrics::Registry& metrics, Database& database,
                        const search::SearchIndex& search_index, const events::Followers& followers,
                        std::string metrics_token) {
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
  metrics.gauge_from("peakdesk_followers_waiting_events",
                     "Events that those who follow the log (understanding, statistics) have not seen yet",
                     [&followers] {
                       std::uint64_t waiting = 0;
                       for (const auto& follower : followers.states()) waiting = std::max(waiting, follower.waiting);
                       return double(waiting);
                     });
  metrics.gauge_from("peakdesk_search_waiting_events", "Events that the search index does not hold yet",
                     [&search_index] { return double(search_index.state().waiting); });
  metrics.gauge_from("peakdesk_search_building", "1 while older things are being added to a new search index",
                     [&search_index] { return search_index.state().building ? 1.0 : 0.0; });
  metrics.counter_from("peakdesk_search_built_total", "Older things added to a new search index",
                       [&search_index] { return double(search_index.state().built); });
  router.at_once("GET", "/health", [&database, &search_index](const http::Call&) {
    const db::WriteStats stats = database.stats();
    const Health health{stats.storage_full ? "storage_full" : "ok", PEAKDESK_VERSION,
                        static_cast<std::int64_t>(stats.queued), in_one_word(search_index.state())};
    return http::Response::json(to_json(health), stats.storage_full ? 503 : 200);
  });
  router.at_once("GET", "/metrics", [&metrics, token = std::move(metrics_token)](const http::Call& call) {
    require_operator(call.request, token);
    http::Response response = http::Response::text(metrics.text());
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    return response;
  });
}

}  // namespace peakdesk::app
