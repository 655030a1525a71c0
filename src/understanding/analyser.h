// Reads a message: the front door of this room. Owns a loaded model; thread-safe, no clock, no network, no state
// between calls.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "understanding/analysis.h"
#include "understanding/entities.h"
#include "understanding/model.h"

namespace peakdesk::understanding {

/// What the desk knows beside the text.
struct Hints {
  std::vector<std::string> languages;  // the customer's, ISO 639-1, likeliest first
  EntityHints entities;
};

class Analyser {
 public:
  explicit Analyser(Model model) : model_(std::make_shared<const Model>(std::move(model))) {}
  explicit Analyser(std::shared_ptr<const Model> shared) : model_(std::move(shared)) {}
  /// A shop's own intents over a model that several shops share: `own` was trained with `shared->foundation()` as its
  /// base.
  Analyser(std::shared_ptr<const Model> shared, TextClassifier own)
      : model_(std::move(shared)), own_(std::make_unique<const TextClassifier>(std::move(own))) {}

  /// Any bytes are allowed as text; of a long one the first 20,000 characters are read.
  Analysis analyse(std::string_view text, const Hints& hints = {}) const;
  const Model& model() const { return *model_; }
  /// What decides about intents here.
  const TextClassifier& intents() const { return own_ ? *own_ : model_->intents; }

 private:
  std::shared_ptr<const Model> model_;
  std::unique_ptr<const TextClassifier> own_;
};

}  // namespace peakdesk::understanding
