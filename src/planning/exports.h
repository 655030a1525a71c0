// A run's numbers as files: CSV for spreadsheets, iCal for calendars. Owns their columns; computes nothing.
#pragma once
#include <string>

#include "planning/run_result.h"
#include "planning/shop_clock.h"

namespace peakdesk::planning {

/// date,forecast,low80,high80,low95,high95,last_year,orders,tickets,contacts,needed_hours,team_hours,short_hours,needed_at_peak
std::string days_as_csv(const RunResult& result);
/// start,CHANNEL contacts and needed for each channel,needed,on_duty,short,one_more
std::string staffing_as_csv(const RunResult& result);
/// person,team,date,shift,start,end,paid_hours; empty without a roster
std::string roster_as_csv(const Scenario& scenario, const RunResult& result);
/// `person` empty: everybody's shifts. `now` stamps the file.
std::string roster_as_ical(const Scenario& scenario, const RunResult& result, const std::string& person,
                           const std::string& uid_prefix, const ShopClock& clock, Instant now);

}  // namespace peakdesk::planning
