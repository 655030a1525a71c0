#include "platform/metrics/registry.h"

#include <dirent.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace peakdesk::metrics {
namespace {
void append_escaped(std::string& out, std::string_view text, bool quotes_too) {
  for (const char c : text) {
    if (c == '\\')
      out += "\\\\";
    else if (c == '\n')
      out += "\\n";
    else if (c == '"' && quotes_too)
      out += "\\\"";
    else
      out += c;
  }
}

std::string written(const Labels& labels) {
  std::string out;
  for (const auto& [name, value] : labels) {
    if (!out.empty()) out += ',';
    out += name + "=\"";
    append_escaped(out, value, true);
    out += '"';
  }
  return out;
}

std::string number(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  char text[32];
  std::snprintf(text, sizeof text, "%.15g", value);
  return text;
}

void append_sample(std::string& out, const std::string& name, const std::string& labels, const std::string& value) {
  out += name;
  if (!labels.empty()) out += '{' + labels + '}';
  out += ' ' + value + '\n';
}

// The n-th field (from 1) of /proc/self/stat; the second holds the name in parentheses and may contain spaces.
double stat_field(int n) {
  std::ifstream file("/proc/self/stat");
  std::string text((std::istreambuf_iterator<char>(file)), {});
  std::istringstream rest(text.substr(text.rfind(')') + 1));
  std::string field;
  for (int i = 3; i <= n; ++i) rest >> field;
  return field.empty() ? 0 : std::atof(field.c_str());
}

double open_descriptors() {
  DIR* folder = ::opendir("/proc/self/fd");
  if (!folder) return 0;
  double count = -3;  // ".", ".." and the folder itself
  while (::readdir(folder)) ++count;
  ::closedir(folder);
  return count;
}
}  // namespace

Histogram::Histogram(std::vector<double> bounds)
    : bounds_(std::move(bounds)), buckets_(std::make_unique<std::atomic<std::uint64_t>[]>(bounds_.size() + 1)) {}

void Histogram::observe(double value) {
  std::size_t bucket = 0;
  while (bucket < bounds_.size() && value > bounds_[bucket]) ++bucket;
  buckets_[bucket].fetch_add(1, std::memory_order_relaxed);
  double sum = sum_.load(std::memory_order_relaxed);
  while (!sum_.compare_exchange_weak(sum, sum + value, std::memory_order_relaxed)) {
  }
}

std::vector<double> duration_bounds() {
  return {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
}

Registry::Series& Registry::find(const std::string& name, const std::string& help, const std::string& type,
                                 const Labels& labels) {
  Family& family = families_[name];
  if (family.type.empty()) {
    family.type = type;
    family.help = help;
  } else if (family.type != type) {
    throw std::logic_error("metric " + name + " is a " + family.type + ", not a " + type);
  }
  return family.series[written(labels)];
}

Counter& Registry::counter(const std::string& name, const std::string& help, const Labels& labels) {
  const std::lock_guard lock(mutex_);
  auto& series = find(name, help, "counter", labels);
  if (!series.counter) series.counter = std::make_unique<Counter>();
  return *series.counter;
}

Gauge& Registry::gauge(const std::string& name, const std::string& help, const Labels& labels) {
  const std::lock_guard lock(mutex_);
  auto& series = find(name, help, "gauge", labels);
  if (!series.gauge) series.gauge = std::make_unique<Gauge>();
  return *series.gauge;
}

Histogram& Registry::histogram(const std::string& name, const std::string& help, const std::vector<double>& bounds,
                               const Labels& labels) {
  const std::lock_guard lock(mutex_);
  auto& series = find(name, help, "histogram", labels);
  if (!series.histogram) series.histogram = std::make_unique<Histogram>(bounds);
  return *series.histogram;
}

void Registry::gauge_from(const std::string& name, const std::string& help, std::function<double()> read,
                          const Labels& labels) {
  const std::lock_guard lock(mutex_);
  find(name, help, "gauge", labels).read = std::move(read);
}

void Registry::counter_from(const std::string& name, const std::string& help, std::function<double()> read,
                            const Labels& labels) {
  const std::lock_guard lock(mutex_);
  find(name, help, "counter", labels).read = std::move(read);
}

void Registry::add_process() {
  const double ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
  const double page = static_cast<double>(::sysconf(_SC_PAGESIZE));
  counter_from("process_cpu_seconds_total", "User and system CPU time.",
               [ticks] { return (stat_field(14) + stat_field(15)) / ticks; });
  gauge_from("process_resident_memory_bytes", "Resident memory.", [page] { return stat_field(24) * page; });
  gauge_from("process_threads", "Threads.", [] { return stat_field(20); });
  gauge_from("process_open_fds", "Open file descriptors.", open_descriptors);
}

std::string Registry::text() const {
  const std::lock_guard lock(mutex_);
  std::string out;
  for (const auto& [name, family] : families_) {
    out += "# HELP " + name + ' ';
    append_escaped(out, family.help, false);
    out += "\n# TYPE " + name + ' ' + family.type + '\n';
    for (const auto& [labels, series] : family.series) {
      if (series.read) append_sample(out, name, labels, number(series.read()));
      if (series.counter) append_sample(out, name, labels, std::to_string(series.counter->value()));
      if (series.gauge) append_sample(out, name, labels, number(series.gauge->value()));
      if (!series.histogram) continue;
      const Histogram& histogram = *series.histogram;
      std::uint64_t count = 0;
      const std::string separator = labels.empty() ? "" : ",";
      for (std::size_t i = 0; i <= histogram.bounds_.size(); ++i) {
        count += histogram.buckets_[i].load(std::memory_order_relaxed);
        const std::string bound = i < histogram.bounds_.size() ? number(histogram.bounds_[i]) : "+Inf";
        append_sample(out, name + "_bucket", labels + separator + "le=\"" + bound + "\"", std::to_string(count));
      }
      append_sample(out, name + "_sum", labels, number(histogram.sum_.load(std::memory_order_relaxed)));
      append_sample(out, name + "_count", labels, std::to_string(count));
    }
  }
  return out;
}

}  // namespace peakdesk::metrics
