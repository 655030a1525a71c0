// What screens hear while it happens: after each commit the changed tickets, new messages, drafts, operations and
// settings go to everybody of the account; presence and typing come from the sockets themselves. Own thread, so that no
// commit waits for a screen.
#pragma once
#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "platform/db/database.h"
#include "platform/http/server.h"
#include "platform/push/hub.h"
#include "tickets/presence.h"
#include "tickets/views.h"

namespace peakdesk::app {

class Live {
 public:
  Live(Database& database, push::Hub& hub, tickets::Presence& presence, std::shared_ptr<tickets::ViewCounts> counts);
  ~Live();
  void start();
  void stop();
  /// A commit listener: hands over, does no work.
  void committed(const db::Commit& commit);
  /// Serves /ws.
  http::WebSocketHandler handler();
  /// Sends what presence forgot by itself; for the schedule.
  void expire_presence();

 private:
  void run();
  void tell(AccountId account, const std::vector<events::Event>& events);
  void tell_counts(AccountId account);
  void tell_presence(AccountId account, TicketId ticket);
  void receive(const Caller& caller, std::uint64_t socket_id, std::string_view text);

  Database& database_;
  push::Hub& hub_;
  tickets::Presence& presence_;
  std::shared_ptr<tickets::ViewCounts> counts_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<events::Event> waiting_;
  std::set<AccountId> counts_wanted_;
  std::atomic<std::int64_t> last_event_{0};
  std::atomic<std::uint64_t> next_socket_{1};
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace peakdesk::app
