#include "simulation/desk_run.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <memory>

#include "simulation/desk_parts.h"
#include "simulation/event_heap.h"
#include "simulation/run_plan.h"

namespace peakdesk::simulation {
namespace {

constexpr std::uint32_t kKindShift = 30, kIndexMask = (1u << kKindShift) - 1;
enum EventKind : std::uint32_t { kFinish = 0, kGiveUp = 1, kComeBack = 2 };

std::uint64_t mix(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

class DeskRun final : public DeskState {
 public:
  DeskRun(const DeskModel& model, std::uint64_t seed, std::uint64_t run, const Routing* routing,
          std::vector<std::uint32_t>* wait_counts)
      : model_(model),
        routing_(routing),
        wait_counts_(wait_counts),
        classes_(model.classes.size()),
        arrivals_(mix(seed ^ mix(2 * run + 1))),
        services_(mix(seed ^ mix(2 * run + 2))),
        plan_(plan_run(model, run, arrivals_)),
        queues_(classes_),
        takers_(classes_) {
    counts_.contacts.resize(model.intervals * classes_);
    counts_.groups.resize(model.intervals * model.groups.size());
    groups_.resize(model.groups.size());
    for (std::size_t g = 0; g < groups_.size(); ++g) {
      Group& group = groups_[g];
      group.model = &model.groups[g];
      for (const std::size_t c : group.model->classes) group.serves |= std::uint64_t{1} << c;
      for (std::size_t c = 0; c < classes_; ++c) {
        if (group.serves >> c & 1) {
          group.by_priority.push_back(c);
          takers_[c].push_back(g);
        }
      }
      std::stable_sort(group.by_priority.begin(), group.by_priority.end(), [&](std::size_t a, std::size_t b) {
        return model.classes[a].priority > model.classes[b].priority;
      });
      has_chats_ |= group.model->chats_at_once > 1;
    }
    for (auto& takers : takers_) {
      std::stable_sort(takers.begin(), takers.end(), [&](std::size_t a, std::size_t b) {
        return std::popcount(groups_[a].serves) < std::popcount(groups_[b].serves);
      });
    }
  }

  RunCounts run() {
    begin_interval(0);
    for (;;) {
      const double next_event = std::min(events_.next_s(), next_chat_s_);
      if (next_arrival_s_ < next_event && next_arrival_s_ < interval_end_s_) {
        now_ = next_arrival_s_;
        const double handle_s = model_.recorded.empty() ? -1 : model_.recorded[recorded_next_].handle_s;
        const std::size_t c = arriving_class();
        draw_next_arrival();
        arrive(c, handle_s);
      } else if (next_event < interval_end_s_) {
        now_ = next_event;
        if (next_chat_s_ <= events_.next_s()) {
          finish_chat();
        } else {
          handle_event();
        }
      } else {
        now_ = interval_end_s_;
        end_interval();
        if (interval_ + 1 == model_.intervals) break;
        begin_interval(interval_ + 1);
      }
      ++counts_.events;
    }
    count_the_unserved();
    return std::move(counts_);
  }

  double now_s() const override { return now_; }
  std::size_t waiting(std::size_t c) const override { return queues_[c].length; }
  double oldest_arrival_s(std::size_t c) const override { return contacts_[queues_[c].first].arrived_s; }
  bool can_take(std::size_t g, std::size_t c) const override {
    return (groups_[g].serves >> c & 1) && groups_[g].can_take(model_.classes[c].chat);
  }

 private:
  // --- time ---------------------------------------------------------------------------------------------------------

  void begin_interval(std::size_t interval) {
    interval_ = interval;
    interval_end_s_ = double(interval + 1) * model_.interval_s;
    left_ = 0;
    for (std::size_t c = 0; c < classes_; ++c) left_ += plan_.counts[interval * classes_ + c];
    draw_next_arrival();
    for (std::size_t g = 0; g < groups_.size(); ++g) {
      settle(groups_[g]);
      groups_[g].on_duty = plan_.on_duty[interval * groups_.size() + g];
      pace_chats(g);
    }
    for (std::size_t g = 0; g < groups_.size(); ++g) serve_waiting(g);
  }

  void end_interval() {
    for (std::size_t g = 0; g < groups_.size(); ++g) {
      settle(groups_[g]);
      counts_.groups[interval_ * groups_.size() + g] = groups_[g].cell;
      groups_[g].cell = {};
    }
    for (std::size_t c = 0; c < classes_; ++c) cell(interval_, c).backlog = queues_[c].length;
  }

  // Adds up the agents' time since the last change.
  void settle(Group& group) {
    const double passed = now_ - group.updated_s;
    if (passed <= 0) return;
    group.updated_s = now_;
    const double busy = group.calls + double(group.chats) / group.model->chats_at_once;
    group.cell.on_duty_s += passed * group.on_duty;
    group.cell.busy_s += passed * busy;
    const int needed = group.calls + (group.chats > 0 ? group.agents_on_chats() : 0);
    if (needed > group.on_duty) group.cell.overtime_s += passed * (needed - group.on_duty);
  }

  // --- arrivals -----------------------------------------------------------------------------------------------------

  void draw_next_arrival() {
    if (!model_.recorded.empty()) {
      next_arrival_s_ = recorded_next_ < model_.recorded.size() ? model_.recorded[recorded_next_].at_s : INFINITY;
      return;
    }
    if (left_ <= 0) {
      next_arrival_s_ = INFINITY;
      return;
    }
    const double from = std::max(now_, double(interval_) * model_.interval_s);
    const double wait = draw_exponential(arrivals_);
    if (model_.exact_counts) {
      // The earliest of the `left_` that are spread evenly over the rest of the interval.
      next_arrival_s_ = from - (interval_end_s_ - from) * std::expm1(-wait / left_);
    } else {
      next_arrival_s_ =
          from + wait * model_.interval_s / left_;  // past the end: drawn anew there, as nothing is remembered
    }
  }

  std::size_t arriving_class() {
    if (!model_.recorded.empty()) return model_.recorded[recorded_next_++].contact_class;
    double* counts = &plan_.counts[interval_ * classes_];
    std::size_t c = 0;
    if (classes_ > 1) {
      double u = arrivals_.uniform() * left_;
      std::size_t last = 0;
      for (; c < classes_; ++c) {
        if (counts[c] <= 0) continue;
        last = c;
        if (u < counts[c]) break;
        u -= counts[c];
      }
      c = std::min(c, classes_ - 1);
      if (counts[c] <= 0) c = last;  // rounding carried u past the last one
    }
    if (model_.exact_counts) {
      counts[c] -= 1;
      left_ -= 1;
    }
    return c;
  }

  void arrive(std::size_t c, double handle_s = -1) {
    const ContactClass& kind = model_.classes[c];
    ContactCell& count = cell(interval_, c);
    ++count.arrived;
    if (kind.automated_share > 0 && services_.uniform() < kind.automated_share) {
      ++count.automated;
      ++count.in_time;
      return;
    }
    const std::uint32_t id = new_contact(c);
    if (!model_.recorded.empty()) {
      recorded_handle_.resize(contacts_.size(), -1);
      recorded_handle_[id] = handle_s;
    }
    const std::size_t g = routing_ ? routing_->group_for(*this, c) : free_group(c);
    if (g != Routing::kNobody && can_take(g, c)) {
      begin(id, g);
      return;
    }
    Queue& queue = queues_[c];
    Contact& contact = contacts_[id];
    contact.before = queue.last;
    contact.next = kNone;
    (queue.last == kNone ? queue.first : contacts_[queue.last].next) = id;
    queue.last = id;
    ++queue.length;
    some_wait_ |= std::uint64_t{1} << c;
    if (!kind.patience.is_never()) {
      const double patience = kind.patience.draw(services_);
      if (patience < INFINITY) schedule(patience, kGiveUp, id, contact.stamp);
    }
  }

  std::size_t free_group(std::size_t c) const {
    for (const std::size_t g : takers_[c]) {
      if (groups_[g].can_take(model_.classes[c].chat)) return g;
    }
    return Routing::kNobody;
  }

  // --- service ------------------------------------------------------------------------------------------------------

  void begin(std::uint32_t id, std::size_t g) {
    Contact& contact = contacts_[id];
    Group& group = groups_[g];
    const ContactClass& kind = model_.classes[contact.contact_class];
    const double wait = now_ - contact.arrived_s;
    ContactCell& count = cell(contact.interval, contact.contact_class);
    count.wait_s += wait;
    note_wait(contact, wait);
    contact.group = std::uint16_t(g);
    ++contact.stamp;
    settle(group);
    const double work = handle_of(id, kind) / group.model->pace;
    if (kind.chat && group.model->chats_at_once > 1) {
      advance_chats(group);
      group.floor.marks.push({group.floor.work_clock + work, id, 0});
      ++group.chats;
      pace_chats(g);
    } else {
      ++group.calls;
      if (group.chats > 0) pace_chats(g);
      schedule(work, kFinish, id, contact.stamp);
    }
    if (!kind.response_at_end) respond(count, kind, wait);
  }

  double handle_of(std::uint32_t id, const ContactClass& kind) {
    if (id < recorded_handle_.size() && recorded_handle_[id] >= 0) return recorded_handle_[id];
    return kind.handle.draw(services_);
  }

  void respond(ContactCell& count, const ContactClass& kind, double after_s) {
    count.response_s += after_s;
    ++(after_s <= kind.promise_s ? count.in_time : count.late);
  }

  void finish(std::uint32_t id) {
    Contact& contact = contacts_[id];
    const std::size_t c = contact.contact_class;
    const ContactClass& kind = model_.classes[c];
    ContactCell& count = cell(contact.interval, c);
    ++count.served;
    if (kind.response_at_end) respond(count, kind, now_ - contact.arrived_s);
    if (kind.reopen_share > 0 && services_.uniform() < kind.reopen_share) {
      schedule(kind.reopen_after.draw(services_), kComeBack, std::uint32_t(c), 0);
    }
    const std::size_t g = contact.group;
    drop_contact(id);
    serve_waiting(g);
  }

  void handle_event() {
    const Event event = events_.top();
    const std::uint32_t index = event.what & kIndexMask;
    switch (event.what >> kKindShift) {
      case kFinish: {
        events_.pop();
        Group& group = groups_[contacts_[index].group];
        settle(group);
        --group.calls;
        if (group.chats > 0) pace_chats(contacts_[index].group);
        finish(index);
        break;
      }
      case kGiveUp:
        events_.pop();
        if (contacts_[index].stamp == event.stamp) give_up(index);
        break;
      default:
        events_.pop();
        arrive(index);
    }
  }

  void give_up(std::uint32_t id) {
    Contact& contact = contacts_[id];
    const std::size_t c = contact.contact_class;
    const ContactClass& kind = model_.classes[c];
    ContactCell& count = cell(contact.interval, c);
    const double wait = now_ - contact.arrived_s;
    leave_queue(id);
    ++count.abandoned;
    count.wait_s += wait;
    note_wait(contact, wait);
    if (wait > kind.promise_s) ++count.late;
    if (kind.return_share > 0 && services_.uniform() < kind.return_share) {
      schedule(kind.return_after.draw(services_), kComeBack, std::uint32_t(c), 0);
    } else {
      ++count.lost;
    }
    drop_contact(id);
  }

  void serve_waiting(std::size_t g) {
    while (const std::uint64_t wanted = some_wait_ & groups_[g].serves) {
      const std::size_t c = routing_ ? routing_->class_for(*this, g) : best_waiting(g, wanted);
      if (c == Routing::kNobody || queues_[c].length == 0 || !can_take(g, c)) return;
      const std::uint32_t id = queues_[c].first;
      leave_queue(id);
      begin(id, g);
    }
  }

  std::size_t best_waiting(std::size_t g, std::uint64_t wanted) const {
    const Group& group = groups_[g];
    std::size_t best = Routing::kNobody;
    for (const std::size_t c : group.by_priority) {
      if (best != Routing::kNobody && model_.classes[c].priority < model_.classes[best].priority) break;
      if (!(wanted >> c & 1) || !group.can_take(model_.classes[c].chat)) continue;
      if (best == Routing::kNobody || oldest_arrival_s(c) < oldest_arrival_s(best)) best = c;
    }
    return best;
  }

  // --- chats --------------------------------------------------------------------------------------------------------

  void advance_chats(Group& group) {
    group.floor.work_clock += (now_ - group.floor.updated_s) * group.floor.pace;
    group.floor.updated_s = now_;
  }

  // How fast each chat proceeds now, and with it when the first of them ends.
  void pace_chats(std::size_t g) {
    if (!has_chats_) return;
    Group& group = groups_[g];
    advance_chats(group);
    const int agents = std::max(group.on_duty - group.calls, group.agents_on_chats());
    if (group.chats > 0) {
      const int even = group.chats / agents, busier = group.chats % agents;
      const auto pace_of = [&](int chats) { return chats / (1 + group.model->chat_slowdown * std::max(0, chats - 1)); };
      group.floor.pace = ((agents - busier) * pace_of(even) + busier * pace_of(even + 1)) / group.chats;
    }
    next_chat_s_ = INFINITY;
    for (std::size_t other = 0; other < groups_.size(); ++other) {
      const ChatFloor& floor = groups_[other].floor;
      if (floor.marks.empty()) continue;
      const double end = floor.updated_s + std::max(0.0, floor.marks.next_s() - floor.work_clock) / floor.pace;
      if (end < next_chat_s_) {
        next_chat_s_ = end;
        next_chat_group_ = other;
      }
    }
  }

  void finish_chat() {
    const std::size_t g = next_chat_group_;
    Group& group = groups_[g];
    settle(group);
    advance_chats(group);
    const std::uint32_t id = group.floor.marks.top().what;
    group.floor.work_clock = std::max(group.floor.work_clock, group.floor.marks.next_s());
    group.floor.marks.pop();
    --group.chats;
    pace_chats(g);
    finish(id);
  }

  // --- contacts -----------------------------------------------------------------------------------------------------

  ContactCell& cell(std::size_t interval, std::size_t c) { return counts_.contacts[interval * classes_ + c]; }

  std::uint32_t new_contact(std::size_t c) {
    std::uint32_t id = free_;
    if (id == kNone) {
      id = std::uint32_t(contacts_.size());
      contacts_.push_back({});
    } else {
      free_ = contacts_[id].next;
    }
    Contact& contact = contacts_[id];
    contact.arrived_s = now_;
    contact.interval = std::uint32_t(interval_);
    contact.contact_class = std::uint16_t(c);
    return id;
  }
  void drop_contact(std::uint32_t id) {
    ++contacts_[id].stamp;
    contacts_[id].next = free_;
    free_ = id;
  }
  void leave_queue(std::uint32_t id) {
    const Contact& contact = contacts_[id];
    Queue& queue = queues_[contact.contact_class];
    (contact.before == kNone ? queue.first : contacts_[contact.before].next) = contact.next;
    (contact.next == kNone ? queue.last : contacts_[contact.next].before) = contact.before;
    if (--queue.length == 0) some_wait_ &= ~(std::uint64_t{1} << contact.contact_class);
  }
  void schedule(double after_s, EventKind kind, std::uint32_t index, std::uint32_t stamp) {
    events_.push({now_ + after_s, (std::uint32_t(kind) << kKindShift) | index, stamp});
  }
  void note_wait(const Contact& contact, double wait) {
    if (!wait_counts_) return;
    ++(*wait_counts_)[(contact.interval * classes_ + contact.contact_class) * kWaitBuckets + wait_bucket(wait)];
  }

  void count_the_unserved() {
    for (std::size_t c = 0; c < classes_; ++c) {
      for (std::uint32_t id = queues_[c].first; id != kNone; id = contacts_[id].next) {
        if (now_ - contacts_[id].arrived_s > model_.classes[c].promise_s) ++cell(contacts_[id].interval, c).late;
      }
    }
  }

  const DeskModel& model_;
  const Routing* routing_;
  std::vector<std::uint32_t>* wait_counts_;
  std::size_t classes_;
  Random arrivals_, services_;
  RunPlan plan_;
  RunCounts counts_;

  double now_ = 0;
  std::size_t interval_ = 0;
  double interval_end_s_ = 0;
  double next_arrival_s_ = INFINITY, left_ = 0;
  std::size_t recorded_next_ = 0;
  EventHeap events_;
  double next_chat_s_ = INFINITY;
  std::size_t next_chat_group_ = 0;
  bool has_chats_ = false;

  std::vector<Contact> contacts_;
  std::vector<double> recorded_handle_;  // by contact, when a recorded day is run
  std::uint32_t free_ = kNone;
  std::vector<Queue> queues_;
  std::uint64_t some_wait_ = 0;
  std::vector<Group> groups_;
  std::vector<std::vector<std::size_t>> takers_;  // per class, specialists first
};

}  // namespace

std::size_t wait_bucket(double wait_s) {
  if (wait_s <= 0) return 0;
  if (wait_s < 1) return 1;
  // The exponent and the first bit after the point: two buckets an octave, straight from the number's bits.
  const auto place = std::size_t((std::bit_cast<std::uint64_t>(wait_s) >> 51) - (std::uint64_t{1023} << 1));
  return std::min(place + 2, kWaitBuckets - 1);
}

double wait_bucket_end(std::size_t bucket) {
  if (bucket == 0) return 0;
  if (bucket == 1) return 1;
  const std::size_t place = bucket - 1;
  return std::ldexp(place % 2 == 0 ? 1.0 : 1.5, int(place / 2));
}

RunCounts run_desk(const DeskModel& model, std::uint64_t seed, std::uint64_t run, const Routing* routing,
                   std::vector<std::uint32_t>* wait_counts) {
  if (wait_counts) wait_counts->resize(model.intervals * model.classes.size() * kWaitBuckets);
  return DeskRun(model, seed, run, routing, wait_counts).run();
}

}  // namespace peakdesk::simulation
