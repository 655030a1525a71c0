#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <memory>
#include <string>

#include "app/command_failed.h"
#include "app/commands.h"
#include "app/terminal.h"
#include "app/understanding_models.h"
#include "understanding/training_file.h"

namespace peakdesk::app {
namespace {

struct TrainArguments {
  std::string data;
  std::string model;
  bool from_nothing = false;
};

std::vector<understanding::LabelledText> read_texts(const std::string& path) {
  std::vector<understanding::LabelledText> texts;
  std::string error;
  if (!understanding::read_training_file(read_input(path), texts, error)) throw CommandFailed(path + ": " + error);
  if (texts.empty()) throw CommandFailed(path + " holds no text to learn from; a line is label, tab, text.");
  return texts;
}

void report_training(const understanding::TextClassifier& trained, std::size_t texts,
                     std::chrono::steady_clock::time_point start) {
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  std::fprintf(stderr, "%zu texts, %zu labels, %zu features, %.1f s; none of these below confidence %.2f\n", texts,
               trained.labels().size(), trained.features(), seconds, static_cast<double>(trained.threshold()));
}

void train_intents(const TrainArguments& arguments) {
  const auto start = std::chrono::steady_clock::now();
  const auto texts = read_texts(arguments.data);
  understanding::Model model = load_model("");
  model.base = arguments.from_nothing ? understanding::TextClassifier{} : std::move(model.intents);
  model.intents = understanding::TextClassifier::train(texts, {}, arguments.from_nothing ? nullptr : &model.base);
  if (model.intents.empty()) throw CommandFailed(arguments.data + " names no label; a line is label, tab, text.");
  report_training(model.intents, texts.size(), start);
  write_output(arguments.model, model.write());
}

void train_sentiment(const TrainArguments& arguments) {
  const auto start = std::chrono::steady_clock::now();
  const auto texts = read_texts(arguments.data);
  for (const auto& text : texts)
    for (const auto& label : text.labels)
      if (label != "negative" && label != "neutral" && label != "positive")
        throw CommandFailed(arguments.data + ": \"" + label + "\" is no sentiment; use negative, neutral or positive.");
  understanding::Model model = load_model("");
  model.sentiment_base = arguments.from_nothing ? understanding::TextClassifier{} : std::move(model.sentiment);
  model.sentiment =
      understanding::TextClassifier::train(texts, {}, arguments.from_nothing ? nullptr : &model.sentiment_base);
  report_training(model.sentiment, texts.size(), start);
  write_output(arguments.model, model.write());
}

}  // namespace

void add_train_command(CLI::App& root) {
  CLI::App* command = root.add_subcommand("train", "Learn intents or sentiment from a shop's own texts");
  command->require_subcommand(1);
  auto add = [&](const char* name, const char* what, void (*run)(const TrainArguments&)) {
    CLI::App* sub = command->add_subcommand(name, what);
    auto arguments = std::make_shared<TrainArguments>();
    sub->add_option("--data", arguments->data,
                    "Lines of label, tab, text; labels joined by commas; none or oos: none of these")
        ->required();
    sub->add_option("--model", arguments->model, "File to write")->required();
    sub->add_flag("--from-nothing", arguments->from_nothing, "Do not build on what the shipped model knows");
    sub->callback([arguments, run] { run(*arguments); });
  };
  add("intents", "What messages ask for, by the labels of the file", train_intents);
  add("sentiment", "negative, neutral, positive", train_sentiment);
}

}  // namespace peakdesk::app
