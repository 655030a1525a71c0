// What the operator reads: one line an event, key=value. Behind it is spdlog; what a line never holds: secrets, message
// texts.
#pragma once
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

namespace peakdesk::log {

enum class Level { Debug, Info, Warning, Error };
/// False when the name is none of debug, info, warning, error.
bool parse_level(std::string_view name, Level& out);

struct Field {
  std::string_view name;
  std::string value;
  Field(std::string_view name, std::string_view value) : name(name), value(value) {}
  Field(std::string_view name, const char* value) : name(name), value(value) {}
  Field(std::string_view name, const std::string& value) : name(name), value(value) {}
  template <class T>
  requires std::is_arithmetic_v<T> Field(std::string_view name, T number) : name(name), value(std::to_string(number)) {}
};

/// Thread-safe.
class Logger {
 public:
  virtual ~Logger() = default;
  virtual void write(Level level, std::string_view event, std::initializer_list<Field> fields) = 0;
  void debug(std::string_view event, std::initializer_list<Field> fields = {}) { write(Level::Debug, event, fields); }
  void info(std::string_view event, std::initializer_list<Field> fields = {}) { write(Level::Info, event, fields); }
  void warning(std::string_view event, std::initializer_list<Field> fields = {}) {
    write(Level::Warning, event, fields);
  }
  void error(std::string_view event, std::initializer_list<Field> fields = {}) { write(Level::Error, event, fields); }
};

/// To `file` (appended), or to standard error when it is empty. Throws std::runtime_error when the file cannot be
/// opened.
std::unique_ptr<Logger> open_log(Level least, const std::string& file = {});

/// `event name=value name="value with spaces"`: a line's text without its time. Line ends and other control characters
/// are escaped, so that nobody can forge a line.
std::string format_line(std::string_view event, std::initializer_list<Field> fields);

}  // namespace peakdesk::log
