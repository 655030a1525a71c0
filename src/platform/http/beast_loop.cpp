#include "platform/http/beast_loop.h"

#include "base/this_thread.h"
#include "platform/http/response_head.h"

namespace peakdesk::http {

void Loop::wake(std::shared_ptr<Wakeable> what) {
  {
    const std::lock_guard lock(mutex_);
    inbox_.push_back(std::move(what));
    if (std::exchange(posted_, true)) return;
  }
  asio::post(context_, [self = shared_from_this()] {
    {
      const std::lock_guard lock(self->mutex_);
      self->draining_.swap(self->inbox_);
      self->posted_ = false;
    }
    for (auto& waiting : self->draining_) waiting->wake();
    self->draining_.clear();
  });
}

void Loop::start() {
  guard_.emplace(context_.get_executor());
  tick();
  thread_ = std::thread([self = shared_from_this()] {
    name_this_thread("http");
    self->context_.run();
  });
}

void Loop::tick() {
  ticker_.expires_after(tick_);
  ticker_.async_wait([this](error_code failed) {
    if (failed || finishing_) return;
    const SteadyTime now = std::chrono::steady_clock::now();
    std::vector<Timed*> late;
    for (Timed* timed : timed_)
      if (timed->deadline <= now) late.push_back(timed);
    for (Timed* timed : late) timed->expired();
    if (on_tick) on_tick();
    tick();
  });
}

void Loop::tell_stop(bool now) {
  asio::post(context_, [self = shared_from_this(), now] {
    const std::vector<Timed*> all(self->timed_.begin(), self->timed_.end());
    for (Timed* timed : all)
      if (self->timed_.contains(timed)) timed->server_stops(now);
  });
}

void Loop::finish() {
  guard_.reset();
  asio::post(context_, [self = shared_from_this()] {
    self->finishing_ = true;  // a tick that is due already is not cancelled any more
    self->ticker_.cancel();
  });
  if (thread_.joinable()) thread_.join();
}

const std::string& Loop::date() {
  const auto second =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  if (second != date_second_) {
    date_second_ = second;
    date_ = http_date(second);
  }
  return date_;
}

}  // namespace peakdesk::http
