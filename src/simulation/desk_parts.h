// The moving parts of a run: contacts under way, the queues they stand in, the groups that serve them. Owned and moved
// by desk_run alone.
#pragma once
#include <cstdint>
#include <vector>

#include "simulation/desk_model.h"
#include "simulation/desk_run.h"
#include "simulation/event_heap.h"

namespace peakdesk::simulation {

inline constexpr std::uint32_t kNone = ~std::uint32_t{0};

struct Contact {
  double arrived_s;
  std::uint32_t next, before;  // in its queue
  std::uint32_t stamp;
  std::uint32_t interval;
  std::uint16_t contact_class, group;
};

struct Queue {
  std::uint32_t first = kNone, last = kNone, length = 0;
};

// Chats of a group share its agents evenly, so all of them proceed at one pace. Work is counted on a clock of the
// group's own that runs at that pace: a chat ends when this clock reaches its mark, however often the pace has changed
// in between.
struct ChatFloor {
  double work_clock = 0, updated_s = 0, pace = 0;
  EventHeap marks;
};

struct Group {
  const AgentGroup* model = nullptr;
  std::uint64_t serves = 0;
  std::vector<std::size_t> by_priority;
  int on_duty = 0, calls = 0, chats = 0;
  double updated_s = 0;
  ChatFloor floor;
  GroupCell cell;

  int agents_on_chats() const { return (chats + model->chats_at_once - 1) / model->chats_at_once; }
  bool can_take(bool chat) const {
    return chat ? chats < model->chats_at_once * (on_duty - calls) : calls + agents_on_chats() < on_duty;
  }
};

}  // namespace peakdesk::simulation
