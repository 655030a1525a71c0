// The clock of a run: events in order of time. Owns order only; what an event means is desk_run's.
#pragma once
#include <cstdint>
#include <limits>
#include <vector>

namespace peakdesk::simulation {

struct Event {
  double at_s;
  std::uint32_t what;   // kind in the two top bits, index below
  std::uint32_t stamp;  // of the contact when the event was made; a different one now means it no longer counts
};

/// A heap with four children a node: half as deep as the usual one, and the children share a cache line.
class EventHeap {
 public:
  EventHeap() { clear(); }
  void clear() {
    events_.assign(1, {std::numeric_limits<double>::infinity(), 0, 0});
    size_ = 0;
  }
  bool empty() const { return size_ == 0; }
  /// Infinity when empty.
  double next_s() const { return events_[0].at_s; }
  const Event& top() const { return events_[0]; }
  void push(const Event& event) {
    if (events_.size() < size_ + 2) events_.resize(2 * size_ + 16);
    std::size_t i = size_++;
    while (i > 0) {
      const std::size_t parent = (i - 1) / 4;
      if (events_[parent].at_s <= event.at_s) break;
      events_[i] = events_[parent];
      i = parent;
    }
    events_[i] = event;
  }
  void pop() {
    const Event last = events_[--size_];
    if (size_ == 0) {
      events_[0].at_s = std::numeric_limits<double>::infinity();
      return;
    }
    sink(last);
  }
  /// pop and push in one descent.
  void replace_top(const Event& event) { sink(event); }

 private:
  void sink(const Event& event) {
    std::size_t i = 0;
    for (;;) {
      const std::size_t first = 4 * i + 1;
      if (first >= size_) break;
      std::size_t least = first;
      const std::size_t end = first + 4 < size_ ? first + 4 : size_;
      for (std::size_t child = first + 1; child < end; ++child) {
        if (events_[child].at_s < events_[least].at_s) least = child;
      }
      if (events_[least].at_s >= event.at_s) break;
      events_[i] = events_[least];
      i = least;
    }
    events_[i] = event;
  }
  std::vector<Event> events_;
  std::size_t size_ = 0;
};

}  // namespace peakdesk::simulation
