// What the paths of a template mean for a ticket: {{ticket…}} and {{current_user…}}, read from the desk when they are
// asked for.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "platform/db/tx.h"
#include "rules/template.h"

namespace peakdesk::rules {

class TicketVariables {
 public:
  /// Throws NotFound when there is no such ticket. Must not outlive the transaction.
  TicketVariables(Tx& tx, const Caller& caller, TicketId ticket);
  Json find(std::string_view path);
  /// In the ticket's language and the account's timezone.
  RenderOptions options(TemplateKind kind, WhenMissing when_missing) const;
  Rendered render(std::string_view text, TemplateKind kind, WhenMissing when_missing);

 private:
  Json message(std::int64_t index);
  Tx& tx_;
  AccountId account_;
  TicketId ticket_;
  Json document_;
  std::string locale_;
  std::string timezone_;
};

}  // namespace peakdesk::rules
