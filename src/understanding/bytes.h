// Reading and writing model files: little-endian numbers, counted arrays, nothing else. A reader never reads past its
// end: it turns bad and gives zeros, so that a broken file ends in one check.
#pragma once
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace peakdesk::understanding {

class ByteWriter {
 public:
  template <typename T>
  void number(T value) {
    static_assert(std::is_arithmetic_v<T>);
    bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  /// Seven bits a byte, least first: small numbers take little room.
  void varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes.push_back(static_cast<char>(value | 0x80));
    bytes.push_back(static_cast<char>(value));
  }
  void text(std::string_view value) {
    number(static_cast<std::uint32_t>(value.size()));
    bytes.append(value);
  }
  template <typename T, typename Memory>
  void array(const std::vector<T, Memory>& values) {
    static_assert(std::is_arithmetic_v<T>);
    number(static_cast<std::uint64_t>(values.size()));
    bytes.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
  }
  std::string bytes;
};

class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}
  template <typename T>
  T number() {
    T value{};
    if (take(sizeof value)) std::memcpy(&value, taken_, sizeof value);
    return value;
  }
  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const auto byte = number<std::uint8_t>();
      value |= std::uint64_t{byte & 0x7FU} << shift;
      if (byte < 0x80) return value;
    }
    bad_ = true;
    return 0;
  }
  std::string text() {
    const auto size = number<std::uint32_t>();
    return take(size) ? std::string(taken_, size) : std::string();
  }
  template <typename T, typename Table = std::vector<T>>
  Table array() {
    const auto size = number<std::uint64_t>();
    Table values;
    if (size > rest_.size() / sizeof(T)) {
      bad_ = true;
      return values;
    }
    values.resize(size);
    if (take(size * sizeof(T))) std::memcpy(values.data(), taken_, size * sizeof(T));
    return values;
  }
  bool bad() const { return bad_; }
  void fail() { bad_ = true; }
  bool at_end() const { return rest_.empty(); }
  std::size_t left() const { return rest_.size(); }

 private:
  bool take(std::size_t size) {
    if (bad_ || size > rest_.size()) {
      bad_ = true;
      return false;
    }
    taken_ = rest_.data();
    rest_.remove_prefix(size);
    return size > 0;
  }
  std::string_view rest_;
  const char* taken_ = nullptr;
  bool bad_ = false;
};

}  // namespace peakdesk::understanding
