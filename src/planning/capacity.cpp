#include "planning/capacity.h"

#include <cmath>

namespace peakdesk::planning {

double contact_rate(double tickets, double orders) { return orders > 0 ? tickets / orders : 0; }

double tickets_of(double orders, double rate, double peak_rate_factor) { return orders * rate * peak_rate_factor; }

double monthly_capacity(double tickets_per_day, double days_per_week, double weeks_per_month) {
  return tickets_per_day * days_per_week * weeks_per_month;
}

AgentsNeeded agents_needed(double tickets, double months, double capacity_per_month) {
  AgentsNeeded needed;
  if (tickets <= 0 || months <= 0 || capacity_per_month <= 0) return needed;
  needed.exact = tickets / months / capacity_per_month;
  needed.whole = int(std::ceil(needed.exact - 1e-9));
  return needed;
}

OvertimeWorth overtime_worth(int agents, double minutes_a_day, double day_hours) {
  const double hours = agents * minutes_a_day / 60;
  return {hours, day_hours > 0 ? hours / day_hours : 0};
}

double left_after(const std::vector<double>& deflected_shares) {
  double left = 1;
  for (const double share : deflected_shares) left *= 1 - share;
  return left;
}

ShareCut cut_share(double share, double cut) {
  const double after = share * (1 - cut);
  return {after, 100 * (share - after), share < 1 ? (1 - after) / (1 - share) - 1 : 0};
}

double downtime_cost_per_minute(double sales_of_hour, double share_lost) { return sales_of_hour / 60 * share_lost; }

double overstaffing_cost(double idle_hours, double wage_per_hour) { return idle_hours * wage_per_hour; }

double understaffing_cost(double contacts_given_up, double share_before_sale, double sale_value,
                          double share_of_sales_lost) {
  return contacts_given_up * share_before_sale * sale_value * share_of_sales_lost;
}

}  // namespace peakdesk::planning
