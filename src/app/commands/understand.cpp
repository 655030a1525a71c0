#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <cmath>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>

#include "app/command_failed.h"
#include "app/commands.h"
#include "app/terminal.h"
#include "app/understanding_models.h"
#include "base/json.h"
#include "base/text.h"
#include "understanding/products.h"

namespace peakdesk::app {
namespace {

struct UnderstandArguments {
  std::string model;
  std::string input = "-";
  std::vector<std::string> languages;
  std::vector<std::string> order_patterns;
  std::string products;
  std::string today;
};

/// A line of input: {"id", "text"} or, when it is no such object, text as it stands, named by its line number.
void read_line(const std::string& line, std::size_t number, std::string& id, std::string& text) {
  id = std::to_string(number);
  text = line;
  if (line.empty() || line.front() != '{') return;
  boost::system::error_code failed;
  const auto value = boost::json::parse(line, failed);
  if (failed || !value.is_object()) return;
  const auto* given = value.as_object().if_contains("text");
  if (given == nullptr || !given->is_string()) return;
  text = std::string(given->as_string());
  if (const auto* name = value.as_object().if_contains("id")) id = boost::json::serialize(*name);
}

void write_number(std::string& out, float value) {
  char digits[32];
  std::snprintf(digits, sizeof digits, "%.4g", std::round(static_cast<double>(value) * 1e4) / 1e4);
  out += digits;
}

std::string to_json_line(const std::string& id, const understanding::Analysis& a) {
  std::string out = "{\"id\":" + id + ",\"language\":";
  write_json_string(out, a.language);
  out += ",\"intents\":[";
  for (std::size_t i = 0; i < a.intents.size(); ++i) {
    out += i > 0 ? ",{\"label\":" : "{\"label\":";
    write_json_string(out, a.intents[i].label);
    out += ",\"confidence\":";
    write_number(out, a.intents[i].confidence);
    out += '}';
  }
  out += "],\"sentiment\":{\"label\":";
  write_json_string(out, name_of(a.sentiment.label));
  out += ",\"confidence\":";
  write_number(out, a.sentiment.confidence);
  out += "},\"urgency\":";
  write_json_string(out, name_of(a.urgency));
  out += a.escalation ? ",\"escalation\":true,\"entities\":[" : ",\"escalation\":false,\"entities\":[";
  for (std::size_t i = 0; i < a.entities.size(); ++i) {
    const understanding::Entity& e = a.entities[i];
    out += i > 0 ? ",{\"kind\":" : "{\"kind\":";
    write_json_string(out, name_of(e.kind));
    out += ",\"start\":" + std::to_string(e.start) + ",\"length\":" + std::to_string(e.length) + ",\"value\":";
    write_json_string(out, to_valid_utf8(e.value));
    if (!e.detail.empty()) {
      out += ",\"detail\":";
      write_json_string(out, e.detail);
    }
    out += e.checked ? ",\"checked\":true}" : "}";
  }
  out += "]}\n";
  return out;
}

void run_understand(const UnderstandArguments& arguments) {
  const understanding::Analyser analyser(load_model(arguments.model));
  std::FILE* in = arguments.input == "-" ? stdin : std::fopen(arguments.input.c_str(), "rb");
  if (in == nullptr) throw CommandFailed("cannot read " + arguments.input);
  understanding::Hints hints;
  hints.languages = arguments.languages;
  hints.entities.order_patterns = arguments.order_patterns;
  if (!arguments.today.empty() && !parse_iso8601(arguments.today, hints.entities.today))
    throw CommandFailed("--today " + arguments.today + " is no date; write it as 2026-11-27.");
  std::optional<understanding::ProductNames> products;
  if (!arguments.products.empty()) {
    const std::string file = read_input(arguments.products);
    std::vector<std::string> names;
    for (std::string_view line : split(file, '\n'))
      if (!trim(line).empty()) names.emplace_back(trim(line));
    hints.entities.products = &products.emplace(std::move(names));
  }
  char* buffer = nullptr;
  std::size_t capacity = 0, number = 0;
  for (ssize_t n; (n = getline(&buffer, &capacity, in)) >= 0;) {
    std::string line(buffer, static_cast<std::size_t>(n));
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.pop_back();
    std::string id, text;
    read_line(line, ++number, id, text);
    const std::string answer = to_json_line(id, analyser.analyse(text, hints));
    std::fwrite(answer.data(), 1, answer.size(), stdout);
  }
  std::free(buffer);
  if (in != stdin) std::fclose(in);
}

}  // namespace

void add_understand_command(CLI::App& root) {
  CLI::App* command = root.add_subcommand("understand", "Language, intents and sentiment of messages, one a line");
  auto arguments = std::make_shared<UnderstandArguments>();
  command->add_option("--model", arguments->model, "Model file of `peakdesk train`; the shipped one otherwise");
  command->add_option("--language", arguments->languages, "Languages the customers are known to use, such as fr");
  command->add_option(
      "--order", arguments->order_patterns,
      "How the shop writes order numbers: 9 a digit, A a letter, N either, + repeats, such as #9+ or SO-99999");
  command->add_option("--products", arguments->products, "File with the names of the catalogue, one a line");
  command->add_option("--today", arguments->today, "Day that \"tomorrow\" is counted from, such as 2026-11-27");
  command->add_option("input", arguments->input, "Plain lines, or JSON lines {\"id\",\"text\"}; - is standard input");
  command->callback([arguments] { run_understand(*arguments); });
}

}  // namespace peakdesk::app
