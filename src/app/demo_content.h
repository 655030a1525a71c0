// What the demo shop's customers ask and its agents answer, in the six languages. Data only.
#pragma once
#include <span>
#include <string_view>

namespace peakdesk::app {

/// `{order}` is replaced by an order number, `{name}` by the customer's first name.
struct DemoConversation {
  std::string_view language;
  std::string_view subject;
  std::string_view question;
  std::string_view answer;     // empty: nobody answered yet
  std::string_view follow_up;  // the customer's next mail; empty: none
  std::string_view tag;
  std::string_view channel = "email";
};
std::span<const DemoConversation> demo_conversations();

struct DemoCustomer {
  std::string_view name;
  std::string_view email;
  std::string_view language;
};
std::span<const DemoCustomer> demo_customers();

struct DemoMacro {
  std::string_view name;
  std::string_view language;
  std::string_view html;
  std::string_view tags;
  std::string_view status;  // empty: stays
};
std::span<const DemoMacro> demo_macros();

}  // namespace peakdesk::app
