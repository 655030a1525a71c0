#include <cstddef>
#include <cstdint>

#include "staffing/roster_json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string problem;
  const auto roster = peakdesk::staffing::read_roster({reinterpret_cast<const char*>(data), size}, problem);
  if (roster.has_value() == !problem.empty()) __builtin_trap();
  return 0;
}
