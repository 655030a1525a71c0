#include "platform/http/request_metrics.h"

#include <shared_mutex>
#include <unordered_map>

namespace peakdesk::http {
namespace {
struct RouteSeries {
  metrics::Histogram* duration = nullptr;
  std::atomic<metrics::Counter*> by_status[600] = {};
};

// Looks a route's series up without building its labels again: that would cost more than the request.
class RequestSeries {
 public:
  explicit RequestSeries(metrics::Registry& registry) : registry_(registry) {}

  void count(const Route* route, int status, double seconds) {
    RouteSeries& series = of(route);
    series.duration->observe(seconds);
    const int index = status >= 100 && status < 600 ? status : 0;
    metrics::Counter* counter = series.by_status[index].load(std::memory_order_acquire);
    if (!counter) {
      counter = &registry_.counter(
          "peakdesk_http_requests_total", "Answers by route and status.",
          {{"method", method(route)}, {"route", pattern(route)}, {"status", std::to_string(status)}});
      series.by_status[index].store(counter, std::memory_order_release);
    }
    counter->add();
  }

 private:
  static std::string method(const Route* route) { return route ? route->method : ""; }
  static std::string pattern(const Route* route) { return route ? route->pattern : "none"; }

  RouteSeries& of(const Route* route) {
    {
      const std::shared_lock lock(mutex_);
      if (const auto found = series_.find(route); found != series_.end()) return *found->second;
    }
    const std::unique_lock lock(mutex_);
    auto& series = series_[route];
    if (!series) {
      series = std::make_unique<RouteSeries>();
      series->duration =
          &registry_.histogram("peakdesk_http_request_duration_seconds", "From the end of the header to the answer.",
                               metrics::duration_bounds(), {{"method", method(route)}, {"route", pattern(route)}});
    }
    return *series;
  }

  metrics::Registry& registry_;
  std::shared_mutex mutex_;
  std::unordered_map<const Route*, std::unique_ptr<RouteSeries>> series_;
};
}  // namespace

std::function<void(const Request&, const Route*, int status, double seconds)> request_metrics(
    metrics::Registry& registry, const Dispatcher& dispatcher) {
  registry.gauge_from("peakdesk_http_queue", "Requests that wait for a thread or a commit.",
                      [&dispatcher] { return static_cast<double>(dispatcher.queued_reads()); }, {{"queue", "reads"}});
  registry.gauge_from("peakdesk_http_queue", "Requests that wait for a thread or a commit.",
                      [&dispatcher] { return static_cast<double>(dispatcher.queued_work()); }, {{"queue", "work"}});
  registry.gauge_from("peakdesk_http_queue", "Requests that wait for a thread or a commit.",
                      [&dispatcher] { return static_cast<double>(dispatcher.outstanding_writes()); },
                      {{"queue", "writes"}});
  auto series = std::make_shared<RequestSeries>(registry);
  return [series](const Request&, const Route* route, int status, double seconds) {
    series->count(route, status, seconds);
  };
}

}  // namespace peakdesk::http
