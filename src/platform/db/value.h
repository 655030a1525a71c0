// What goes into and comes out of a statement. Engine-neutral: sqlite3.h and libpq stay behind *_database.cpp.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/clock.h"
#include "base/described.h"
#include "base/ids.h"
#include "base/json.h"

namespace peakdesk::db {

/// Bytes (a sealed secret, a hash) as opposed to text.
struct Blob {
  std::string bytes;
};

/// One bound value. Text and blobs are views: they must live until the statement has run.
struct Value {
  enum class Kind { Null, Integer, Real, Text, Blob } kind = Kind::Null;
  std::int64_t integer = 0;
  double real = 0;
  std::string_view text;
};

inline Value bind(std::nullptr_t) { return {}; }
inline Value bind(bool b) { return {Value::Kind::Integer, b ? 1 : 0, 0, {}}; }
inline Value bind(double d) { return {Value::Kind::Real, 0, d, {}}; }
inline Value bind(std::string_view text) { return {Value::Kind::Text, 0, 0, text}; }
inline Value bind(const std::string& text) { return bind(std::string_view(text)); }
inline Value bind(const char* text) { return bind(std::string_view(text)); }
inline Value bind(const Blob& blob) { return {Value::Kind::Blob, 0, 0, blob.bytes}; }
inline Value bind(Instant t) { return {Value::Kind::Integer, t.ms, 0, {}}; }
inline Value bind(const RawJson& json) { return bind(std::string_view(json.text)); }
template <class T>
requires(std::is_integral_v<T> && !std::is_same_v<T, bool>) Value bind(T n) {
  return {Value::Kind::Integer, static_cast<std::int64_t>(n), 0, {}};
}
template <class Tag>
Value bind(Id<Tag> id) {
  return {Value::Kind::Integer, id.value, 0, {}};
}
template <class T>
Value bind(const std::optional<T>& value) {
  return value ? bind(*value) : Value{};
}

/// A running statement: rows one after the other. Columns count from 0. Text is valid until next().
class Cursor {
 public:
  virtual ~Cursor() = default;
  virtual bool next() = 0;
  virtual int column_count() const = 0;
  virtual std::string_view column_name(int column) const = 0;
  virtual bool is_null(int column) const = 0;
  virtual std::int64_t integer(int column) const = 0;
  virtual double real(int column) const = 0;
  virtual std::string_view text(int column) const = 0;  // bytes of a blob as well

  /// Fills in which column each member of a struct comes from, -1 for none.
  using Resolve = void (*)(const Cursor&, std::vector<int>&);
  /// What `resolve` found for this statement, kept with it: names are compared once, not at every run.
  virtual const std::vector<int>& columns_by(Resolve resolve) const = 0;
};

template <class T>
void read_column(const Cursor& row, int column, T& out) {
  if constexpr (std::is_same_v<T, bool>) {
    out = row.integer(column) != 0;
  } else if constexpr (std::is_integral_v<T>) {
    out = static_cast<T>(row.integer(column));
  } else if constexpr (std::is_floating_point_v<T>) {
    out = row.real(column);
  } else if constexpr (std::is_same_v<T, std::string>) {
    out = row.text(column);
  } else if constexpr (std::is_same_v<T, Blob>) {
    out.bytes = row.text(column);
  } else if constexpr (std::is_same_v<T, Instant>) {
    out.ms = row.integer(column);
  } else if constexpr (std::is_same_v<T, RawJson>) {
    out.text = row.text(column);
  } else if constexpr (json_detail::IsId<T>::value) {
    out.value = row.integer(column);
  } else if constexpr (json_detail::IsOptional<T>::value) {
    out.reset();
    if (!row.is_null(column)) read_column(row, column, out.emplace());
  } else {
    static_assert(is_described_enum<T>, "no way to read this type from a column");
    if (!parse_enum(row.text(column), out))
      throw std::runtime_error("unknown value in column " + std::string(row.column_name(column)));
  }
}

/// Members of T by column name. A member whose column was not selected keeps its default.
template <class T>
class RowReader {
 public:
  explicit RowReader(const Cursor& cursor) : column_of_(cursor.columns_by(&RowReader::resolve)) {}
  T read(const Cursor& row) const {
    T out{};
    std::size_t index = 0;
    for_each_member<T>([&](std::string_view, auto member) {
      const int column = column_of_[index++];
      if (column >= 0) read_column(row, column, out.*member);
    });
    return out;
  }

 private:
  static void resolve(const Cursor& cursor, std::vector<int>& columns) {
    for_each_member<T>([&](std::string_view name, auto) {
      int column = cursor.column_count();
      while (--column >= 0 && cursor.column_name(column) != name) continue;
      columns.push_back(column);
    });
  }
  const std::vector<int>& column_of_;
};

}  // namespace peakdesk::db
