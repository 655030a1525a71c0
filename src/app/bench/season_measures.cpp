#include <chrono>
#include <cstdio>
#include <ctime>

#include "app/bench/http_load.h"
#include "app/bench/measures.h"
#include "app/bench/push_load.h"
#include "app/bench/served_desk.h"
#include "app/command_failed.h"

namespace peakdesk::app::bench {
namespace {

struct Reading {
  double per_second = 0, p50_ms = 0, p99_ms = 0;
};

Reading read_many(const ServedDesk& desk, const MeasureOptions& options, int connections,
                  const std::vector<std::string>& requests) {
  std::vector<double> rates, p50, p99;
  for (int round = 0; round < options.rounds; ++round) {
    LoadOptions load;
    load.port = desk.port();
    load.connections = connections;
    load.seconds = options.seconds;
    LoadResult result =
        run_load(load, 200, [&](std::int64_t n) { return requests[static_cast<std::size_t>(n) % requests.size()]; });
    if (result.failed + result.refused > 0 || result.answers == 0)
      throw CommandFailed("A read failed: " + result.first_failure);
    rates.push_back(result.per_second());
    p50.push_back(percentile(result.latencies_ms, 0.50));
    p99.push_back(percentile(result.latencies_ms, 0.99));
  }
  return {median(rates), median(p50), median(p99)};
}

/// What an agent's screen asks for to show a list.
std::vector<std::string> list_requests(const Season& season) {
  std::vector<std::string> requests;
  for (std::size_t i = 0; i < 400; ++i)
    requests.push_back(http_request(
        "GET", "/api/tickets?view_id=" + std::to_string(season.view_ids[i % season.view_ids.size()]) + "&limit=50",
        season.session_tokens[i % season.session_tokens.size()]));
  return requests;
}

std::vector<std::string> search_requests(const Season& season, const std::vector<std::string>& words) {
  std::vector<std::string> requests;
  for (std::size_t i = 0; i < words.size(); ++i)
    requests.push_back(
        http_request("GET", "/api/search?q=" + words[i], season.session_tokens[i % season.session_tokens.size()]));
  return requests;
}

std::vector<std::string> pairs_of(const std::vector<std::string>& one, const std::vector<std::string>& other) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < one.size(); ++i) out.push_back(one[i] + "%20" + other[(i * 7 + 1) % other.size()]);
  return out;
}

void add_search(std::vector<Figure>& figures, const ServedDesk& desk, const MeasureOptions& options,
                const Season& season, const std::string& name, const std::string& what,
                const std::vector<std::string>& words) {
  const Reading reading = read_many(desk, options, 1, search_requests(season, words));
  figures.push_back(plain("search_" + name + "_p50_ms", "search, " + what + ", half of them", reading.p50_ms, "ms"));
  figures.push_back(at_most("search_" + name + "_p99_ms", "  slowest of a hundred", reading.p99_ms, "ms", 100));
}

/// As a screen opens it: the ticket and the first pages of its messages until all are there.
double open_long_ticket_ms(const ServedDesk& desk, const Season& season) {
  const std::string ticket = "/api/tickets/" + std::to_string(season.long_ticket_id);
  const std::string& session = season.session_tokens.front();
  const auto began = std::chrono::steady_clock::now();
  fetch(desk.port(), http_request("GET", ticket, session));
  fetch(desk.port(), http_request("GET", ticket + "/messages?limit=100&order_by=id:desc", session));
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count();
}

double push_ms(const ServedDesk& desk, const Season& season, std::vector<double>& all) {
  PushLoad agents(desk.port(), season.session_tokens);
  for (int i = 0; i < 25; ++i) {
    const std::string id = std::to_string(season.ticket_ids[static_cast<std::size_t>(i)]);
    const std::string subject = "pushed " + std::to_string(i) + " at " + std::to_string(::time(nullptr));
    const std::string patch = http_request("PATCH", "/api/tickets/" + id, season.session_tokens.front(),
                                           "{\"subject\":\"" + subject + "\"}", season.csrf_tokens.front());
    const double ms = agents.milliseconds_until_all_have(patch, subject);
    if (i >= 5) all.push_back(ms);  // the first ones warm up
  }
  return median(all);
}

}  // namespace

std::vector<Figure> measure_season(const MeasureOptions& options) {
  std::vector<Figure> figures;
  const std::string folder = options.folder + "/season";
  const Season season = open_season(folder, options.season, [&](std::int64_t done) {
    if (done % 20'000 == 0)
      std::fprintf(stderr, "\rfilling the season: %lld of %lld tickets", static_cast<long long>(done),
                   static_cast<long long>(options.season.tickets));
  });
  { const ServedDesk warm_up(folder); }  // what a first start finishes (the log, the followers) is not measured

  std::vector<double> starts;
  for (int i = 0; i < options.rounds; ++i) starts.push_back(ServedDesk(folder).start_ms());
  figures.push_back(at_most("cold_start_ms", "start until the first answer", median(starts), "ms", 300));

  const ServedDesk desk(folder);
  const auto idle = desk.memory();
  figures.push_back(at_most("memory_idle_mb", "memory, idle", idle.resident_mb, "MB", 60));

  const Reading list = read_many(desk, options, 1, list_requests(season));
  figures.push_back(plain("inbox_p50_ms", "a list of 50 tickets, half of them", list.p50_ms, "ms"));
  figures.push_back(at_most("inbox_p99_ms", "  slowest of a hundred", list.p99_ms, "ms", 5));
  const Reading crowd = read_many(desk, options, 16, list_requests(season));
  figures.push_back(plain("inbox_16_per_s", "lists a second, 16 agents at once", crowd.per_second, "/s"));

  add_search(figures, desk, options, season, "rare", "rare words", season.rare_words);
  add_search(figures, desk, options, season, "common", "common words", season.common_words);
  add_search(figures, desk, options, season, "pair", "a common and a rare word",
             pairs_of(season.common_words, season.rare_words));
  add_search(figures, desk, options, season, "common_pair", "two common words",
             pairs_of(season.common_words, season.common_words));
  add_search(figures, desk, options, season, "open", "a common word among open tickets",
             pairs_of(season.common_words, {"is:open"}));

  std::vector<double> opened;
  for (int i = 0; i < 20; ++i) opened.push_back(open_long_ticket_ms(desk, season));
  figures.push_back(at_most("long_ticket_ms", "a ticket with 2,000 messages opens", median(opened), "ms", 30));

  std::vector<double> pushes;
  const double pushed = push_ms(desk, season, pushes);
  figures.push_back(at_most("push_1000_ms",
                            "one change reaches " + std::to_string(season.session_tokens.size()) + " agents' screens",
                            pushed, "ms", 50));
  const auto loaded = desk.memory();
  figures.push_back(at_most("memory_load_mb", "memory after all of this", loaded.resident_mb, "MB", 400));
  figures.push_back(plain("memory_load_own_mb", "  without pages of files", loaded.own_mb, "MB"));
  return figures;
}

}  // namespace peakdesk::app::bench
