#include "base/notice.h"

#include "base/json.h"

namespace peakdesk {

std::string write_notice(const Notice& notice) { return notice ? to_json(notice) : std::string(); }

std::optional<Notice> read_notice(const std::string& written) {
  if (written.empty()) return std::nullopt;
  return from_json<Notice>(written);
}

}  // namespace peakdesk
