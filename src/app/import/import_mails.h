// `peakdesk import mail`: brings old mails in, oldest first, so that answers find their questions. Safe to repeat: what
// is here already is left alone, so an interrupted import is continued by starting it again.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "app/app.h"

namespace peakdesk::app {

struct MailImportOptions {
  std::vector<std::string> paths;
  std::string mailbox;                 // address or id; empty: by the addresses in each mail
  std::vector<std::string> own;        // further addresses the shop wrote from
  std::int64_t close_after_days = 14;  // tickets without a word for that long are closed
  bool dry_run = false;
};

struct MailImportResult {
  std::size_t found = 0, skipped_files = 0;
  std::size_t stored = 0, tickets = 0, known = 0, noted = 0, set_aside = 0, closed = 0;
  bool interrupted = false;
  std::map<std::string, std::size_t> reasons;  // of set aside and noted
  std::vector<std::string> examples;           // "file: why" of the first ones set aside
};

using ImportProgress = std::function<bool(std::size_t done, std::size_t all, const std::string& detail)>;

/// Throws CommandFailed. `progress` returns false to stop early; what was stored stays.
MailImportResult import_mails(App& app, const MailImportOptions& options, const ImportProgress& progress);

}  // namespace peakdesk::app
