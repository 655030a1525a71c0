// One object of a scenario's text. Every key that is asked for counts as known; the others are errors, as a slip of the
// pen would otherwise pass as "left out". Owns the checks of shape and range; used by the scenario's reader only.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace peakdesk::planning {

/// What cannot be meant. `path` is the key as both TOML and JSON write it: "channel[0].share".
struct BadKey {
  std::string path, message;
};

class Section {
 public:
  Section(const JsonObject& object, std::string where) : object_(object), where_(std::move(where)) {}

  [[noreturn]] void bad(std::string_view key, const std::string& must) const;
  bool has(std::string_view key) { return get(key) != nullptr; }
  double number(std::string_view key, double if_absent, double low, double high);
  int whole(std::string_view key, int if_absent, int low, int high);
  std::string text(std::string_view key, std::string if_absent);
  std::vector<double> numbers(std::string_view key, double low, double high);
  std::vector<std::string> texts(std::string_view key);
  Section section(std::string_view key);
  std::vector<Section> sections(std::string_view key, std::size_t at_most);
  /// Throws for a key that nobody asked for.
  void finish() const;

 private:
  const Json* get(std::string_view key);
  const boost::json::array& list(std::string_view key);
  const JsonObject& object_;
  std::string where_;
  std::vector<std::string> known_;
};

}  // namespace peakdesk::planning
