// Something the server tells a person. `code` and `params` stay the same from version to version, so that a screen can
// say it in the reader's language; `text` says it in English for programs, logs and codes a screen does not know.
#pragma once
#include <map>
#include <optional>
#include <string>

#include "base/described.h"

namespace peakdesk {

struct Notice {
  std::string code;  // "wrong_password"; empty: there is nothing to tell
  std::map<std::string, std::string> params;
  std::string text;
  explicit operator bool() const { return !code.empty(); }
};
BOOST_DESCRIBE_STRUCT(Notice, (), (code, params, text))

/// As a column keeps it: JSON, empty for no notice.
std::string write_notice(const Notice& notice);
std::optional<Notice> read_notice(const std::string& written);

}  // namespace peakdesk
