#include "platform/db/tx.h"

#include <stdexcept>

#include "platform/db/connection.h"
#include "platform/db/tx_context.h"

namespace peakdesk::db {

Tx::Tx(Connection& connection, TxContext& context, bool writes, Instant at)
    : connection_(connection),
      context_(context),
      now_(at ? at : context.clock.now()),
      writes_(writes),
      is_history_(static_cast<bool>(at)) {}

std::int64_t Tx::run(std::string_view sql, const Value* values, std::size_t count) {
  return connection_.run(sql, values, count);
}

std::unique_ptr<Cursor> Tx::open(std::string_view sql, const Value* values, std::size_t count) {
  return connection_.open(sql, values, count);
}

void Tx::move_to(Instant moment) {
  if (!is_history_) throw std::logic_error("a transaction of the present cannot be moved");
  now_ = moment;
}

std::int64_t Tx::next_id() { return context_.next_id(); }

std::int64_t Tx::next_number(AccountId account, std::string_view sequence) {
  if (!writes_) throw std::logic_error("next_number in a read transaction");
  // Written once a commit: a rush takes many numbers in each.
  const auto& taken = numbers_taken_.emplace_back(account, sequence);
  auto [last, is_first] = context_.sequences.try_emplace(taken, 0);
  if (is_first)
    last->second =
        scalar<std::int64_t>(0, "SELECT value FROM counters WHERE account_id = $1 AND name = $2", account, sequence);
  return ++last->second;
}

void Tx::give_numbers_back(std::size_t taken) {
  for (; numbers_taken_.size() > taken; numbers_taken_.pop_back()) --context_.sequences.at(numbers_taken_.back());
}

std::uint64_t Tx::group() const { return writes_ ? context_.group : 0; }

std::string_view Tx::engine() const { return connection_.engine(); }

EventId Tx::emit(const events::NewEvent& event) {
  if (!writes_) throw std::logic_error("emit in a read transaction: " + event.name);
  events::Event stored{new_id<EventId>(), event.account, event.name,    event.ticket, event.actor.kind,
                       event.actor.id,    event.cause,   event.payload, now_};
  exec(
      "INSERT INTO events (id, account_id, name, ticket_id, actor_kind, actor_id, cause_id, payload, created_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
      stored.id, stored.account_id, stored.name, stored.ticket_id, stored.actor_kind, stored.actor_id, stored.cause_id,
      stored.payload, stored.created_at);
  const std::size_t place = events_.size();
  const EventId id = stored.id;
  events_.push_back(std::move(stored));
  for (const std::string_view key : {std::string_view(event.name), std::string_view("*")}) {
    const auto found = context_.in_transaction.find(key);
    if (found == context_.in_transaction.end()) continue;
    const events::Event told = events_[place];  // handlers may add events of their own
    for (const auto& handler : found->second) handler(*this, told);
  }
  return id;
}

JobId Tx::enqueue(const jobs::NewJob& job) {
  if (!writes_) throw std::logic_error("enqueue in a read transaction: " + job.kind);
  if (is_history_) return {};
  if (!job.idempotency_key.empty()) {
    const auto earlier =
        scalar<JobId>(JobId{}, "SELECT id FROM jobs WHERE account_id = $1 AND kind = $2 AND idempotency_key = $3",
                      job.account, job.kind, job.idempotency_key);
    if (earlier) return earlier;
  }
  const auto id = new_id<JobId>();
  exec(
      "INSERT INTO jobs (id, account_id, kind, payload, state, run_at, idempotency_key, created_at) "
      "VALUES ($1, $2, $3, $4, 'queued', $5, $6, $7)",
      id, job.account, job.kind, job.payload, job.run_at ? job.run_at : now_, job.idempotency_key, now_);
  enqueued_ = true;
  return id;
}

void Tx::savepoint(const std::function<void()>& part) {
  const std::size_t events_before = events_.size();
  const std::size_t actions_before = after_commit_.size();
  const std::size_t numbers_before = numbers_taken_.size();
  exec("SAVEPOINT part");
  try {
    part();
    exec("RELEASE part");
  } catch (...) {
    if (connection_.in_transaction()) {
      exec("ROLLBACK TO part");
      exec("RELEASE part");
    }
    events_.resize(events_before);
    after_commit_.resize(actions_before);
    give_numbers_back(numbers_before);
    throw;
  }
}

void Tx::with_search(const std::function<void(Tx&)>& work) {
  if (writes_)
    context_.read_beside(work);
  else
    work(*this);
}

void Tx::after_commit(std::function<void()> action) { after_commit_.push_back(std::move(action)); }

}  // namespace peakdesk::db
