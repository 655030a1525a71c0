// Counters, gauges and histograms, and their text in Prometheus' exposition format 0.0.4. Updating is a relaxed atomic;
// only finding a series by its labels takes a lock, so keep the reference that is returned.
#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace peakdesk::metrics {

using Labels = std::vector<std::pair<std::string, std::string>>;

class Counter {
 public:
  void add(std::uint64_t n = 1) { value_.fetch_add(n, std::memory_order_relaxed); }
  std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_ = 0;
};

class Gauge {
 public:
  void set(double value) { value_.store(value, std::memory_order_relaxed); }
  double value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<double> value_ = 0;
};

class Histogram {
 public:
  /// Upper bounds, ascending; +Inf is added.
  explicit Histogram(std::vector<double> bounds);
  void observe(double value);

 private:
  friend class Registry;
  std::vector<double> bounds_;
  std::unique_ptr<std::atomic<std::uint64_t>[]> buckets_;
  std::atomic<double> sum_ = 0;
};

/// 0.5 ms to 10 s, for durations in seconds.
std::vector<double> duration_bounds();

class Registry {
 public:
  /// The series of a name and labels, made at the first call. References stay valid as long as the registry. A name
  /// belongs to one kind; another kind under the same name throws std::logic_error.
  Counter& counter(const std::string& name, const std::string& help, const Labels& labels = {});
  Gauge& gauge(const std::string& name, const std::string& help, const Labels& labels = {});
  Histogram& histogram(const std::string& name, const std::string& help, const std::vector<double>& bounds,
                       const Labels& labels = {});
  /// A gauge that is asked when the text is made; `read` must be thread-safe and outlive the registry's last text().
  void gauge_from(const std::string& name, const std::string& help, std::function<double()> read,
                  const Labels& labels = {});
  /// The same for a value that only grows.
  void counter_from(const std::string& name, const std::string& help, std::function<double()> read,
                    const Labels& labels = {});
  /// Resident memory, CPU seconds, open descriptors and threads of this process, from /proc.
  void add_process();
  std::string text() const;

 private:
  struct Series {
    std::unique_ptr<Counter> counter;
    std::unique_ptr<Gauge> gauge;
    std::unique_ptr<Histogram> histogram;
    std::function<double()> read;
  };
  struct Family {
    std::string type;
    std::string help;
    std::map<std::string, Series> series;  // by its labels as written
  };
  Series& find(const std::string& name, const std::string& help, const std::string& type, const Labels& labels);
  mutable std::mutex mutex_;
  std::map<std::string, Family> families_;
};

}  // namespace peakdesk::metrics
