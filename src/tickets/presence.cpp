#include "tickets/presence.h"

#include <algorithm>

namespace peakdesk::tickets {

std::vector<TicketId> Presence::watch(ScreenId id, AccountId account, UserId user, const std::string& name,
                                      TicketId ticket) {
  const std::lock_guard lock(mutex_);
  Screen& screen = screens_[id];
  const TicketId before = screen.ticket;
  screen.account = account;
  screen.user = user;
  screen.name = name;
  screen.ticket = ticket;
  screen.seen = clock_.now();
  if (before == ticket) return {};
  screen.typed = {};
  std::vector<TicketId> changed;
  if (before) changed.push_back(before);
  if (ticket) changed.push_back(ticket);
  return changed;
}

std::vector<TicketId> Presence::typing(ScreenId id, TicketId ticket, bool on) {
  const std::lock_guard lock(mutex_);
  const auto found = screens_.find(id);
  if (found == screens_.end() || found->second.ticket != ticket || !ticket) return {};
  Screen& screen = found->second;
  const bool before = is_typing(screen);
  screen.seen = clock_.now();
  screen.typed = on ? clock_.now() : Instant{};
  return before == on ? std::vector<TicketId>{} : std::vector{ticket};
}

void Presence::renew(ScreenId id) {
  const std::lock_guard lock(mutex_);
  if (const auto found = screens_.find(id); found != screens_.end()) found->second.seen = clock_.now();
}

std::vector<TicketId> Presence::leave(ScreenId id) {
  const std::lock_guard lock(mutex_);
  const auto found = screens_.find(id);
  if (found == screens_.end()) return {};
  const TicketId ticket = found->second.ticket;
  screens_.erase(found);
  return ticket ? std::vector{ticket} : std::vector<TicketId>{};
}

std::vector<Presence::Faded> Presence::expire() {
  const std::lock_guard lock(mutex_);
  std::vector<Faded> faded;
  for (auto it = screens_.begin(); it != screens_.end();) {
    Screen& screen = it->second;
    const bool gone = clock_.now() >= screen.seen + kViewingFor;
    const bool stopped_typing = screen.typed && !is_typing(screen);
    if (screen.ticket && (gone || stopped_typing)) faded.push_back({screen.account, screen.ticket});
    if (stopped_typing) screen.typed = {};
    it = gone ? screens_.erase(it) : std::next(it);
  }
  return faded;
}

std::vector<PresentUser> Presence::on_ticket(AccountId account, TicketId ticket) const {
  const std::lock_guard lock(mutex_);
  std::vector<PresentUser> users;
  for (const auto& [id, screen] : screens_) {
    if (screen.account != account || screen.ticket != ticket || clock_.now() >= screen.seen + kViewingFor) continue;
    const PresenceState state = is_typing(screen) ? PresenceState::Replying : PresenceState::Viewing;
    const auto known =
        std::find_if(users.begin(), users.end(), [&](const PresentUser& user) { return user.id == screen.user; });
    if (known == users.end()) {
      users.push_back({screen.user, screen.name, state});
    } else if (state == PresenceState::Replying) {
      known->state = state;
    }
  }
  std::sort(users.begin(), users.end(), [](const PresentUser& a, const PresentUser& b) {
    return std::pair(a.state != PresenceState::Replying, std::string_view(a.name)) <
           std::pair(b.state != PresenceState::Replying, std::string_view(b.name));
  });
  return users;
}

}  // namespace peakdesk::tickets
