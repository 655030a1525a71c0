// This program serving a data folder as a process of its own, as a shop runs it.
#pragma once
#include <sys/types.h>

#include <cstdint>
#include <string>

#include "app/bench/loopback.h"

namespace peakdesk::app::bench {

class ServedDesk {
 public:
  /// Starts `peakdesk serve` on a free port and waits until it answers /health. Throws CommandFailed.
  explicit ServedDesk(const std::string& folder);
  /// Ends it and waits for its end.
  ~ServedDesk();
  ServedDesk(const ServedDesk&) = delete;
  ServedDesk& operator=(const ServedDesk&) = delete;

  std::uint16_t port() const { return port_; }
  /// From the start of the process to the first answer.
  double start_ms() const { return start_ms_; }

  /// Waits until every message taken in is understood and can be found; how long that took.
  double catch_up_seconds() const;

  struct Memory {
    double resident_mb = 0;  // all that is in memory, pages of files too
    double own_mb = 0;       // what only this process has
  };
  Memory memory() const;

 private:
  pid_t process_ = 0;
  FileDescriptor output_;
  std::uint16_t port_ = 0;
  double start_ms_ = 0;
};

}  // namespace peakdesk::app::bench
