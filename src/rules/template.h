// Templates of macros and answers: {{path}} with the field's paths ({{ticket.customer.firstname}},
// {{ticket.messages[-1].body_text}}) and filters ({{ticket.created_datetime|datetime_format("MMM Do YYYY")}},
// {{ticket.customer.firstname|fallback("there")}}). Pure: values are looked up in a JSON document by whoever calls.
// Knows no tickets.
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace peakdesk::rules {

/// A variable that has no value.
struct MissingVariable {
  std::string variable;       // "ticket.customer.firstname"
  std::int64_t position = 0;  // byte in the rendered text where it stands
};
BOOST_DESCRIBE_STRUCT(MissingVariable, (), (variable, position))

struct Rendered {
  std::string text;
  std::vector<MissingVariable> missing;
};

enum class TemplateKind { Text, Html };            // Html escapes every value
enum class WhenMissing { LeaveAsWritten, Blank };  // a preview shows the gap; what goes out to a customer must not

struct RenderOptions {
  TemplateKind kind = TemplateKind::Text;
  WhenMissing when_missing = WhenMissing::LeaveAsWritten;
  std::string locale = "en";     // of names of months and days
  std::string timezone = "UTC";  // times are shown in it
};

/// The value at a path, or null. Called once for each variable.
using FindValue = std::function<Json(std::string_view path)>;

/// Never throws for whatever the template holds: what is no variable stays as it is. An unknown filter leaves the value
/// unchanged.
Rendered render_template(std::string_view text, const FindValue& find, const RenderOptions& options);

/// Walks "a.b[0].c[-1]" in a document; null when the path leads nowhere.
Json value_at(const Json& document, std::string_view path);

/// True when there is a "{{" to render at all.
bool has_variables(std::string_view text);

/// A moment as moment.js writes it: YYYY YY MMMM MMM MM M Do DD D dddd ddd HH H hh h mm m ss s A a Z, [literal], and L
/// LL LLL LLLL LT.
std::string format_moment(Instant t, std::string_view format, const std::string& locale, const std::string& timezone);

}  // namespace peakdesk::rules
