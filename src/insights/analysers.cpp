#include "insights/analysers.h"

#include <stdexcept>

#include "insights/learning_store.h"
#include "understanding/shipped_model.h"

namespace peakdesk::insights {

std::shared_ptr<const understanding::Model> Analysers::shipped() {
  const std::lock_guard lock(mutex_);
  if (!shipped_) {
    auto model = std::make_shared<understanding::Model>();
    std::string error;
    if (!understanding::Model::read(understanding::shipped_model(), *model, error)) throw std::runtime_error(error);
    shipped_ = std::move(model);
    plain_ = std::make_shared<const understanding::Analyser>(shipped_);
  }
  return shipped_;
}

Analysers::InUse Analysers::of(Tx& tx, AccountId account) {
  const auto model = shipped();
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = own_.find(account); found != own_.end()) return found->second;
  }
  InUse use{0, plain_};
  if (const auto stored = store::find_model_in_use(tx, account)) {
    understanding::TextClassifier own;
    // A model of an older version cannot be read: the shipped one answers until the shop's has been learnt anew.
    if (understanding::read_classifier(stored->bytes.bytes, own))
      use = {stored->id, std::make_shared<const understanding::Analyser>(model, std::move(own))};
  }
  const std::lock_guard lock(mutex_);
  return own_[account] = use;
}

void Analysers::forget(AccountId account) {
  const std::lock_guard lock(mutex_);
  own_.erase(account);
}

void Analysers::keep_ahead(std::map<MessageId, Ahead> found) {
  const std::lock_guard lock(mutex_);
  ahead_ = std::move(found);
}

std::optional<understanding::Analysis> Analysers::take_ahead(MessageId id, std::size_t text_hash,
                                                             std::int64_t model_id) {
  const std::lock_guard lock(mutex_);
  const auto found = ahead_.extract(id);
  if (found.empty() || found.mapped().text_hash != text_hash || found.mapped().model_id != model_id)
    return std::nullopt;
  return std::move(found.mapped().analysis);
}

}  // namespace peakdesk::insights
