// Reads a message: the front door of this room. Owns a loaded model; thread-safe, no clock, no network, no state
// between calls.
#pragma once
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
  explicit Analyser(Model model) : model_(std::move(model)) {}

  /// Any bytes are allowed as text; of a long one the first 20,000 characters are read.
  Analysis analyse(std::string_view text, const Hints& hints = {}) const;
  const Model& model() const { return model_; }

 private:
  Model model_;
};

}  // namespace peakdesk::understanding
