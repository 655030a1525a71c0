#include "staffing/table.h"

#include <charconv>
#include <cmath>
#include <cstdio>

#include "base/text.h"

namespace peakdesk::staffing {

std::optional<Table> Table::parse(std::string_view text, Problem& problem) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  Table table;
  std::size_t number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    ++number;
    while (line.ends_with('\r')) line.remove_suffix(1);
    if (trim(line).empty()) continue;
    if (table.header_.empty()) {
      for (const char candidate : {'\t', ';', ','}) {
        table.separator_ = candidate;
        if (line.find(candidate) != std::string_view::npos) break;
      }
      for (const std::string_view name : split(line, table.separator_)) table.header_.push_back(trim(name));
      continue;
    }
    std::vector<std::string_view> cells;
    for (const std::string_view cell : split(line, table.separator_)) cells.push_back(trim(cell));
    if (cells.size() != table.header_.size()) {
      problem.message = "Line " + std::to_string(number) + " has " + std::to_string(cells.size()) +
                        " cells, but the header names " + std::to_string(table.header_.size()) +
                        " columns. Give every row one cell for each column.";
      return std::nullopt;
    }
    table.cells_.push_back(std::move(cells));
    table.lines_.push_back(number);
  }
  if (table.header_.empty()) {
    problem.message = "The table is empty. Its first line must name the columns.";
    return std::nullopt;
  }
  return table;
}

std::optional<std::size_t> Table::column(std::string_view name) const {
  for (std::size_t i = 0; i < header_.size(); ++i) {
    if (header_[i] == name) return i;
  }
  return std::nullopt;
}

std::optional<double> parse_number(std::string_view cell) {
  double value = 0;
  const char* end = cell.data() + cell.size();
  const auto result = std::from_chars(cell.data(), end, value);
  if (result.ec != std::errc() || result.ptr != end || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::string format_number(double value) {
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.12g", value);
  return buffer;
}

}  // namespace peakdesk::staffing
