#include <unistd.h>

#include <cstdio>
#include <filesystem>

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

/// What the program said, as a number.
double run_beside(const std::string& program, const std::string& store, int group, double seconds) {
  const std::string command =
      "'" + program + "' '" + store + "' " + std::to_string(group) + " " + std::to_string(seconds);
  FILE* output = ::popen(command.c_str(), "r");
  double rate = 0;
  const bool said = output && std::fscanf(output, "%lf", &rate) == 1;
  if (!output || ::pclose(output) != 0 || !said) throw CommandFailed("The program beside failed: " + command);
  return rate;
}

struct Round {
  std::vector<double> per_second, p50_ms, p99_ms, catch_up, beside;
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
        if (!options.beside.empty())
          rounds[i].beside.push_back(
              run_beside(options.beside, folder + "/peakdesk.db", options.connections[i], options.seconds));
      }
    }
  }
  std::vector<Figure> figures;
  for (std::size_t i = 0; i < options.connections.size(); ++i) {
    const std::string with = std::to_string(options.connections[i]);
    Figure rate = plain("intake_" + with + "_per_s", "durable tickets through HTTP, " + with + " connections",
                        median(rounds[i].per_second), "/s");
    if (!rounds[i].beside.empty()) {
      rate.beside = median(rounds[i].beside);
      rate.ratio = rate.value / *rate.beside;
      if (options.connections[i] >= 64) {
        rate.target = "ratio >= 0.5";
        rate.met = *rate.ratio >= 0.5;
      }
    }
    figures.push_back(rate);
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
