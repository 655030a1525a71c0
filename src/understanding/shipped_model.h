// The model that ships, inside the program. Made by the build from corpus/ (cmake/understanding_model.cmake).
#pragma once
#include <string_view>

extern "C" {
extern const char peakdesk_understanding_model[];
extern const char peakdesk_understanding_model_end[];
}

namespace peakdesk::understanding {

/// Bytes for Model::read.
inline std::string_view shipped_model() {
  return {peakdesk_understanding_model,
          static_cast<std::size_t>(peakdesk_understanding_model_end - peakdesk_understanding_model)};
}

}  // namespace peakdesk::understanding
