// The words of the printed plan in the six languages, and how numbers look in them.
#pragma once
#include <string>
#include <string_view>

#include "base/notice.h"

namespace peakdesk::planning {

enum class Word {
  Plan,
  Summary,
  From,
  Tickets,
  Orders,
  Contacts,
  Day,
  Needed,
  Team,
  Short,
  Idle,
  AtPeak,
  HoursUnit,
  ByDay,
  NeedAndTeam,
  Agents,
  Rehearsal,
  RunsNote,
  Channel,
  InPromise,
  GaveUp,
  MeanWait,
  LeftAtEnd,
  Missed,
  HeatMap,
  HeatNote,
  Help,
  Week,
  Overtime,
  Temps,
  Provider,
  Missing,
  Cost,
  Curve,
  Target,
  People,
  ExtraCost,
  Money,
  Wages,
  LostSales,
  IdleCost,
  LeverCost,
  Downtime,
  DowntimeNote,
  OneMore,
  Levers,
  Deflects,
  Assumptions,
  Range,
  None,
  Break,
  kCount
};

class ReportWords {
 public:
  /// en, fr, pt-BR, es, de or ru; anything else is en.
  explicit ReportWords(std::string_view language);
  std::string_view operator()(Word word) const;
  /// 0 Monday ... 6 Sunday, short.
  std::string_view weekday(int day) const;
  /// With the language's marks for thousands and decimals.
  std::string number(double value, int decimals = 0) const;
  /// What the forecast or the reading of a file noted; a code that has no words here is told in English.
  std::string notice(const Notice& notice) const;
  std::string percent(double share, int decimals = 0) const { return number(100 * share, decimals) + "\xc2\xa0%"; }

 private:
  std::size_t language_;
};

}  // namespace peakdesk::planning
