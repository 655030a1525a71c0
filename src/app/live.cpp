#include "app/live.h"

#include <chrono>

#include "accounts/accounts.h"
#include "base/json.h"
#include "base/this_thread.h"
#include "tickets/drafts.h"
#include "tickets/history.h"
#include "tickets/tickets.h"

namespace peakdesk::app {
namespace {

// Counts are for the eye: once in this long is live enough, and a rush of mails costs one count.
constexpr auto kCountsEvery = std::chrono::milliseconds(1'000);
constexpr std::size_t kMostWaiting = 20'000;

constexpr std::pair<std::string_view, std::string_view> kSettingsEvents[] = {{"tag.changed", "tags"},
                                                                             {"view.changed", "views"},
                                                                             {"macro.changed", "macros"},
                                                                             {"custom_field.changed", "custom_fields"},
                                                                             {"mailbox.state_changed", "mailboxes"}};

std::string frame(std::string_view type, const std::string& fields) {
  return "{\"type\":\"" + std::string(type) + "\"" + (fields.empty() ? "" : "," + fields) + "}";
}

std::string message_frame(const tickets::Message& message) {
  return frame("message",
               "\"ticket_id\":" + std::to_string(message.ticket_id.value) + ",\"message\":" + to_json(message));
}

bool names_message(const std::string& event_name) { return event_name.starts_with("message."); }

}  // namespace

Live::Live(Database& database, push::Hub& hub, tickets::Presence& presence, std::shared_ptr<tickets::ViewCounts> counts)
    : database_(database), hub_(hub), presence_(presence), counts_(std::move(counts)) {}

Live::~Live() { stop(); }

void Live::start() {
  thread_ = std::thread([this] {
    name_this_thread("live");
    run();
  });
}

void Live::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Live::committed(const db::Commit& commit) {
  if (commit.events.empty()) return;
  last_event_ = commit.events.back().id.value;
  if (hub_.socket_count() == 0) return;
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() > kMostWaiting) {
      waiting_.clear();
      events::Event lost;
      lost.name = "resync";
      waiting_.push_back(lost);
    }
    for (const auto& event : commit.events) waiting_.push_back(event);
  }
  changed_.notify_one();
}

void Live::run() {
  auto counted_at = std::chrono::steady_clock::now() - kCountsEvery;
  for (;;) {
    std::deque<events::Event> batch;
    std::set<AccountId> count_now;
    {
      std::unique_lock lock(mutex_);
      const auto has_work = [&] { return stopping_ || !waiting_.empty(); };
      if (counts_wanted_.empty())
        changed_.wait(lock, has_work);
      else
        changed_.wait_until(lock, counted_at + kCountsEvery, has_work);
      if (stopping_) return;
      batch.swap(waiting_);
      const auto now = std::chrono::steady_clock::now();
      if (now - counted_at >= kCountsEvery) {
        counted_at = now;
        count_now.swap(counts_wanted_);
      }
    }
    std::map<AccountId, std::vector<events::Event>> by_account;
    for (auto& event : batch) by_account[event.account_id].push_back(std::move(event));
    try {
      for (const auto& [account, events] : by_account) tell(account, events);
      for (const AccountId account : count_now) tell_counts(account);
    } catch (const std::exception&) {
      // Reading failed (the store is closing, or busy): screens fetch again when they notice a gap.
      for (const auto& [account, events] : by_account) hub_.to_account(account, frame("resync", ""));
    }
  }
}

void Live::tell(AccountId account, const std::vector<events::Event>& events) {
  std::vector<events::Event> of_tickets;  // the newest of each ticket
  std::map<TicketId, std::size_t> index;
  std::vector<TicketId> ids;
  std::vector<std::string> frames;
  database_.read([&](Tx& tx) {
    for (const auto& event : events) {
      if (event.name == "resync") frames.push_back(frame("resync", ""));
      if (event.name == "operation.changed") frames.push_back(frame("operation", "\"operation\":" + event.payload));
      for (const auto& [name, what] : kSettingsEvents)
        if (event.name == name) frames.push_back(frame("settings", "\"what\":\"" + std::string(what) + "\""));
      if (event.name == "settings.changed") {
        const Json payload = parse_json(event.payload);
        if (const auto* what = payload.as_object().if_contains("what"); what && what->is_string())
          frames.push_back(frame("settings", "\"what\":\"" + std::string(what->get_string()) + "\""));
      }
      if (event.name == "draft.changed") {
        const UserId user(parse_json(event.payload).at("user_id").to_number<std::int64_t>());
        const auto draft = tickets::find_draft(tx, account, event.ticket_id, user);
        frames.push_back(frame("draft", "\"ticket_id\":" + std::to_string(event.ticket_id.value) +
                                            ",\"user_id\":" + std::to_string(user.value) +
                                            ",\"draft\":" + (draft ? to_json(*draft) : "null")));
        continue;
      }
      if (!event.ticket_id) continue;
      if (const auto known = index.find(event.ticket_id); known != index.end()) {
        of_tickets[known->second] = event;
      } else {
        index[event.ticket_id] = of_tickets.size();
        of_tickets.push_back(event);
        ids.push_back(event.ticket_id);
      }
      if (names_message(event.name)) {
        const MessageId id(parse_json(event.payload).at("message_id").to_number<std::int64_t>());
        frames.push_back(message_frame(tickets::get_message(tx, account, id)));
      }
    }
    if (ids.empty()) return;
    std::map<TicketId, tickets::TicketSummary> summaries;
    for (auto& summary : tickets::summaries(tx, account, ids)) summaries.emplace(summary.id, std::move(summary));
    for (const auto& event : tickets::with_actor_names(tx, account, of_tickets)) {
      const auto summary = summaries.find(event.ticket_id);
      if (summary == summaries.end()) continue;
      frames.push_back(frame("ticket", "\"event\":" + to_json(event) + ",\"ticket\":" + to_json(summary->second)));
    }
  });
  for (auto& text : frames) hub_.to_account(account, std::move(text));
  if (!ids.empty()) {
    counts_->forget(account);
    const std::lock_guard lock(mutex_);
    counts_wanted_.insert(account);
  }
}

void Live::tell_counts(AccountId account) {
  for (const UserId user : hub_.users_online(account)) {
    std::map<std::int64_t, std::int64_t> counts;
    database_.read([&](Tx& tx) {
      const Caller caller = accounts::caller_of_user(tx, account, user);
      counts = counts_->count(tx, caller, tickets::list_view_rows(tx, caller));
    });
    std::string text = "\"counts\":{";
    for (const auto& [view, count] : counts) {
      if (text.back() != '{') text += ',';
      text += '"' + std::to_string(view) + "\":" + std::to_string(count);
    }
    hub_.to_user(account, user, frame("counts", text + "}"));
  }
}

void Live::tell_presence(AccountId account, TicketId ticket) {
  hub_.to_account(account, frame("presence", "\"ticket_id\":" + std::to_string(ticket.value) +
                                                 ",\"users\":" + to_json(presence_.on_ticket(account, ticket))));
}

void Live::expire_presence() {
  for (const auto& faded : presence_.expire()) tell_presence(faded.account, faded.ticket);
}

http::WebSocketHandler Live::handler() {
  http::WebSocketHandler handler;
  handler.access = observers("events:read");
  handler.open = [this](const http::Request&, const Caller& caller, std::shared_ptr<http::WebSocket> socket) {
    const std::uint64_t socket_id = next_socket_++;
    hub_.add(caller.account, caller.user, socket);
    socket->send(
        std::make_shared<const std::string>(frame("hello", "\"event_id\":" + std::to_string(last_event_.load()) +
                                                               ",\"user_id\":" + std::to_string(caller.user.value))));
    return [this, caller, socket, socket_id](std::string_view text, bool closed) {
      if (closed) {
        hub_.remove(socket);
        for (const TicketId ticket : presence_.leave(socket_id)) tell_presence(caller.account, ticket);
        return;
      }
      try {
        presence_.renew(socket_id);
        if (text.find("\"ping\"") != std::string_view::npos && text.size() < 40) {
          socket->send(std::make_shared<const std::string>(frame("pong", "")));
          return;
        }
        receive(caller, socket_id, text);
      } catch (const std::exception& e) {
        std::string told;
        write_json_string(told, e.what());
        socket->send(std::make_shared<const std::string>(frame("error", "\"message\":" + told)));
      }
    };
  };
  return handler;
}

void Live::receive(const Caller& caller, std::uint64_t socket_id, std::string_view text) {
  Json parsed = parse_json(text);
  if (!parsed.is_object()) throw_invalid("", "A frame must be an object.");
  JsonObject& object = parsed.get_object();
  const auto* type = object.if_contains("type");
  if (!type || !type->is_string()) throw_invalid("type", "Name the kind of frame: watch, typing, draft or ping.");
  const std::string kind(type->get_string());
  TicketId ticket;
  if (const auto* id = object.if_contains("ticket_id")) read_json(*id, ticket, "ticket_id");
  if (kind == "watch") {
    for (const TicketId changed : presence_.watch(socket_id, caller.account, caller.user, caller.name, ticket))
      tell_presence(caller.account, changed);
  } else if (kind == "typing") {
    bool on = false;
    if (const auto* value = object.if_contains("on")) read_json(*value, on, "on");
    for (const TicketId changed : presence_.typing(socket_id, ticket, on)) tell_presence(caller.account, changed);
  } else if (kind == "draft") {
    if (caller.role < Role::Agent) throw_not_allowed("Observers read; they write no drafts.");
    object.erase("type");
    object.erase("ticket_id");
    auto draft = std::make_shared<tickets::DraftInput>();
    read_json(parsed, *draft);
    draft->id = ticket;
    database_.post_write(
        {[caller, draft](Tx& tx) { tickets::save_draft(tx, caller, *draft); }, {}, db::Lane::Screen, {}});
  } else {
    throw_invalid("type", "There is no such frame. Known: watch, typing, draft, ping.");
  }
}

}  // namespace peakdesk::app
