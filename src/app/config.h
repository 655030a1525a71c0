// Every setting of the server: a flag, an environment variable and a line of a TOML file with the same name. The list
// in config.cpp prints --help and docs/config.md.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace peakdesk::app {

struct Config {
  std::string data = "./data";
  std::string listen = "127.0.0.1:8080";
  std::string public_url;
  std::string trusted_proxy;
  std::string log_level = "info";
  std::string log_file;
  std::string metrics_token;
  std::int64_t io_threads = 2;
  std::int64_t reader_threads = 2;
  std::int64_t work_threads = 4;
  std::int64_t job_threads = 3;
  std::int64_t max_connections = 10'000;
  std::int64_t max_queue_wait_ms = 1'000;
  std::int64_t cache_mib = 16;
  std::int64_t max_mail_mib = 50;
  std::int64_t mail_poll_s = 60;
  std::int64_t mail_timeout_s = 30;
  std::int64_t mail_retry_s = 5;
  std::int64_t mail_send_attempts = 12;
  std::string allowed_addresses;
  std::string assistant_url;
  std::string assistant_model;
  std::string assistant_key_file;
  std::string assistant_private_address;
  std::int64_t assistant_timeout_ms = 8'000;
  std::int64_t assistant_calls_per_day = 500;
};

/// One row of the list.
struct Setting {
  std::string
      name;  // "max-queue-wait-ms": flag --max-queue-wait-ms, PEAKDESK_MAX_QUEUE_WAIT_MS, max_queue_wait_ms = … in TOML
  std::string unit;  // "ms", "MiB", or empty
  std::string meaning;
  std::string Config::*text = nullptr;
  std::int64_t Config::*number = nullptr;
  std::int64_t least = 0, most = 0;
};
const std::vector<Setting>& settings();

/// Adds a flag per setting and --config FILE to `command`. Order of precedence: flag, environment, file, default.
/// `config` must outlive the parse.
void add_settings(CLI::App& command, Config& config);

/// Fills in what neither flag nor environment gave from the TOML file and checks ranges. Throws CommandFailed naming
/// the setting.
void finish_config(const CLI::App& command, Config& config);

/// docs/config.md: a table of every setting.
std::string settings_as_markdown();

}  // namespace peakdesk::app
