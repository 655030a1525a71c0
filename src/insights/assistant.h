// An optional helper behind the OpenAI-compatible chat protocol, on a server of the operator's choosing: for messages
// no label fits and for drafts. Off unless a URL is set. Owns what leaves the house (masked), how long it may take and
// what of an answer is believed; nothing here is needed for anything else to work.
#pragma once
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/clock.h"
#include "platform/db/tx.h"
#include "platform/http/client.h"

namespace peakdesk::insights {

struct AssistantOptions {
  std::string url;      // "https://llm.example/v1", to which /chat/completions is added; empty: off
  std::string model;    // as the server calls it
  std::string api_key;  // sent as a bearer token; may be empty
  Duration timeout = seconds(8);
  std::int64_t calls_per_day = 500;  // of an account
};

/// No usable answer; what() is a sentence for a person. `may_pass`: trying again later can help.
class AssistantFailed : public std::runtime_error {
 public:
  AssistantFailed(const std::string& message, bool may_pass) : std::runtime_error(message), may_pass(may_pass) {}
  bool may_pass;
};

/// What was said on a ticket, oldest first.
struct Turn {
  bool from_agent = false;
  std::string text;
};

/// Thread-safe.
class Assistant {
 public:
  Assistant(std::shared_ptr<const http::Client> client, AssistantOptions options)
      : client_(std::move(client)), options_(std::move(options)) {}
  bool is_on() const { return client_ != nullptr && !options_.url.empty(); }
  const AssistantOptions& options() const { return options_; }

  /// Labels of `labels` that fit the message, at most 3; none of them: empty. Any other answer fails.
  std::vector<std::string> classify(const std::string& text, const std::vector<std::string>& labels,
                                    const std::vector<std::string>& names) const;
  /// Plain text for an agent to read and change; never sent by itself. Links that no agent gave are taken out.
  std::string draft(const std::vector<Turn>& conversation, const std::string& language,
                    const std::vector<std::string>& names) const;

 private:
  std::string ask(const std::string& instruction, const std::string& data, int most_tokens) const;
  std::shared_ptr<const http::Client> client_;
  AssistantOptions options_;
};

/// Mail addresses, telephone numbers, order and parcel numbers, long runs of digits and the given names become
/// "[email]", "[phone]", "[order]", "[tracking]", "[number]", "[name]". Street addresses are not recognised.
std::string mask_personal_data(const std::string& text, const std::vector<std::string>& names);

std::int64_t calls_today(Tx& tx, AccountId account);
/// Counts one call of today; false when the day's are used up.
bool take_call(Tx& tx, AccountId account, std::int64_t calls_per_day);

}  // namespace peakdesk::insights
