// Who looks at which ticket and who is writing an answer, right now. In memory only; an entry that nobody renews fades
// away. Thread-safe; knows no sockets: whoever holds them asks what changed and tells the screens.
#pragma once
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/described.h"
#include "base/ids.h"

namespace peakdesk::tickets {

enum class PresenceState { Viewing, Replying };
BOOST_DESCRIBE_ENUM(PresenceState, Viewing, Replying)

struct PresentUser {
  UserId id;
  std::string name;
  PresenceState state = PresenceState::Viewing;
};
BOOST_DESCRIBE_STRUCT(PresentUser, (), (id, name, state))

class Presence {
 public:
  /// A screen renews its ticket every 20 s; after this long without it is gone. Typing fades sooner.
  static constexpr Duration kViewingFor = seconds(60);
  static constexpr Duration kTypingFor = seconds(8);

  explicit Presence(const Clock& clock) : clock_(clock) {}

  /// One open screen. Ids come from whoever holds the sockets and are never used twice.
  using ScreenId = std::uint64_t;

  /// The screen shows this ticket (null: none any more). Returns the tickets whose presence is different now.
  std::vector<TicketId> watch(ScreenId screen, AccountId account, UserId user, const std::string& name,
                              TicketId ticket);
  /// The person at the screen types an answer on its ticket, or stopped.
  std::vector<TicketId> typing(ScreenId screen, TicketId ticket, bool on);
  /// The screen still is where it was.
  void renew(ScreenId screen);
  std::vector<TicketId> leave(ScreenId screen);
  struct Faded {
    AccountId account;
    TicketId ticket;
  };
  /// Forgets what nobody renewed; call it every few seconds.
  std::vector<Faded> expire();

  /// One entry a person, replying before viewing, then by name.
  std::vector<PresentUser> on_ticket(AccountId account, TicketId ticket) const;

 private:
  struct Screen {
    AccountId account;
    UserId user;
    std::string name;
    TicketId ticket;
    Instant seen;
    Instant typed;  // zero: not typing
  };
  bool is_typing(const Screen& screen) const { return screen.typed && clock_.now() < screen.typed + kTypingFor; }

  const Clock& clock_;
  mutable std::mutex mutex_;
  std::map<ScreenId, Screen> screens_;
};

}  // namespace peakdesk::tickets
