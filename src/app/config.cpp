#include "app/config.h"

// Its parser asserts what a wrong file may break, and then reports it as the error it is.
#define TOML_ASSERT(expression) static_assert(true)
#include <toml++/toml.h>
#include <CLI/CLI.hpp>
#include <cctype>

#include "app/command_failed.h"
#include "app/terminal.h"
#include "base/toml_guard.h"

namespace peakdesk::app {
namespace {

Setting text_setting(std::string name, std::string Config::*member, std::string meaning) {
  return {std::move(name), "", std::move(meaning), member, nullptr, 0, 0};
}
Setting number_setting(std::string name, std::int64_t Config::*member, std::string unit, std::int64_t least,
                       std::int64_t most, std::string meaning) {
  return {std::move(name), std::move(unit), std::move(meaning), nullptr, member, least, most};
}

std::string with_underscores(std::string name) {
  for (char& c : name)
    if (c == '-') c = '_';
  return name;
}

std::string environment_name(const std::string& name) {
  std::string out = "PEAKDESK_" + with_underscores(name);
  for (char& c : out) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return out;
}

}  // namespace

const std::vector<Setting>& settings() {
  static const std::vector<Setting> kSettings = {
      text_setting("data", &Config::data,
                   "Folder that holds everything: the store, files, the key. Back it up with `peakdesk backup`."),
      text_setting("listen", &Config::listen, "Address and port to serve on."),
      text_setting("public-url", &Config::public_url,
                   "How people reach this desk from outside, for links in mails: https://desk.example.com. Empty: what "
                   "`listen` says."),
      text_setting(
          "trusted-proxy", &Config::trusted_proxy,
          "Address of the reverse proxy in front; only its X-Forwarded-For and X-Forwarded-Proto are believed."),
      text_setting("log-level", &Config::log_level, "debug, info, warning or error."),
      text_setting("log-file", &Config::log_file, "File to log to. Empty: standard error."),
      text_setting(
          "metrics-token", &Config::metrics_token,
          "Who sends this as `Authorization: Bearer …` may read `/metrics` from anywhere. Empty: only programs on "
          "this machine may."),
      number_setting("io-threads", &Config::io_threads, "", 1, 64, "Threads that speak HTTP."),
      number_setting("reader-threads", &Config::reader_threads, "", 1, 64,
                     "Threads (and connections) that read the store."),
      number_setting("work-threads", &Config::work_threads, "", 1, 64,
                     "Threads for slow requests: sign-in, uploads, connection tests."),
      number_setting("job-threads", &Config::job_threads, "", 1, 64,
                     "Threads that run jobs: sending mail, bulk changes."),
      number_setting("max-connections", &Config::max_connections, "", 10, 1'000'000,
                     "Open connections at most; more are refused."),
      number_setting(
          "max-queue-wait-ms", &Config::max_queue_wait_ms, "ms", 10, 60'000,
          "A machine's call that would wait longer for its turn is refused at once with 503 and Retry-After."),
      number_setting("cache-mib", &Config::cache_mib, "MiB", 1, 65'536, "Page cache of each store connection."),
      number_setting(
          "max-mail-mib", &Config::max_mail_mib, "MiB", 1, 1'024,
          "Largest mail taken in; larger ones are set aside, visibly, and fetched up to twice as large when a "
          "lead asks for one."),
      number_setting("mail-poll-s", &Config::mail_poll_s, "s", 5, 540,
                     "How often mailboxes are looked at when their server cannot tell of new mail by itself (IDLE)."),
      number_setting("mail-timeout-s", &Config::mail_timeout_s, "s", 1, 600,
                     "How long a mail server may take for each single answer."),
      number_setting("mail-retry-s", &Config::mail_retry_s, "s", 1, 3'600,
                     "Pause before a mail server that failed is tried again; doubled every time, up to two minutes for "
                     "reading and an hour for sending."),
      number_setting("mail-send-attempts", &Config::mail_send_attempts, "", 1, 100,
                     "How often a mail is tried before its message is marked failed; 12 take about three hours."),
      text_setting("allowed-addresses", &Config::allowed_addresses,
                   "Addresses that mail servers named in the settings may have although they are not on the public "
                   "internet: ranges with commas between them, such as 192.168.1.0/24,127.0.0.1. Empty: none."),
      text_setting("assistant-url", &Config::assistant_url,
                   "Server that speaks the OpenAI-compatible chat protocol, such as https://llm.example.com/v1, for "
                   "messages no label fits and for drafts. Masked text of customers goes there. Empty: nothing does."),
      text_setting("assistant-model", &Config::assistant_model, "The assistant's model, as its server calls it."),
      text_setting("assistant-key-file", &Config::assistant_key_file,
                   "File that holds the key for the assistant's server. Empty: none is sent."),
      text_setting("assistant-private-address", &Config::assistant_private_address,
                   "Address or range inside your network that the assistant may be reached at, such as 127.0.0.1. "
                   "Empty: public addresses only."),
      number_setting("assistant-timeout-ms", &Config::assistant_timeout_ms, "ms", 100, 120'000,
                     "How long an answer of the assistant is waited for."),
      number_setting("assistant-calls-per-day", &Config::assistant_calls_per_day, "", 0, 10'000'000,
                     "Calls of the assistant in a day (UTC), of one account."),
  };
  return kSettings;
}

void add_settings(CLI::App& command, Config& config) {
  command.add_option("--config", "TOML file with settings; flags and environment variables win over it")
      ->envname("PEAKDESK_CONFIG");
  for (const Setting& setting : settings()) {
    const std::string flag = "--" + setting.name;
    const std::string meaning = setting.meaning + (setting.unit.empty() ? "" : " [" + setting.unit + "]");
    CLI::Option* option = setting.text ? command.add_option(flag, config.*setting.text, meaning)
                                       : command.add_option(flag, config.*setting.number, meaning);
    option->envname(environment_name(setting.name))->capture_default_str();
  }
}

void finish_config(const CLI::App& command, Config& config) {
  if (const auto* file_option = command.get_option_no_throw("--config"); file_option && file_option->count() > 0) {
    const std::string path = file_option->as<std::string>();
    toml::table file;
    const std::string text = read_input(path);
    if (const std::size_t line = line_of_unquoted_letter(text))
      throw CommandFailed("The settings file " + path + " cannot be read: letters beyond a to z need quotes (line " +
                          std::to_string(line) + ").");
    try {
      file = toml::parse(text, path);
    } catch (const toml::parse_error& e) {
      throw CommandFailed("The settings file " + path + " cannot be read: " + std::string(e.description()) + " (line " +
                          std::to_string(e.source().begin.line) + ").");
    }
    for (const auto& [key, node] : file) {
      const Setting* found = nullptr;
      for (const Setting& setting : settings())
        if (with_underscores(setting.name) == key.str()) found = &setting;
      if (!found)
        throw CommandFailed("The settings file " + path + " names '" + std::string(key.str()) +
                            "', which is no setting.");
      if (command.get_option("--" + found->name)->count() > 0) continue;
      if (found->text) {
        const auto value = node.value<std::string>();
        if (!value) throw CommandFailed("The setting " + found->name + " in " + path + " must be text in quotes.");
        config.*found->text = *value;
      } else {
        const auto value = node.value<std::int64_t>();
        if (!value) throw CommandFailed("The setting " + found->name + " in " + path + " must be a whole number.");
        config.*found->number = *value;
      }
    }
  }
  for (const Setting& setting : settings())
    if (setting.number && (config.*setting.number < setting.least || config.*setting.number > setting.most))
      throw CommandFailed("The setting " + setting.name + " must lie between " + std::to_string(setting.least) +
                          " and " + std::to_string(setting.most) + ", not " + std::to_string(config.*setting.number) +
                          ".");
}

std::string settings_as_markdown() {
  const Config defaults;
  std::string out =
      "# Settings\n\nEvery setting of `peakdesk serve` is a flag, an environment variable and a line of a TOML file "
      "(`--config FILE`).\n"
      "A flag wins over the environment, the environment over the file. This page is made by `peakdesk settings`.\n\n"
      "| flag | environment | in the file | default | meaning |\n|---|---|---|---|---|\n";
  for (const Setting& setting : settings()) {
    const std::string value = setting.text ? defaults.*setting.text : std::to_string(defaults.*setting.number);
    out += "| `--" + setting.name + "` | `" + environment_name(setting.name) + "` | `" +
           with_underscores(setting.name) + "` | " + (value.empty() ? "" : "`" + value + "`") +
           (setting.unit.empty() ? "" : " " + setting.unit) + " | " + setting.meaning + " |\n";
  }
  return out;
}

}  // namespace peakdesk::app
