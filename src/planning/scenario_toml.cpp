#include "planning/scenario_toml.h"

// Its parser asserts what a wrong file may break, and then reports it as the error it is.
#define TOML_ASSERT(expression) static_assert(true)
#include <toml++/toml.h>
#include <sstream>

#include "base/toml_guard.h"

namespace peakdesk::planning {
namespace {

template <class T>
std::string written_moment(const T& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

class TomlToJson {
 public:
  explicit TomlToJson(TomlDocument& document) : document_(document) {}

  JsonObject object_of(const toml::table& table, const std::string& where) {
    JsonObject object;
    for (const auto& [key, node] : table) {
      const std::string path = where + std::string(key.str());
      document_.lines[path] = key.source().begin.line;
      object[key.str()] = value_of(node, path);
    }
    return object;
  }

 private:
  Json value_of(const toml::node& node, const std::string& path) {
    if (const auto* table = node.as_table()) return object_of(*table, path + ".");
    if (const auto* array = node.as_array()) {
      boost::json::array result;
      for (const toml::node& entry : *array) {
        const std::string at = path + "[" + std::to_string(result.size()) + "]";
        if (entry.is_table()) document_.lines[at] = entry.source().begin.line;
        result.push_back(value_of(entry, at));
      }
      return result;
    }
    if (const auto* text = node.as_string()) return Json(text->get());
    if (const auto* number = node.as_integer()) return Json(number->get());
    if (const auto* number = node.as_floating_point()) return Json(number->get());
    if (const auto* truth = node.as_boolean()) return Json(truth->get());
    if (const auto* date = node.as_date()) return Json(written_moment(date->get()));
    if (const auto* time = node.as_time()) return Json(written_moment(time->get()));
    if (const auto* moment = node.as_date_time()) return Json(written_moment(moment->get()));
    return nullptr;
  }

  TomlDocument& document_;
};

}  // namespace

std::size_t TomlDocument::line_of(std::string path) const {
  for (;;) {
    if (const auto found = lines.find(path); found != lines.end()) return found->second;
    const std::size_t cut = path.find_last_of(".[");
    if (cut == std::string::npos) return 0;
    path.resize(cut);
  }
}

std::optional<TomlDocument> parse_toml(std::string_view text, std::string& problem) {
  if (const std::size_t line = line_of_unquoted_letter(text)) {
    problem = "Line " + std::to_string(line) + ": letters beyond a to z need quotes.";
    return std::nullopt;
  }
  try {
    const toml::table root = toml::parse(text);
    TomlDocument document;
    document.root = TomlToJson(document).object_of(root, "");
    return document;
  } catch (const toml::parse_error& error) {
    problem = "Line " + std::to_string(error.source().begin.line) + ": " + std::string(error.description()) + ".";
    return std::nullopt;
  }
}

}  // namespace peakdesk::planning
