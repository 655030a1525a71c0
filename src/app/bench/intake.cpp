#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <tuple>

#include "app/bench/http_load.h"
#include "app/bench/measures.h"
#include "app/bench/served_desk.h"
#include "app/command_failed.h"

namespace peakdesk::app::bench {
namespace {

constexpr int kShoppers = 10'000;

std::string new_ticket(std::int64_t n) {
  std::string body = "{\"subject\":";
  write_json_string(body, season_text(static_cast<std::uint64_t>(n), 45));
  const std::string shopper = std::to_string(n % kShoppers);
  body += ",\"channel\":\"api\",\"customer\":{\"email\":\"shopper" + shopper + "@mail.example\",\"name\":\"Shopper " +
          shopper + "\"},\"message\":{\"from_agent\":false,\"body_text\":";
  write_json_string(body, season_text(static_cast<std::uint64_t>(n) + 77, 1'000));
  return body + "}}";
}

/// Tickets a second of the raw limit (bench/desk/bare_sqlite.cpp): copies of one ticket, of a thousand into an empty
/// store, and of these into a copy of this one. The target is held against the first, the fastest.
struct Beside {
  double one_ticket = 0, empty_store = 0, same_store = 0;
};

/// What the program said.
Beside run_beside(const std::string& program, const std::string& store, int group, double seconds) {
  const std::string command =
      "'" + program + "' '" + store + "' " + std::to_string(group) + " " + std::to_string(seconds);
  FILE* output = ::popen(command.c_str(), "r");
  Beside beside;
  const bool said =
      output && std::fscanf(output, "%lf %lf %lf", &beside.one_ticket, &beside.empty_store, &beside.same_store) == 3;
  if (!output || ::pclose(output) != 0 || !said) throw CommandFailed("The program beside failed: " + command);
  return beside;
}

struct Round {
  std::vector<double> per_second, p50_ms, p99_ms, catch_up, one_ticket, empty_store, same_store;
};

}  // namespace

std::vector<Figure> measure_intake(const MeasureOptions& options) {
  const std::string folder = options.folder + "/intake";
  std::filesystem::remove_all(folder);
  const Season season = open_season(folder, {100, 5, 1}, [](std::int64_t) {});
  // The texts are made beforehand: the load shares the machine with the server.
  std::vector<std::string> requests;
  for (std::int64_t n = 0; n < kShoppers; ++n)
    requests.push_back(http_request("POST", "/api/tickets", season.api_key, new_ticket(n)));
  std::vector<Round> rounds(options.connections.size());
  std::int64_t refused = 0;
  {
    const ServedDesk desk(folder);
    for (int round = 0; round < options.rounds; ++round) {
      for (std::size_t i = 0; i < options.connections.size(); ++i) {
        LoadOptions load;
        load.port = desk.port();
        load.connections = options.connections[i];
        load.seconds = options.seconds;
        LoadResult result =
            run_load(load, 201, [&](std::int64_t n) { return requests[static_cast<std::size_t>(n % kShoppers)]; });
        if (result.failed > 0 || result.answers == 0) throw CommandFailed("Intake failed: " + result.first_failure);
        refused += result.refused;
        rounds[i].per_second.push_back(result.per_second());
        rounds[i].p50_ms.push_back(percentile(result.latencies_ms, 0.50));
        rounds[i].p99_ms.push_back(percentile(result.latencies_ms, 0.99));
        // What the desk put off (reading, indexing) must not slow the program beside it, nor the next round.
        rounds[i].catch_up.push_back(desk.catch_up_seconds());
        if (options.beside.empty()) continue;
        const Beside beside =
            run_beside(options.beside, folder + "/peakdesk.db", options.connections[i], options.seconds);
        rounds[i].one_ticket.push_back(beside.one_ticket);
        rounds[i].empty_store.push_back(beside.empty_store);
        rounds[i].same_store.push_back(beside.same_store);
      }
    }
  }
  std::vector<Figure> figures;
  for (std::size_t i = 0; i < options.connections.size(); ++i) {
    const std::string with = std::to_string(options.connections[i]);
    Figure rate = plain("intake_" + with + "_per_s", "durable tickets through HTTP, " + with + " connections",
                        median(rounds[i].per_second), "/s");
    if (!rounds[i].one_ticket.empty()) {
      rate.beside = median(rounds[i].one_ticket);
      rate.ratio = rate.value / *rate.beside;
      if (options.connections[i] >= 64) {
        rate.target = "ratio >= 0.5";
        rate.met = *rate.ratio >= 0.5;
      }
    }
    figures.push_back(rate);
    for (const auto& [name, what, beside] :
         {std::tuple{"_beside_empty", "  beside a thousand tickets' rows, empty store", &rounds[i].empty_store},
          std::tuple{"_beside_same", "  beside a thousand tickets' rows, same store", &rounds[i].same_store}}) {
      if (beside->empty()) continue;
      Figure other = plain("intake_" + with + name, what, rate.value, "/s");
      other.beside = median(*beside);
      other.ratio = other.value / *other.beside;
      figures.push_back(other);
    }
    const double p99 = median(rounds[i].p99_ms);
    figures.push_back(options.connections[i] == 64
                          ? at_most("intake_64_p99_ms", "  slowest of a hundred", p99, "ms", 50)
                          : plain("intake_" + with + "_p99_ms", "  slowest of a hundred", p99, "ms"));
    figures.push_back(plain("intake_" + with + "_catch_up_s", "  all understood and findable after further",
                            median(rounds[i].catch_up), "s"));
  }
  figures.push_back(plain("intake_refused", "  refused with 429 or 503 meanwhile", double(refused), ""));
  std::filesystem::remove_all(folder);
  return figures;
}

}  // namespace peakdesk::app::bench
