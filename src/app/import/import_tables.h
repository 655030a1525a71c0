// `peakdesk import customers|macros|tickets`: records of a CSV or JSON-lines file. Each record is stored whole or not
// at all; one that is wrong is told with file, line and field, and the others go on. What is here already (by
// external_id, or a customer's address) is left alone, so the same import twice makes nothing twice.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "app/app.h"
#include "app/import/import_mails.h"

namespace peakdesk::app {

enum class TableKind { Customers, Macros, Tickets };

struct TableImportOptions {
  TableKind kind = TableKind::Customers;
  std::string path;  // "-": standard input
  bool dry_run = false;
};

struct TableImportResult {
  std::size_t records = 0, made = 0, known = 0, wrong = 0;
  bool interrupted = false;
  std::vector<std::string> errors;  // "file:line: field: what is wrong", the first hundred
};

/// Throws CommandFailed.
TableImportResult import_table(App& app, const TableImportOptions& options, const ImportProgress& progress);

}  // namespace peakdesk::app
