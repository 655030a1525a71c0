#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <memory>
#include <string>

#include "app/command_failed.h"
#include "app/commands.h"
#include "app/understanding_models.h"
#include "base/json.h"
#include "base/text.h"

namespace peakdesk::app {
namespace {

struct UnderstandArguments {
  std::string model;
  std::string input = "-";
  std::vector<std::string> languages;
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
  out += "}}\n";
  return out;
}

void run_understand(const UnderstandArguments& arguments) {
  const understanding::Analyser analyser(load_model(arguments.model));
  std::FILE* in = arguments.input == "-" ? stdin : std::fopen(arguments.input.c_str(), "rb");
  if (in == nullptr) throw CommandFailed("cannot read " + arguments.input);
  understanding::Hints hints;
  hints.languages = arguments.languages;
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
  command->add_option("input", arguments->input, "Plain lines, or JSON lines {\"id\",\"text\"}; - is standard input");
  command->callback([arguments] { run_understand(*arguments); });
}

}  // namespace peakdesk::app
