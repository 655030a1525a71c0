// Blocking TCP to this machine, for loads.
#pragma once
#include <cstdint>
#include <string_view>
#include <utility>

namespace peakdesk::app::bench {

/// Owns a descriptor and closes it.
class FileDescriptor {
 public:
  explicit FileDescriptor(int number = -1) : number_(number) {}
  FileDescriptor(FileDescriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~FileDescriptor();
  int get() const { return number_; }

 private:
  int number_;
};

/// Throws CommandFailed when nobody listens there.
FileDescriptor connect_loopback(std::uint16_t port);
/// Throws CommandFailed when the other end went away.
void send_all(const FileDescriptor& socket, std::string_view bytes);

}  // namespace peakdesk::app::bench
