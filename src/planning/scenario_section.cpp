#include "planning/scenario_section.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace peakdesk::planning {
namespace {

// No scenario has longer lists: half hours of a year.
constexpr std::size_t kLongestList = 20'000;
constexpr std::size_t kLongestText = 500;

std::string shown_number(double value) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%g", value);
  return buffer;
}

// The number in range, or nothing.
const double* number_in(const Json& value, double low, double high, double& out) {
  boost::json::error_code failed;
  out = value.is_number() ? value.to_number<double>(failed) : std::nan("");
  return !failed && out >= low && out <= high ? &out : nullptr;
}

}  // namespace

void Section::bad(std::string_view key, const std::string& must) const {
  throw BadKey{where_ + std::string(key), "must be " + must + "."};
}

double Section::number(std::string_view key, double if_absent, double low, double high) {
  const Json* value = get(key);
  if (!value) return if_absent;
  double out = 0;
  if (!number_in(*value, low, high, out)) {
    bad(key, "a number from " + shown_number(low) + " to " + shown_number(high));
  }
  return out;
}

int Section::whole(std::string_view key, int if_absent, int low, int high) {
  const double value = number(key, if_absent, low, high);
  if (value != std::floor(value)) bad(key, "a whole number");
  return int(value);
}

std::string Section::text(std::string_view key, std::string if_absent) {
  const Json* value = get(key);
  if (!value) return if_absent;
  if (!value->is_string()) bad(key, "a text in quotation marks");
  if (value->get_string().size() > kLongestText) bad(key, "at most " + std::to_string(kLongestText) + " bytes long");
  return std::string(value->get_string());
}

std::vector<double> Section::numbers(std::string_view key, double low, double high) {
  std::vector<double> result;
  for (const Json& value : list(key)) {
    double out = 0;
    if (!number_in(value, low, high, out)) {
      bad(key, "a list of numbers from " + shown_number(low) + " to " + shown_number(high));
    }
    result.push_back(out);
  }
  return result;
}

std::vector<std::string> Section::texts(std::string_view key) {
  std::vector<std::string> result;
  for (const Json& value : list(key)) {
    if (!value.is_string() || value.get_string().size() > kLongestText) bad(key, "a list of texts");
    result.emplace_back(value.get_string());
  }
  return result;
}

Section Section::section(std::string_view key) {
  static const JsonObject kNothing;
  const Json* value = get(key);
  if (value && !value->is_object()) bad(key, "a table");
  return {value ? value->get_object() : kNothing, where_ + std::string(key) + "."};
}

std::vector<Section> Section::sections(std::string_view key, std::size_t at_most) {
  std::vector<Section> result;
  const boost::json::array& entries = list(key);
  if (entries.size() > at_most) bad(key, "at most " + std::to_string(at_most) + " of them");
  for (const Json& entry : entries) {
    if (!entry.is_object()) bad(key, "written as [[" + std::string(key) + "]], a list of tables");
    result.emplace_back(entry.get_object(), where_ + std::string(key) + "[" + std::to_string(result.size()) + "].");
  }
  return result;
}

void Section::finish() const {
  for (const auto& item : object_) {
    const std::string key(item.key());
    if (std::find(known_.begin(), known_.end(), key) != known_.end()) continue;
    std::string names;
    for (const std::string& name : known_) names += (names.empty() ? "" : ", ") + name;
    throw BadKey{where_ + key, "is not a known key. Known here are: " + names + "."};
  }
}

const Json* Section::get(std::string_view key) {
  known_.emplace_back(key);
  const Json* value = object_.if_contains(key);
  return value && !value->is_null() ? value : nullptr;
}

const boost::json::array& Section::list(std::string_view key) {
  static const boost::json::array kNothing;
  const Json* value = get(key);
  if (value && !value->is_array()) bad(key, "a list");
  if (value && value->get_array().size() > kLongestList) bad(key, "shorter");
  return value ? value->get_array() : kNothing;
}

}  // namespace peakdesk::planning
