#include "platform/push/hub.h"

#include <algorithm>

namespace peakdesk::push {

void Hub::add(AccountId account, UserId user, std::shared_ptr<http::WebSocket> socket) {
  const std::lock_guard lock(mutex_);
  members_[account.value].push_back({user, std::move(socket)});
}

void Hub::remove(const std::shared_ptr<http::WebSocket>& socket) {
  const std::lock_guard lock(mutex_);
  for (auto members = members_.begin(); members != members_.end();) {
    std::erase_if(members->second, [&](const Member& member) { return member.socket == socket; });
    members = members->second.empty() ? members_.erase(members) : std::next(members);
  }
}

// Sending only queues; a socket that is full answers false and is removed when it closes.
void Hub::to_account(AccountId account, std::string frame) {
  const auto shared = std::make_shared<const std::string>(std::move(frame));
  const std::lock_guard lock(mutex_);
  const auto members = members_.find(account.value);
  if (members == members_.end()) return;
  for (const auto& member : members->second) member.socket->send(shared);
}

void Hub::to_user(AccountId account, UserId user, std::string frame) {
  const auto shared = std::make_shared<const std::string>(std::move(frame));
  const std::lock_guard lock(mutex_);
  const auto members = members_.find(account.value);
  if (members == members_.end()) return;
  for (const auto& member : members->second)
    if (member.user == user) member.socket->send(shared);
}

std::size_t Hub::socket_count() const {
  const std::lock_guard lock(mutex_);
  std::size_t count = 0;
  for (const auto& [account, members] : members_) count += members.size();
  return count;
}

std::vector<UserId> Hub::users_online(AccountId account) const {
  std::vector<UserId> users;
  const std::lock_guard lock(mutex_);
  const auto members = members_.find(account.value);
  if (members == members_.end()) return users;
  for (const auto& member : members->second) users.push_back(member.user);
  std::sort(users.begin(), users.end());
  users.erase(std::unique(users.begin(), users.end()), users.end());
  return users;
}

}  // namespace peakdesk::push
