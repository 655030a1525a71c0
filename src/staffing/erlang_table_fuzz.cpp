#include <cstddef>
#include <cstdint>

#include "staffing/erlang_table.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // The time a row takes grows with its agents; the reader is what is fuzzed, so stop after few rows.
  std::size_t rows = 0;
  peakdesk::staffing::Problem problem;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto table =
      peakdesk::staffing::add_erlang_columns(text, problem, [&](std::size_t, std::size_t) { return ++rows < 4; });
  if (!problem && table.text.empty()) __builtin_trap();
  return 0;
}
