#include "app/import/table_file.h"

#include <algorithm>

#include "base/text.h"

namespace peakdesk::app {
namespace {

void drop_nulls(Json& value) {
  if (value.is_array())
    for (Json& item : value.get_array()) drop_nulls(item);
  if (!value.is_object()) return;
  JsonObject kept;
  for (auto& item : value.get_object()) {
    if (item.value().is_null()) continue;
    drop_nulls(item.value());
    kept[item.key()] = std::move(item.value());
  }
  value = std::move(kept);
}

std::vector<TableRecord> read_json_lines(std::string_view bytes) {
  std::vector<TableRecord> records;
  std::int64_t number = 0;
  for (const std::string_view line : split(bytes, '\n')) {
    ++number;
    if (trim(line).empty()) continue;
    TableRecord& record = records.emplace_back();
    record.line = number;
    try {
      Json value = parse_json(trim(line));
      if (!value.is_object()) throw_invalid("", "A line must be one JSON object.");
      drop_nulls(value);
      record.fields = std::move(value.get_object());
    } catch (const RequestError& e) {
      record.error = e.what();
    }
  }
  return records;
}

/// Reads cells one after the other; a quoted cell may go over lines.
class CsvReader {
 public:
  explicit CsvReader(std::string_view bytes) : bytes_(bytes) {
    const std::string_view head = bytes.substr(0, bytes.find('\n'));
    for (const char candidate : {';', '\t'})
      if (std::count(head.begin(), head.end(), candidate) > std::count(head.begin(), head.end(), separator_))
        separator_ = candidate;
  }
  bool at_end() const { return at_ >= bytes_.size(); }
  std::int64_t line() const { return line_; }

  std::vector<std::string> read_row() {
    std::vector<std::string> cells;
    for (;;) {
      cells.push_back(read_cell());
      if (at_end()) return cells;
      const char end = bytes_[at_++];
      if (end == separator_) continue;
      if (end == '\r' && !at_end() && bytes_[at_] == '\n') ++at_;
      ++line_;
      return cells;
    }
  }
  bool broke() const { return broke_; }

 private:
  std::string read_cell() {
    std::string cell;
    if (!at_end() && bytes_[at_] == '"') {
      ++at_;
      for (;; ++at_) {
        if (at_end()) {
          broke_ = true;
          return cell;
        }
        if (bytes_[at_] == '\n') ++line_;
        if (bytes_[at_] != '"') {
          cell += bytes_[at_];
        } else if (at_ + 1 < bytes_.size() && bytes_[at_ + 1] == '"') {
          cell += bytes_[at_++];
        } else {
          ++at_;
          break;
        }
      }
    }
    while (!at_end() && bytes_[at_] != separator_ && bytes_[at_] != '\n' && bytes_[at_] != '\r') cell += bytes_[at_++];
    return cell;
  }

  std::string_view bytes_;
  std::size_t at_ = 0;
  std::int64_t line_ = 1;
  char separator_ = ',';
  bool broke_ = false;
};

void put(JsonObject& into, std::string_view name, std::string value) {
  const auto dot = name.find('.');
  if (dot == std::string_view::npos) {
    into[name] = std::move(value);
    return;
  }
  Json& inner = into[name.substr(0, dot)];
  if (!inner.is_object()) inner = JsonObject();
  put(inner.get_object(), name.substr(dot + 1), std::move(value));
}

std::vector<TableRecord> read_csv(std::string_view bytes) {
  std::vector<TableRecord> records;
  CsvReader reader(bytes);
  std::vector<std::string> names;
  for (auto& name : reader.read_row()) names.emplace_back(trim(name));
  while (!reader.at_end()) {
    TableRecord record;
    record.line = reader.line();
    const auto cells = reader.read_row();
    if (cells.size() == 1 && trim(cells[0]).empty()) continue;
    if (reader.broke()) {
      record.error = "A quoted cell that begins here never ends.";
    } else if (cells.size() > names.size()) {
      record.error = "There are " + std::to_string(cells.size()) + " cells under " + std::to_string(names.size()) +
                     " names; a cell with a comma needs quotes.";
    } else {
      for (std::size_t i = 0; i < cells.size(); ++i)
        if (!cells[i].empty()) put(record.fields, names[i], to_valid_utf8(cells[i]));
    }
    records.push_back(std::move(record));
  }
  return records;
}

}  // namespace

std::vector<TableRecord> read_table(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  const auto first = bytes.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return bytes[first] == '{' ? read_json_lines(bytes) : read_csv(bytes);
}

}  // namespace peakdesk::app
