// Counts by day out of CSV of any step up to a day.
#pragma once
#include <map>
#include <string>
#include <string_view>

namespace peakdesk::planning {

/// By day since 1970-01-01; several series are added up. Empty for what cannot be read.
std::map<int, double> daily_counts(std::string_view csv);
/// timestamp,value by day, the gaps left out.
std::string daily_csv(const std::map<int, double>& counts);
/// "2026-11-27"
std::string day_text(int day);

}  // namespace peakdesk::planning
