// The demo shop: two weeks of questions in six languages, a team, macros, a form; every figure made by the desk's own
// front doors.
#pragma once
#include <string>

namespace peakdesk::app {

inline constexpr const char* kDemoEmail = "demo@peakdesk.example";
inline constexpr const char* kDemoPassword = "peak-demo-2026";

/// Fills an empty data folder. Throws CommandFailed when there is a desk already.
void fill_demo(const std::string& data_folder, int tickets);

}  // namespace peakdesk::app
