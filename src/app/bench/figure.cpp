#include "app/bench/figure.h"

#include <algorithm>
#include <cstdio>

namespace peakdesk::app::bench {
namespace {

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
  return text;
}

}  // namespace

Figure at_most(std::string name, std::string what, double value, std::string unit, double most) {
  Figure figure = plain(std::move(name), std::move(what), value, std::move(unit));
  figure.target = "<= " + number(most);
  figure.met = value <= most;
  return figure;
}

Figure plain(std::string name, std::string what, double value, std::string unit) {
  return {std::move(name), std::move(what), value, std::move(unit), {}, {}, {}, {}};
}

double median(std::vector<double> numbers) {
  if (numbers.empty()) return 0;
  std::sort(numbers.begin(), numbers.end());
  const std::size_t middle = numbers.size() / 2;
  return numbers.size() % 2 ? numbers[middle] : (numbers[middle - 1] + numbers[middle]) / 2;
}

std::string as_table(const std::vector<Figure>& figures) {
  char line[300];
  std::snprintf(line, sizeof line, "%-58s %10s %-4s %10s %6s  %-14s\n", "", "measured", "", "beside", "ratio",
                "target");
  std::string table = line;
  for (const auto& figure : figures) {
    std::snprintf(line, sizeof line, "%-58s %10s %-4s %10s %6s  %-14s%s\n", figure.what.c_str(),
                  number(figure.value).c_str(), figure.unit.c_str(),
                  figure.beside ? number(*figure.beside).c_str() : "",
                  figure.ratio ? number(*figure.ratio).c_str() : "", figure.target.c_str(),
                  !figure.met   ? ""
                  : *figure.met ? "reached"
                                : "NOT reached");
    table += line;
  }
  return table;
}

}  // namespace peakdesk::app::bench
