// The model that ships, inside the program, and a sample of what it was taught, so that a shop's own learning need not
// forget it. Made by the build from corpus/ (cmake/understanding_model.cmake).
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "understanding/corpus.h"

extern "C" {
extern const char peakdesk_understanding_model[];
extern const char peakdesk_understanding_model_end[];
extern const char peakdesk_understanding_examples[];
extern const char peakdesk_understanding_examples_end[];
}

namespace peakdesk::understanding {

/// Bytes for Model::read.
inline std::string_view shipped_model() {
  return {peakdesk_understanding_model,
          static_cast<std::size_t>(peakdesk_understanding_model_end - peakdesk_understanding_model)};
}

/// Lines of language, labels, tab, text: some of each label and language.
inline std::string_view shipped_examples() {
  return {peakdesk_understanding_examples,
          static_cast<std::size_t>(peakdesk_understanding_examples_end - peakdesk_understanding_examples)};
}

}  // namespace peakdesk::understanding
