// A trained model as a value and as bytes. Owns the file format; trains nothing (see model_build.h).
#pragma once
#include <string>
#include <string_view>

#include "understanding/cues.h"
#include "understanding/language.h"
#include "understanding/text_classifier.h"

namespace peakdesk::understanding {

/// The parts of a model. `base` lends its knowledge to intents that were trained on top of it; empty otherwise.
struct Model {
  LanguageTable languages;
  TextClassifier intents;
  TextClassifier sentiment;
  TextClassifier base;
  Cues cues;

  std::string write() const;
  /// False with a sentence in `error` when the bytes are no model of this version.
  static bool read(std::string_view bytes, Model& out, std::string& error);
};

}  // namespace peakdesk::understanding
