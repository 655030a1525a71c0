// Text tables as people and spreadsheets write them: one header line, one row a line, cells between tabs (or commas or
// semicolons when the header has no tab). No quoting. Owns only how text becomes cells and numbers; not what they mean.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace peakdesk::staffing {

/// What is wrong with an input, as one sentence that names line and column and says the way out. Empty when all is
/// well.
struct Problem {
  std::string message;
  explicit operator bool() const { return !message.empty(); }
};

class Table {
 public:
  /// A byte-order mark, CR line ends and blank lines are passed over. The cells point into `text`, which must outlive
  /// this.
  static std::optional<Table> parse(std::string_view text, Problem& problem);

  char separator() const { return separator_; }
  const std::vector<std::string_view>& header() const { return header_; }
  std::size_t rows() const { return lines_.size(); }
  const std::vector<std::string_view>& row(std::size_t i) const { return cells_[i]; }
  /// Line of the file, from 1, for messages.
  std::size_t line(std::size_t i) const { return lines_[i]; }
  std::optional<std::size_t> column(std::string_view name) const;

 private:
  char separator_ = '\t';
  std::vector<std::string_view> header_;
  std::vector<std::vector<std::string_view>> cells_;
  std::vector<std::size_t> lines_;
};

/// A finite decimal number, all of `cell`; nothing for anything else.
std::optional<double> parse_number(std::string_view cell);
/// Shortest text with at most 12 significant digits; "inf" for infinity.
std::string format_number(double value);

}  // namespace peakdesk::staffing
