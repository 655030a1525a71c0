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

/// A heap with four children a node: half as deep as the usual one. Behind the last event stand places at infinity, so
/// that the least of four children is found without a branch: which one it is, no processor can guess.
class EventHeap {
 public:
  EventHeap() { clear(); }
  void clear() {
    events_.assign(kChildren, kNoEvent);
    size_ = 0;
  }
  bool empty() const { return size_ == 0; }
  /// Infinity when empty.
  double next_s() const { return events_[0].at_s; }
  const Event& top() const { return events_[0]; }
  void push(const Event& event) {
    if (events_.size() < size_ + 1 + kChildren) events_.resize(2 * size_ + 4 * kChildren, kNoEvent);
    std::size_t i = size_++;
    while (i > 0) {
      const std::size_t parent = (i - 1) / kChildren;
      if (events_[parent].at_s <= event.at_s) break;
      events_[i] = events_[parent];
      i = parent;
    }
    events_[i] = event;
  }
  void pop() {
    const Event last = events_[--size_];
    events_[size_].at_s = kNoEvent.at_s;
    if (size_ > 0) sink(last);
  }

 private:
  static constexpr std::size_t kChildren = 4;
  static constexpr Event kNoEvent{std::numeric_limits<double>::infinity(), 0, 0};

  void sink(const Event& event) {
    std::size_t i = 0;
    for (;;) {
      const std::size_t first = kChildren * i + 1;
      if (first >= size_) break;
      const Event* child = &events_[first];
      const std::size_t left = child[1].at_s < child[0].at_s, right = 2 + (child[3].at_s < child[2].at_s);
      const std::size_t least = first + left + (right - left) * (child[right].at_s < child[left].at_s);
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
