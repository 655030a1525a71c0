// What /metrics says of requests.
#pragma once
#include <functional>

#include "platform/http/dispatcher.h"
#include "platform/metrics/registry.h"

namespace peakdesk::http {

/// Counts every answer by route, method and status, times it, and shows the lengths of the dispatcher's queues.
std::function<void(const Request&, const Route*, int status, double seconds)> request_metrics(
    metrics::Registry& registry, const Dispatcher& dispatcher);

}  // namespace peakdesk::http
