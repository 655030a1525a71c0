// Drives a server on loopback from one thread: as many connections as asked, each sending its next request when the
// answer to the last is there (a closed loop). Measures from the first byte sent to the last received.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace peakdesk::app::bench {

struct LoadOptions {
  std::uint16_t port = 0;
  int connections = 1;
  double seconds = 3;  // of measuring
  double warm_up_seconds = 0.5;
};

struct LoadResult {
  std::int64_t answers = 0;  // with the expected status, inside the measured time
  std::int64_t refused = 0;  // 429 and 503
  std::int64_t failed = 0;   // any other status, and connections that broke
  double seconds = 0;
  std::vector<float> latencies_ms;  // of the answers, in no order
  std::string first_failure;        // the start of the first unexpected answer

  double per_second() const { return seconds > 0 ? double(answers) / seconds : 0; }
};

/// `request(n)` gives the n-th whole HTTP request. `expected_status` counts as an answer. Throws CommandFailed when no
/// connection can be made.
LoadResult run_load(const LoadOptions& options, int expected_status,
                    const std::function<std::string(std::int64_t)>& request);

/// A request with a bearer key, or with a session's cookie when `credential` does not begin with "pk_".
std::string http_request(const std::string& method, const std::string& target, const std::string& credential,
                         const std::string& body = {}, const std::string& csrf_token = {});
/// One request on a connection of its own; the body of the answer. Throws CommandFailed unless it is a 2xx.
std::string fetch(std::uint16_t port, const std::string& request);

/// The value below which `share` (0 to 1) of the numbers lie; 0 for none. Sorts them.
double percentile(std::vector<float>& numbers, double share);

}  // namespace peakdesk::app::bench
