#include <cstddef>
#include <cstdint>

#include "planning/scenario.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string problem;
  const auto scenario = peakdesk::planning::read_scenario(
      {reinterpret_cast<const char*>(data), size}, [](const std::string&) { return std::string(); }, problem);
  if (scenario.has_value() == !problem.empty()) __builtin_trap();
  if (scenario && scenario->intervals() < 2000) {
    (void)peakdesk::simulation::check_model(peakdesk::planning::desk_of(*scenario));
  }
  return 0;
}
