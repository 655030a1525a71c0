// The shop's wall clock: UTC to local and back, by the zone's name (IANA). Seconds since 1970-01-01 on that clock, as
// forecasting counts them. An unknown zone is UTC.
#pragma once
#include <memory>
#include <string>

#include "base/clock.h"

namespace peakdesk::planning {

class ShopClock {
 public:
  explicit ShopClock(const std::string& timezone);
  ~ShopClock();
  std::int64_t wall_of(Instant t) const;
  /// The hour that a clock skips or repeats takes the earlier offset.
  Instant instant_of(std::int64_t wall_s) const;

 private:
  struct Zone;
  std::unique_ptr<Zone> zone_;
};

}  // namespace peakdesk::planning
