// The models in use: the shipped one, shared, and over it what each shop learnt. Owns them in memory; a shop's own
// comes from the store when it is first asked for.
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "platform/db/tx.h"
#include "understanding/analyser.h"

namespace peakdesk::insights {

/// Thread-safe. The shipped model is read when the first message comes (some 50 ms), not at the start.
class Analysers {
 public:
  struct InUse {
    std::int64_t model_id = 0;  // 0: the shipped one
    std::shared_ptr<const understanding::Analyser> analyser;
  };
  InUse of(Tx& tx, AccountId account);
  /// The shop has learnt something new: what it used is read again when next asked for.
  void forget(AccountId account);
  std::shared_ptr<const understanding::Model> shipped();

  /// What was found out ahead of the transaction that stores it, good for this text and model only.
  struct Ahead {
    std::size_t text_hash = 0;
    std::int64_t model_id = 0;
    understanding::Analysis analysis;
  };
  void keep_ahead(std::map<MessageId, Ahead> found);
  /// Nothing when it was not kept, or for another text or model.
  std::optional<understanding::Analysis> take_ahead(MessageId id, std::size_t text_hash, std::int64_t model_id);

 private:
  std::mutex mutex_;
  std::shared_ptr<const understanding::Model> shipped_;
  std::shared_ptr<const understanding::Analyser> plain_;
  std::map<AccountId, InUse> own_;
  std::map<MessageId, Ahead> ahead_;
};

}  // namespace peakdesk::insights
