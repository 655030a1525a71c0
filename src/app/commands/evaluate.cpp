#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <string>

#include "app/command_failed.h"
#include "app/commands.h"
#include "app/terminal.h"
#include "app/understanding_models.h"
#include "understanding/evaluation.h"
#include "understanding/training_file.h"

namespace peakdesk::app {
namespace {

struct EvaluateArguments {
  std::string what = "intents";
  std::string data;
  std::string model;
  std::size_t confusions = 20;
};

void run_evaluate(const EvaluateArguments& arguments) {
  std::vector<understanding::LabelledText> texts;
  std::string error;
  if (!understanding::read_training_file(read_input(arguments.data), texts, error))
    throw CommandFailed(arguments.data + ": " + error);
  if (texts.empty())
    throw CommandFailed(arguments.data + " holds no text to be judged by; a line is label, tab, text.");
  const understanding::Analyser analyser(load_model(arguments.model));
  std::vector<understanding::Answered> answers;
  for (const auto& text : texts) {
    const auto analysis = analyser.analyse(text.text);
    understanding::Answered answered{text.text, text.labels, {}, 0};
    if (arguments.what == "intents") {
      for (const auto& intent : analysis.intents) answered.answer.push_back(intent.label);
      if (!analysis.intents.empty()) answered.confidence = analysis.intents[0].confidence;
    } else if (arguments.what == "sentiment") {
      answered.answer = {std::string(name_of(analysis.sentiment.label))};
      answered.confidence = analysis.sentiment.confidence;
    } else {
      answered.answer = {analysis.language};
      answered.confidence = analysis.language_confidence;
    }
    answers.push_back(std::move(answered));
  }
  const std::string text = understanding::report(understanding::evaluate(answers), arguments.confusions);
  std::fwrite(text.data(), 1, text.size(), stdout);
}

}  // namespace

void add_evaluate_command(CLI::App& root) {
  CLI::App* command = root.add_subcommand("evaluate", "How well messages are understood, and what is taken for what");
  auto arguments = std::make_shared<EvaluateArguments>();
  command->add_option("what", arguments->what, "intents, sentiment or language")
      ->check(CLI::IsMember({"intents", "sentiment", "language"}));
  command->add_option("--data", arguments->data, "Lines of label, tab, text that the model has not learnt from")
      ->required();
  command->add_option("--model", arguments->model, "Model file of `peakdesk train`; the shipped one otherwise");
  command->add_option("--confusions", arguments->confusions, "How many confusions to show");
  command->callback([arguments] { run_evaluate(*arguments); });
}

}  // namespace peakdesk::app
