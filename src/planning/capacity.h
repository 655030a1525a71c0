// The plan's plain arithmetic: contact rate, what an agent gets done, overtime as agents, deflection, what waiting and
// downtime cost. Each function is one line of a support lead's spreadsheet, with its unit; no defaults that claim to be
// facts.
#pragma once
#include <vector>

namespace peakdesk::planning {

/// Tickets for each order of the same period: 400 on 1,000 orders is 0.40. 0 without orders.
double contact_rate(double tickets, double orders);
/// Orders x rate x factor of the rate at the peak: twice the orders at a rate 20 % higher are 2.4 times the tickets.
double tickets_of(double orders, double rate, double peak_rate_factor = 1);

/// 40 a day on 5 days a week for 4.3 weeks: 860 a month.
double monthly_capacity(double tickets_per_day, double days_per_week = 5, double weeks_per_month = 4.3);
struct AgentsNeeded {
  double exact = 0;
  int whole = 0;  // rounded up: the rest is the buffer
};
/// 4,000 tickets in two months at 860 each: 2.33, so 3.
AgentsNeeded agents_needed(double tickets, double months, double capacity_per_month);

struct OvertimeWorth {
  double hours = 0;   // a day, all agents together
  double agents = 0;  // the same as so many agents of a full day
};
/// 5 agents x 90 minutes: 7.5 h, 0.94 of an agent of 8 h.
OvertimeWorth overtime_worth(int agents, double minutes_a_day, double day_hours);

/// Share of contacts that remain after levers that each take a share of what the one before left: 20 % and 30 % leave
/// 56 %.
double left_after(const std::vector<double>& deflected_shares);

/// A share (abandonment, say) that is cut by part of itself. From 0.698 cut by 0.33: 23.0 percentage points less, and
/// the others (those who buy) grow by 76 %, not by 23 %.
struct ShareCut {
  double after = 0;
  double points = 0;       // percentage points taken off
  double rest_growth = 0;  // relative growth of 1 - share
};
ShareCut cut_share(double share, double cut);

/// A loss of so much per minute: sales of an hour (minor units) / 60 x share of them that cannot happen.
double downtime_cost_per_minute(double sales_of_hour, double share_lost);
/// Paid time in which nothing was to be done, and sales that went with those who gave up; minor units.
double overstaffing_cost(double idle_hours, double wage_per_hour);
double understaffing_cost(double contacts_given_up, double share_before_sale, double sale_value,
                          double share_of_sales_lost);

}  // namespace peakdesk::planning
