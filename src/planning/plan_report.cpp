#include <algorithm>
#include <cmath>
#include <cstdio>

#include "base/text.h"
#include "planning/plan.h"
#include "planning/rehearsal_text.h"
#include "planning/report_words.h"

namespace peakdesk::planning {
namespace {

constexpr const char* kStyle = R"(
:root{color-scheme:light}*{box-sizing:border-box}
body{font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;color:#1c2430;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.9rem;margin:0}h2{font-size:1.2rem;margin:2.2rem 0 .6rem}p{margin:.3rem 0}.soft{color:#5a6675}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}th,td{padding:.3rem .5rem;text-align:right;border-bottom:1px solid #e3e7ec}
th:first-child,td:first-child{text-align:left;white-space:nowrap}th{font-weight:600;color:#5a6675;border-bottom:2px solid #c9d1da}
.bad{color:#b3261e;font-weight:600}.cards{display:flex;flex-wrap:wrap;gap:.8rem;margin-top:1rem}
.card{flex:1 1 11rem;border:1px solid #e3e7ec;border-radius:.6rem;padding:.7rem .9rem}.card b{display:block;font-size:1.5rem;line-height:1.2}
svg{width:100%;height:auto;display:block}svg text{font:11px system-ui,sans-serif;fill:#5a6675}
@media print{body{margin:0;max-width:none;font-size:11pt}h2{break-after:avoid}table,svg,.cards{break-inside:avoid}}
)";

std::string svg_number(double value) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.1f", value);
  return buffer;
}

class PlanPage {
 public:
  PlanPage(const Scenario& scenario, const Plan& plan) : s_(scenario), p_(plan), w_(scenario.language) {}

  std::string page() {
    out_ = "<!doctype html>\n<html lang=\"" + s_.language +
           "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
           "<title>" +
           escape_html(s_.name) + "</title><style>" + kStyle + "</style></head><body>\n";
    out_ += "<h1>" + escape_html(s_.name) + "</h1><p class=\"soft\">" + word(Word::Plan) + ", " + word(Word::From) +
            " " + s_.start_date + "</p>\n";
    summary();
    staffing_chart();
    days();
    rehearsal();
    heat_maps();
    help();
    curve();
    money();
    assumptions();
    return out_ + "</body></html>\n";
  }

 private:
  std::string word(Word key) const { return escape_html(std::string(w_(key))); }
  std::string money(double value) const { return w_.number(value) + "\xc2\xa0" + escape_html(s_.currency); }
  std::string hours(double value) const { return w_.number(value) + "\xc2\xa0" + word(Word::HoursUnit); }
  void heading(Word key) { out_ += "<h2>" + word(key) + "</h2>\n"; }
  void card(Word key, const std::string& value) {
    out_ += "<div class=\"card\"><b>" + value + "</b>" + word(key) + "</div>";
  }
  void row(const std::vector<std::string>& cells, const char* tag = "td") {
    out_ += "<tr>";
    for (const std::string& cell : cells) out_ += std::string("<") + tag + ">" + cell + "</" + tag + ">";
    out_ += "</tr>\n";
  }
  std::string duration(double seconds) const {
    if (seconds < 120) return w_.number(seconds) + "\xc2\xa0s";
    if (seconds < 7200) return w_.number(seconds / 60) + "\xc2\xa0min";
    return hours(seconds / 3600);
  }

  void summary() {
    double tickets = 0, contacts = 0, needed = 0, short_hours = 0;
    int peak = 0;
    for (const PlanDay& day : p_.days) {
      tickets += day.tickets;
      contacts += day.contacts;
      needed += day.needed_hours;
      short_hours += day.short_hours;
      peak = std::max(peak, day.needed_at_peak);
    }
    heading(Word::Summary);
    out_ += "<div class=\"cards\">";
    card(Word::Tickets, w_.number(tickets));
    card(Word::Contacts, w_.number(contacts));
    card(Word::Needed, hours(needed));
    card(Word::Short, hours(short_hours));
    card(Word::AtPeak, w_.number(peak));
    card(Word::ExtraCost, money(p_.mix.extra_cost()));
    out_ += "</div>\n";
  }

  void staffing_chart() {
    heading(Word::NeedAndTeam);
    const std::size_t n = p_.needed_in_all.size();
    double most = 1;
    for (std::size_t i = 0; i < n; ++i) most = std::max({most, double(p_.needed_in_all[i]), p_.on_duty[i]});
    const double width = 900, height = 220, left = 34, bottom = 20;
    const auto x = [&](double i) { return left + (width - left) * i / double(n); };
    const auto y = [&](double v) { return (height - bottom) * (1 - v / most) + 6; };
    out_ += "<svg viewBox=\"0 0 900 235\" role=\"img\" aria-label=\"" + word(Word::NeedAndTeam) + "\">";
    for (int k = 0; k <= 4; ++k) {
      const double v = most * k / 4;
      out_ += "<path d=\"M" + svg_number(left) + " " + svg_number(y(v)) +
              "H900\" stroke=\"#e3e7ec\"/><text x=\"0\" y=\"" + svg_number(y(v) + 4) + "\">" + w_.number(v) + "</text>";
    }
    std::string area = "M" + svg_number(x(0)) + " " + svg_number(y(0)), line;
    for (std::size_t i = 0; i < n; ++i) {
      area += "L" + svg_number(x(double(i))) + " " + svg_number(y(p_.needed_in_all[i])) + "H" +
              svg_number(x(double(i + 1)));
      line += (i ? "L" : "M") + svg_number(x(double(i))) + " " + svg_number(y(p_.on_duty[i])) + "H" +
              svg_number(x(double(i + 1)));
    }
    out_ += "<path d=\"" + area + "L" + svg_number(x(double(n))) + " " + svg_number(y(0)) +
            "Z\" fill=\"#9db8e8\"/><path d=\"" + line + "\" fill=\"none\" stroke=\"#1c2430\" stroke-width=\"1.5\"/>";
    const std::size_t step = std::max<std::size_t>(1, s_.days / 14);
    for (std::size_t d = 0; d < s_.days; d += step) {
      out_ += "<text x=\"" + svg_number(x(double(d * s_.intervals_per_day())) + 2) + "\" y=\"230\">" +
              std::string(w_.weekday(p_.days[d].weekday)) + " " + p_.days[d].date.substr(8) + "</text>";
    }
    out_ += "</svg><p class=\"soft\">▮ " + word(Word::Needed) + " — " + word(Word::Team) + "</p>\n";
    const auto best = std::max_element(p_.one_more.begin(), p_.one_more.end());
    if (best != p_.one_more.end() && *best > 0.05) {
      const auto at = std::size_t(best - p_.one_more.begin());
      out_ += "<p>" + word(Word::OneMore) + ": " + replace_all(interval_start(s_, at), "T", " ") + " (+" +
              w_.number(*best, 1) + " · " + word(Word::InPromise) + ")</p>\n";
    }
  }

  void days() {
    heading(Word::ByDay);
    out_ += "<table>";
    row({word(Word::Day), word(Word::Orders), word(Word::Tickets), word(Word::Contacts), word(Word::Needed),
         word(Word::Team), word(Word::Short), word(Word::Idle), word(Word::AtPeak)},
        "th");
    for (const PlanDay& day : p_.days) {
      const std::string missing = hours(day.short_hours);
      row({std::string(w_.weekday(day.weekday)) + " " + day.date, s_.orders.empty() ? "–" : w_.number(day.orders),
           w_.number(day.tickets), w_.number(day.contacts), hours(day.needed_hours), hours(day.team_hours),
           day.short_hours > 0.5 ? "<span class=\"bad\">" + missing + "</span>" : missing, hours(day.idle_hours),
           w_.number(day.needed_at_peak)});
    }
    out_ += "</table>\n";
  }

  void rehearsal() {
    heading(Word::Rehearsal);
    out_ += "<p class=\"soft\">" + w_.number(double(p_.rehearsal.runs)) + " " + word(Word::RunsNote) + "</p><table>";
    row({word(Word::Channel), word(Word::Contacts), word(Word::InPromise), word(Word::Range), word(Word::Target),
         word(Word::GaveUp), word(Word::MeanWait), word(Word::LeftAtEnd)},
        "th");
    for (std::size_t k = 0; k < p_.rehearsal.channels.size(); ++k) {
      const auto& o = p_.rehearsal.total[k];
      const bool missed = o.service_level.mean < s_.channels[k].target;
      const std::string level = w_.percent(o.service_level.mean, 1);
      row({escape_html(p_.rehearsal.channels[k]), w_.number(o.arrived.mean),
           missed ? "<span class=\"bad\">" + level + " (" + word(Word::Missed) + ")</span>" : level,
           w_.percent(o.service_level.p10, 1) + " – " + w_.percent(o.service_level.p90, 1),
           w_.percent(s_.channels[k].target), w_.percent(o.abandoned_share.mean, 1), duration(o.mean_wait_s.mean),
           w_.number(o.backlog.mean)});
    }
    out_ += "</table>\n";
  }

  void heat_maps() {
    heading(Word::HeatMap);
    out_ += "<p class=\"soft\">" + word(Word::HeatNote) + "</p>\n";
    const std::size_t per_day = s_.intervals_per_day();
    for (std::size_t k = 0; k < p_.rehearsal.channels.size(); ++k) {
      const double cell = 840.0 / double(per_day), line = 16, top = 18;
      const double height = top + line * double(s_.days) + 2;
      out_ += "<p><b>" + escape_html(p_.rehearsal.channels[k]) + "</b></p><svg viewBox=\"0 0 900 " +
              svg_number(height) + "\">";
      for (int hour = 0; hour < 24; hour += 3) {
        out_ += "<text x=\"" + svg_number(60 + 840.0 * hour / 24) + "\" y=\"12\">" + std::to_string(hour) + "</text>";
      }
      for (std::size_t d = 0; d < s_.days; ++d) {
        out_ += "<text x=\"0\" y=\"" + svg_number(top + line * double(d) + 12) + "\">" +
                std::string(w_.weekday(p_.days[d].weekday)) + " " + p_.days[d].date.substr(8) + "</text>";
        for (std::size_t i = 0; i < per_day; ++i) {
          const auto& o = p_.rehearsal.by_interval[d * per_day + i][k];
          if (o.arrived.mean <= 0) continue;
          // From nearly white to dark red; readable in grey too, as it only gets darker.
          const double v = std::clamp(o.breach_probability, 0.0, 1.0);
          char colour[16];
          std::snprintf(colour, sizeof colour, "#%02x%02x%02x", int(243 - 85 * v), int(246 - 218 * v),
                        int(249 - 225 * v));
          out_ += "<rect x=\"" + svg_number(60 + cell * double(i)) + "\" y=\"" + svg_number(top + line * double(d)) +
                  "\" width=\"" + svg_number(std::max(1.0, cell - 1)) + "\" height=\"15\" fill=\"" + colour + "\"/>";
        }
      }
      out_ += "</svg>\n";
    }
  }

  void help() {
    heading(Word::Help);
    out_ += "<table>";
    row({word(Word::Week), word(Word::Overtime), word(Word::Temps), word(Word::Provider), word(Word::Missing)}, "th");
    for (std::size_t w = 0; w < p_.mix.weeks.size(); ++w) {
      const staffing::MixWeek& week = p_.mix.weeks[w];
      const std::string missing = hours(week.missing);
      row({std::to_string(w + 1), hours(week.overtime),
           hours(week.temps) + " (" + std::to_string(week.temps_on_board) + ")", hours(week.outsourced),
           week.missing > 0.5 ? "<span class=\"bad\">" + missing + "</span>" : missing});
    }
    row({word(Word::Cost), money(p_.mix.overtime_cost), money(p_.mix.temp_cost), money(p_.mix.outsourced_cost), "–"},
        "th");
    out_ += "</table>\n";
  }

  void curve() {
    heading(Word::Curve);
    out_ += "<table>";
    row({word(Word::Target), word(Word::Needed), word(Word::People), word(Word::ExtraCost), word(Word::Missing)}, "th");
    for (const PlanPoint& point : p_.curve) {
      row({w_.percent(point.target), hours(point.needed_hours), w_.number(point.people, 1), money(point.extra_cost),
           hours(point.missing_hours)});
    }
    out_ += "</table>\n";
  }

  void money() {
    heading(Word::Money);
    out_ += "<table>";
    row({word(Word::Wages), money(p_.rehearsal.cost.mean)});
    row({word(Word::LostSales), money(p_.understaffing_cost)});
    row({word(Word::IdleCost), money(p_.overstaffing_cost)});
    if (p_.lever_cost > 0) row({word(Word::Levers), money(p_.lever_cost)});
    out_ += "</table>\n";
    if (p_.downtime_per_minute.empty()) return;
    heading(Word::Downtime);
    out_ += "<p class=\"soft\">" + word(Word::DowntimeNote) + "</p><table>";
    const std::size_t per_day = s_.intervals_per_day();
    for (std::size_t d = 0; d < s_.days; ++d) {
      const auto first = p_.downtime_per_minute.begin() + long(d * per_day);
      row({std::string(w_.weekday(p_.days[d].weekday)) + " " + p_.days[d].date,
           money(*std::max_element(first, first + long(per_day)))});
    }
    out_ += "</table>\n";
  }

  void assumptions() {
    heading(Word::Levers);
    if (s_.levers.empty()) out_ += "<p>" + word(Word::None) + "</p>\n";
    for (const ScenarioLever& lever : s_.levers) {
      out_ += "<p>" + escape_html(lever.name) + ": " + word(Word::Deflects) + " " + w_.percent(lever.deflects, 1) +
              "</p>\n";
    }
    heading(Word::Assumptions);
    out_ += "<table>";
    for (const ScenarioChannel& channel : s_.channels) {
      row({escape_html(channel.name), w_.percent(channel.share), duration(channel.handle_s),
           w_.percent(channel.target) + " ≤ " + duration(channel.promise_s)});
    }
    out_ += "</table>\n";
    for (const Notice& note : s_.notes) out_ += "<p class=\"soft\">" + escape_html(w_.notice(note)) + "</p>\n";
  }

  const Scenario& s_;
  const Plan& p_;
  ReportWords w_;
  std::string out_;
};

}  // namespace

std::string plan_as_html(const Scenario& scenario, const Plan& plan) { return PlanPage(scenario, plan).page(); }

std::string plan_as_text(const Scenario& scenario, const Plan& plan) {
  std::string text = "day             tickets  contacts   needed h   team h   short h   agents at the peak\n";
  char line[200];
  for (const PlanDay& day : plan.days) {
    std::snprintf(line, sizeof line, "%s    %9.0f %9.0f  %9.0f %8.0f  %8.0f   %d\n", day.date.c_str(), day.tickets,
                  day.contacts, day.needed_hours, day.team_hours, day.short_hours, day.needed_at_peak);
    text += line;
  }
  const staffing::Mix& mix = plan.mix;
  std::snprintf(line, sizeof line,
                "\nextra help: overtime %.0f, temporary %.0f, outside %.0f %s; still missing %.0f h%s\n\n",
                mix.overtime_cost, mix.temp_cost, mix.outsourced_cost, scenario.currency.c_str(), mix.missing_hours,
                mix.proven ? "" : " (not proven cheapest)");
  text += line;
  return text + rehearsal_as_table(scenario, plan.rehearsal);
}

}  // namespace peakdesk::planning
