#include <algorithm>
#include <cmath>
#include <map>

#include "base/error.h"
#include "base/text.h"
#include "forecasting/contact_rate.h"
#include "forecasting/holidays.h"
#include "planning/daily_counts.h"
#include "planning/planning_routes.h"
#include "planning/shop_clock.h"

namespace peakdesk::planning {
namespace {

constexpr std::size_t kMostSeries = 50;
constexpr std::size_t kMostUploadBytes = 16 << 20;

struct SeriesIdInput {
  PlanningSeriesId id;
};
BOOST_DESCRIBE_STRUCT(SeriesIdInput, (), (id))

struct ChannelShare {
  std::string channel;
  double share = 0, tickets = 0;
  std::vector<double> by_hour;  // of the day, adds up to 1
};
BOOST_DESCRIBE_STRUCT(ChannelShare, (), (channel, share, tickets, by_hour))

/// What the desk knows of itself that a scenario can begin with.
struct DeskPast {
  std::string timezone;
  std::string today;
  std::optional<std::string> first_date, last_date;
  std::size_t days = 0;
  double tickets = 0;
  std::vector<ChannelShare> channels;  // of the last 8 weeks, largest first
  std::vector<double> by_hour;         // of all channels; empty without tickets
  std::vector<TeamFact> teams;
  std::vector<std::string> countries;  // with holiday rules
};
BOOST_DESCRIBE_STRUCT(DeskPast, (),
                      (timezone, today, first_date, last_date, days, tickets, channels, by_hour, teams, countries))

struct HistoryInput {
  std::string of = "desk";
};
BOOST_DESCRIBE_STRUCT(HistoryInput, (), (of))

struct HistoryDays {
  std::string of, first_date;
  std::vector<std::optional<double>> values;  // by day
};
BOOST_DESCRIBE_STRUCT(HistoryDays, (), (of, first_date, values))

struct ContactRateInput {
  std::string orders, contacts = "desk";
};
BOOST_DESCRIBE_STRUCT(ContactRateInput, (), (orders, contacts))

struct ContactRateOut {
  double rate = 0;
  std::vector<double> delay, weekday;
  double peak_multiplier = 1, error = 0;
  std::size_t days = 0;
  std::string note;
};
BOOST_DESCRIBE_STRUCT(ContactRateOut, (), (rate, delay, weekday, peak_multiplier, error, days, note))

DeskPast desk_past(Tx& tx, AccountId account, const Planner& planner) {
  const DeskHistory past = planner.history(tx, account);
  DeskPast out;
  out.timezone = past.timezone;
  out.today = day_text(past.today);
  out.days = past.by_day.size();
  for (const double count : past.by_day) out.tickets += count;
  if (!past.by_day.empty()) {
    out.first_date = day_text(past.first_day);
    out.last_date = day_text(past.today - 1);
  }
  std::map<std::string, ChannelShare> channels;
  double all = 0;
  out.by_hour.assign(24, 0);
  for (const ChannelCount& count : past.half_hours) {
    ChannelShare& channel = channels[count.channel];
    if (channel.by_hour.empty()) channel.by_hour.assign(24, 0);
    const auto hour = std::size_t((count.from.ms / hours(1).ms) % 24);
    channel.channel = count.channel;
    channel.tickets += double(count.tickets);
    channel.by_hour[hour] += double(count.tickets);
    out.by_hour[hour] += double(count.tickets);
    all += double(count.tickets);
  }
  if (all <= 0) out.by_hour.clear();
  for (double& share : out.by_hour) share /= all;
  for (auto& [name, channel] : channels) {
    channel.share = channel.tickets / all;
    for (double& share : channel.by_hour) share /= channel.tickets;
    out.channels.push_back(std::move(channel));
  }
  std::sort(out.channels.begin(), out.channels.end(), [](const auto& a, const auto& b) { return a.share > b.share; });
  out.teams = planner.facts(tx, account).teams;
  for (const auto code : forecasting::holiday_countries()) out.countries.emplace_back(code);
  return out;
}

HistoryDays show_history(Tx& tx, AccountId account, const Planner& planner, const HistoryInput& input) {
  const auto counts = daily_counts(planner.history_csv(tx, account, input.of, "of"));
  HistoryDays out;
  out.of = input.of;
  if (counts.empty()) return out;
  out.first_date = day_text(counts.begin()->first);
  for (int day = counts.begin()->first; day <= counts.rbegin()->first; ++day) {
    const auto found = counts.find(day);
    out.values.push_back(found == counts.end() ? std::nullopt : std::optional(found->second));
  }
  return out;
}

ContactRateOut learn_rate(Tx& tx, AccountId account, const Planner& planner, const ContactRateInput& input) {
  const auto orders = daily_counts(planner.history_csv(tx, account, input.orders, "orders"));
  const auto contacts = daily_counts(planner.history_csv(tx, account, input.contacts, "contacts"));
  if (orders.empty() || contacts.empty()) throw_invalid("orders", "There is no day with a count in one of them.");
  const int first = std::max(orders.begin()->first, contacts.begin()->first);
  const int last = std::min(orders.rbegin()->first, contacts.rbegin()->first);
  if (last < first) throw_invalid("contacts", "Orders and contacts have no day in common.");
  std::vector<double> order_days, contact_days;
  for (int day = first; day <= last; ++day) {
    const auto of = [&](const std::map<int, double>& counts) {
      const auto found = counts.find(day);
      return found == counts.end() ? 0.0 : found->second;
    };
    order_days.push_back(of(orders));
    contact_days.push_back(of(contacts));
  }
  const auto learned = forecasting::learn_contact_rate(order_days, contact_days, forecasting::weekday_of(first));
  ContactRateOut out;
  out.rate = learned.rate;
  out.delay = learned.delay;
  out.weekday.assign(learned.weekday.begin(), learned.weekday.end());
  out.peak_multiplier = learned.peak_multiplier;
  out.error = std::isfinite(learned.error) ? learned.error : 0;
  out.days = order_days.size();
  out.note = learned.note;
  return out;
}

Page<StoredSeries> list_series(Tx& tx, const Caller& caller, const NoInput&) {
  return {store::list_series(tx, caller.account), {}};
}

NoContent delete_series(Tx& tx, const Caller& caller, const SeriesIdInput& input) {
  store::delete_series(tx, caller.account, input.id);
  return {};
}

// The rows as read, one a line: repaired, in order, so that whoever reads them again finds nothing to repair.
std::string plain_csv(const forecasting::ReadSeries& read, StoredSeries& about) {
  const forecasting::Series& series = read.series;
  forecasting::TimestampForm form;
  if (series.grid.step.is_sub_daily()) form.time_separator = 'T';
  std::string csv = "timestamp,value\n";
  for (std::size_t i = 0; i < series.size(); ++i) {
    if (!std::isfinite(series.values[i])) continue;
    char value[32];
    std::snprintf(value, sizeof value, "%.10g", series.values[i]);
    csv += forecasting::write_timestamp(series.times[i], 0, form) + "," + value + "\n";
    about.total += series.values[i];
    ++about.points;
  }
  about.first_time = forecasting::write_timestamp(series.times.front(), 0, form);
  about.last_time = forecasting::write_timestamp(series.times.back(), 0, form);
  about.step = forecasting::name_of(series.grid.step);
  return csv;
}

http::Response upload_series(Database& database, const http::Call& call) {
  StoredSeries series;
  series.name = collapse_space(to_valid_utf8(std::string(call.request.query_value("name"))));
  series.kind = std::string(call.request.query_value("kind"));
  if (series.kind.empty()) series.kind = "orders";
  if (series.name.empty() || length(series.name) > 120) {
    throw_invalid("name", "Name the series, in at most 120 characters.");
  }
  if (series.kind != "orders" && series.kind != "contacts") throw_invalid("kind", "Must be orders or contacts.");
  if (call.request.body.empty()) throw_invalid("", "The body must be CSV with the columns timestamp,value.");
  const forecasting::SeriesCsv csv = forecasting::read_series_csv(call.request.body, {});
  if (!csv.error.empty()) throw_invalid("body", csv.error);
  if (csv.series.size() != 1) {
    throw_invalid("body", "The file holds " + std::to_string(csv.series.size()) + " series; upload one at a time.");
  }
  const forecasting::Step step = csv.series[0].series.grid.step;
  if (!step.is_daily() && !step.is_sub_daily()) {
    throw_invalid("body", "A plan needs counts by day or finer, not by " + forecasting::name_of(step) + ".");
  }
  const std::string text = plain_csv(csv.series[0], series);
  series.repairs = csv.repairs;
  database.write(
      [&](Tx& tx) {
        if (store::list_series(tx, call.caller.account).size() >= kMostSeries) {
          throw_conflict("too_many_series", "There are 50 series. Delete some first.");
        }
        series.id = tx.new_id<PlanningSeriesId>();
        series.created_datetime = series.updated_datetime = tx.now();
        store::insert_series(tx, call.caller.account, series, text);
      },
      db::Lane::Screen);
  return http::Response::json(to_json(series), 201);
}

}  // namespace

void add_past_routes(Router& router, Database& database, Planner& planner) {
  router.read_with<NoInput>(
      "GET", "/api/planning/desk", agents(kReadScope),
      [&planner](Tx& tx, const Caller& caller, const NoInput&) { return desk_past(tx, caller.account, planner); });
  router.read_with<HistoryInput>("GET", "/api/planning/history", agents(kReadScope),
                                 [&planner](Tx& tx, const Caller& caller, const HistoryInput& input) {
                                   return show_history(tx, caller.account, planner, input);
                                 });
  router.read_with<ContactRateInput>("GET", "/api/planning/contact-rate", agents(kReadScope),
                                     [&planner](Tx& tx, const Caller& caller, const ContactRateInput& input) {
                                       return learn_rate(tx, caller.account, planner, input);
                                     });
  router.read("GET", "/api/planning/series", agents(kReadScope), list_series);
  router.work(
      "POST", "/api/planning/series", leads(kWriteScope),
      [&database](const http::Call& call) { return upload_series(database, call); }, kMostUploadBytes);
  router.write("DELETE", "/api/planning/series/{id}", leads(kWriteScope), delete_series);
}

}  // namespace peakdesk::planning
