#include "platform/log/log.h"

#include <spdlog/logger.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <stdexcept>

namespace peakdesk::log {
namespace {
spdlog::level::level_enum spdlog_level(Level level) {
  switch (level) {
    case Level::Debug:
      return spdlog::level::debug;
    case Level::Info:
      return spdlog::level::info;
    case Level::Warning:
      return spdlog::level::warn;
    case Level::Error:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

bool is_bare(std::string_view value) {
  if (value.empty()) return false;
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte == '"' || byte == '=' || byte == '\\' || byte == 0x7f) return false;
  }
  return true;
}

void append_escaped(std::string& out, std::string_view value) {
  static constexpr char kHex[] = "0123456789abcdef";
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (byte < 0x20 || byte == 0x7f) {
      out += "\\x";
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    } else {
      out += c;
    }
  }
}

class SpdlogLogger final : public Logger {
 public:
  SpdlogLogger(Level least, spdlog::sink_ptr sink) : logger_("peakdesk", std::move(sink)) {
    logger_.set_level(spdlog_level(least));
    logger_.set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
    logger_.flush_on(spdlog::level::warn);
  }
  ~SpdlogLogger() override { logger_.flush(); }
  void write(Level level, std::string_view event, std::initializer_list<Field> fields) override {
    const auto spdlog_wants = spdlog_level(level);
    if (!logger_.should_log(spdlog_wants)) return;
    const std::string line = format_line(event, fields);
    logger_.log(spdlog_wants, spdlog::string_view_t(line.data(), line.size()));
  }

 private:
  spdlog::logger logger_;
};
}  // namespace

bool parse_level(std::string_view name, Level& out) {
  if (name == "debug")
    out = Level::Debug;
  else if (name == "info")
    out = Level::Info;
  else if (name == "warning")
    out = Level::Warning;
  else if (name == "error")
    out = Level::Error;
  else
    return false;
  return true;
}

std::string format_line(std::string_view event, std::initializer_list<Field> fields) {
  std::string out;
  append_escaped(out, event);
  for (const auto& field : fields) {
    out += ' ';
    out += field.name;
    out += '=';
    if (is_bare(field.value)) {
      out += field.value;
    } else {
      out += '"';
      append_escaped(out, field.value);
      out += '"';
    }
  }
  return out;
}

std::unique_ptr<Logger> open_log(Level least, const std::string& file) {
  try {
    if (file.empty()) return std::make_unique<SpdlogLogger>(least, std::make_shared<spdlog::sinks::stderr_sink_mt>());
    return std::make_unique<SpdlogLogger>(least, std::make_shared<spdlog::sinks::basic_file_sink_mt>(file));
  } catch (const spdlog::spdlog_ex& error) {
    throw std::runtime_error("The log file " + file + " cannot be opened: " + error.what());
  }
}

}  // namespace peakdesk::log
