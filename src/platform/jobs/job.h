// Work outside a transaction, as a row of the `jobs` table. Queued by Tx::enqueue in the transaction that needs it.
#pragma once
#include <string>

#include "base/clock.h"
#include "base/described.h"
#include "base/ids.h"

namespace peakdesk::jobs {

struct NewJob {
  AccountId account;
  std::string kind;             // "email.send"; see app/subscriptions.cpp for who runs it
  std::string payload = "{}";   // JSON object
  Instant run_at;               // zero: as soon as possible
  std::string idempotency_key;  // empty: none
};

struct Job {
  JobId id;
  AccountId account_id;
  std::string kind;
  std::string payload;
  std::string state;  // queued | running | done | dead
  std::int64_t attempts = 0;
  Instant run_at;
  std::string last_error;
  Instant created_at;
  Instant finished_at;
};
BOOST_DESCRIBE_STRUCT(Job, (),
                      (id, account_id, kind, payload, state, attempts, run_at, last_error, created_at, finished_at))

}  // namespace peakdesk::jobs
