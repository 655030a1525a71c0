// Who is at a screen right now, and what they must hear. Holds the open sockets per account; knows frames, not tickets.
#pragma once
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/ids.h"
#include "platform/http/server.h"

namespace peakdesk::push {

class Hub {
 public:
  /// Thread-safe. A frame is built once and shared by all sockets.
  void add(AccountId account, UserId user, std::shared_ptr<http::WebSocket> socket);
  void remove(const std::shared_ptr<http::WebSocket>& socket);
  void to_account(AccountId account, std::string frame);
  void to_user(AccountId account, UserId user, std::string frame);
  std::size_t socket_count() const;
  std::vector<UserId> users_online(AccountId account) const;

 private:
  struct Member {
    UserId user;
    std::shared_ptr<http::WebSocket> socket;
  };
  mutable std::mutex mutex_;
  std::map<std::int64_t, std::vector<Member>> members_;
};

}  // namespace peakdesk::push
