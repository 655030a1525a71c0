#include "planning/shop_clock.h"

#include <unicode/timezone.h>

namespace peakdesk::planning {

struct ShopClock::Zone {
  std::unique_ptr<icu::TimeZone> icu;
  std::int64_t offset_ms(std::int64_t at_ms, bool is_wall) const {
    std::int32_t raw = 0, saving = 0;
    UErrorCode status = U_ZERO_ERROR;
    icu->getOffset(static_cast<UDate>(at_ms), is_wall, raw, saving, status);
    return U_SUCCESS(status) ? std::int64_t(raw) + saving : 0;
  }
};

ShopClock::ShopClock(const std::string& timezone) : zone_(std::make_unique<Zone>()) {
  zone_->icu.reset(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(timezone)));
}
ShopClock::~ShopClock() = default;

std::int64_t ShopClock::wall_of(Instant t) const {
  const std::int64_t ms = t.ms + zone_->offset_ms(t.ms, false);
  return ms >= 0 ? ms / 1000 : -((-ms + 999) / 1000);
}

Instant ShopClock::instant_of(std::int64_t wall_s) const {
  return {wall_s * 1000 - zone_->offset_ms(wall_s * 1000, true)};
}

}  // namespace peakdesk::planning
