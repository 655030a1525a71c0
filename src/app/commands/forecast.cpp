#include <CLI/CLI.hpp>
#include <atomic>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>
#include <thread>

#include "app/command_failed.h"
#include "app/commands.h"
#include "app/commands/forecast_output.h"
#include "forecasting/holidays.h"
#include "forecasting/model.h"

namespace peakdesk::app {
namespace {

struct ForecastArguments {
  std::string file, freq = "auto", country, events_file, format = "table";
  std::vector<double> levels = {80, 95};
  std::vector<std::string> models;
  std::size_t horizon = 0;
  int backtests = 0;
  unsigned threads = 0;
  std::uint64_t seed = 1;
  bool allow_negative = false;
};

std::string read_all(std::istream& in) {
  std::ostringstream text;
  text << in.rdbuf();  // in blocks: a character at a time took longer than a short forecast
  return std::move(text).str();
}

std::string read_whole_file(const std::string& path) {
  if (path == "-") return read_all(std::cin);
  std::ifstream in(path, std::ios::binary);
  if (!in) throw CommandFailed("Cannot read " + path + ": check the name and that you may read it.");
  return read_all(in);
}

void write_out(const std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size())
    throw CommandFailed("Cannot write the output: is the disk full?");
}

/// Forecasts all series on the given number of threads; each series is independent, so the result does not depend on
/// it.
std::vector<ForecastedSeries> forecast_all(const std::vector<forecasting::ReadSeries>& series,
                                           const forecasting::ForecastOptions& options, unsigned threads) {
  std::vector<ForecastedSeries> out(series.size());
  std::atomic<std::size_t> next{0};
  const bool show_progress = series.size() > 500;
  const auto work = [&] {
    for (std::size_t i; (i = next++) < series.size();) {
      out[i] = {&series[i], forecasting::forecast(series[i].series, options)};
      if (show_progress && i % 500 == 0) std::fprintf(stderr, "\r%zu of %zu series", i, series.size());
    }
  };
  std::vector<std::thread> pool;
  for (unsigned t = 1; t < std::min<std::size_t>(threads, series.size()); ++t) pool.emplace_back(work);
  work();
  for (std::thread& thread : pool) thread.join();
  if (show_progress) std::fprintf(stderr, "\r%zu of %zu series\n", series.size(), series.size());
  return out;
}

void run_forecast(const ForecastArguments& arguments) {
  if (!arguments.country.empty() && !forecasting::has_holidays(arguments.country)) {
    std::string known;
    for (const auto code : forecasting::holiday_countries()) known += (known.empty() ? "" : ", ") + std::string(code);
    throw CommandFailed(
        "--country " + arguments.country + " has no holiday rules: use one of " + known + ", or leave it out.", 2);
  }
  ForecastOutputOptions output;
  output.seed = arguments.seed;
  for (const double level : arguments.levels) {
    if (!(level > 0 && level < 100))
      throw CommandFailed("--level takes percentages between 0 and 100, such as 80,95.", 2);
    output.levels.push_back(level / 100);
  }
  forecasting::ForecastOptions options;
  options.horizon = arguments.horizon;
  options.country = arguments.country;
  options.backtests = arguments.backtests;
  for (const std::string& name : arguments.models) {
    std::string known;
    bool found = false;
    for (const auto& model : forecasting::model_list()) {
      found = found || model->name() == name;
      known += (known.empty() ? "" : ", ") + std::string(model->name());
    }
    if (!found) throw CommandFailed("--models \"" + name + "\" is not a model: use " + known + ".", 2);
  }
  options.models = arguments.models;
  if (!arguments.events_file.empty()) {
    forecasting::EventsCsv events = forecasting::read_events_csv(read_whole_file(arguments.events_file));
    if (!events.error.empty()) throw CommandFailed(arguments.events_file + ", " + events.error);
    options.events = std::move(events.events);
  }
  const forecasting::SeriesCsv input =
      forecasting::read_series_csv(read_whole_file(arguments.file), {arguments.freq, arguments.allow_negative});
  if (!input.error.empty()) throw CommandFailed(arguments.file + ", " + input.error);
  constexpr std::size_t kRepairsShown = 20;
  for (std::size_t i = 0; i < std::min(input.repairs.size(), kRepairsShown); ++i)
    std::fprintf(stderr, "peakdesk: %s\n", input.repairs[i].text.c_str());
  if (input.repairs.size() > kRepairsShown)
    std::fprintf(stderr, "peakdesk: ... and %zu more repairs.\n", input.repairs.size() - kRepairsShown);
  output.has_ids = input.has_ids;
  const unsigned threads = arguments.threads ? arguments.threads : std::max(1u, std::thread::hardware_concurrency());
  const std::vector<ForecastedSeries> all = forecast_all(input.series, options, threads);
  if (arguments.format == "csv") write_out(forecast_csv_header(output));
  if (arguments.format == "json") write_out("[");
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (arguments.format == "csv") write_out(forecast_csv(all[i], output));
    if (arguments.format == "json") write_out((i ? ",\n" : "") + forecast_json(all[i], output));
    if (arguments.format == "svg") write_out(forecast_svg(all[i], output));
    if (arguments.format == "table") write_out(forecast_table(all[i], output));
    if (arguments.format != "json" && arguments.format != "table")
      for (const Notice& note : all[i].forecast.notes)
        std::fprintf(stderr, "peakdesk: %s%s\n", all[i].forecast.id.empty() ? "" : (all[i].forecast.id + ": ").c_str(),
                     note.text.c_str());
  }
  if (arguments.format == "json") write_out("]\n");
}

}  // namespace

void add_forecast_command(CLI::App& root) {
  CLI::App* command = root.add_subcommand("forecast", "Forecast orders, tickets or any regular counts from a CSV file");
  auto arguments = std::make_shared<ForecastArguments>();
  command
      ->add_option("file", arguments->file,
                   "CSV with timestamp,value or series_id,timestamp,value; - reads standard input")
      ->required();
  command
      ->add_option("--freq", arguments->freq,
                   "Step: auto, 30min, hour, day, week, month or any number of minutes (10min)")
      ->capture_default_str();
  command
      ->add_option("--horizon", arguments->horizon,
                   "Steps ahead; by default a week within days, 28 days, 13 weeks, 12 months")
      ->check(CLI::Range(std::size_t(1), std::size_t(100'000)));
  command->add_option("--country", arguments->country, "Country code for holidays: FR");
  command->add_option("--events", arguments->events_file,
                      "CSV with date,name: the shop's own days; the same name is the same kind of day");
  command->add_option("--level", arguments->levels, "Intervals in percent")->delimiter(',')->capture_default_str();
  command
      ->add_option("--backtest", arguments->backtests,
                   "Rolling origins to test and weigh models on; by default up to 10")
      ->check(CLI::Range(1, 200));
  command->add_option("--models", arguments->models, "Only these models, by name")->delimiter(',');
  command->add_option("--format", arguments->format, "table, json, csv or svg")
      ->check(CLI::IsMember({"table", "json", "csv", "svg"}))
      ->capture_default_str();
  command->add_option("--seed", arguments->seed, "Seed of the sample paths behind intervals of sums")
      ->capture_default_str();
  command->add_option("--threads", arguments->threads, "Threads; by default one a core");
  command->add_flag("--allow-negative", arguments->allow_negative, "Negative values are meant");
  command->callback([arguments] { run_forecast(*arguments); });
}

}  // namespace peakdesk::app
