// A trained model as a value and as bytes. Owns the file format; trains nothing (see model_build.h).
#pragma once
#include <string>
#include <string_view>

#include "understanding/cues.h"
#include "understanding/language.h"
#include "understanding/text_classifier.h"

namespace peakdesk::understanding {

/// The parts of a model. `base` lends its knowledge to intents that were trained on top of it, `sentiment_base` to a
/// sentiment; empty otherwise.
struct Model {
  LanguageTable languages;
  TextClassifier intents;
  TextClassifier sentiment;
  TextClassifier base;
  TextClassifier sentiment_base;
  Cues cues;

  /// What a shop's own intents are trained over: the shipped knowledge, whichever layer it sits in.
  const TextClassifier& foundation() const { return base.empty() ? intents : base; }

  std::string write() const;
  /// False with a sentence in `error` when the bytes are no model of this version.
  static bool read(std::string_view bytes, Model& out, std::string& error);
};

/// One classifier by itself: what a shop learnt over the foundation. False when the bytes are none of this version.
std::string write_classifier(const TextClassifier& classifier);
bool read_classifier(std::string_view bytes, TextClassifier& out);

}  // namespace peakdesk::understanding
