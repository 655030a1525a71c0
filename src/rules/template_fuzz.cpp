#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "rules/template.h"

// Any template over any values: no crash, and nothing a value holds comes out of HTML unescaped.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace peakdesk;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static const Json document =
      parse_json(R"({"ticket":{"id":7,"subject":"<script>","created_datetime":"2026-11-27T08:15:00Z",
    "messages":[{"body_text":"a"},{"body_text":"b\nc"}],"customer":{"firstname":""}}})");
  for (const auto kind : {rules::TemplateKind::Text, rules::TemplateKind::Html}) {
    rules::RenderOptions options;
    options.kind = kind;
    const auto out = rules::render_template(
        text, [](std::string_view path) { return rules::value_at(document, path); }, options);
    if (kind == rules::TemplateKind::Html && text.find("<script>") == std::string_view::npos &&
        text.find('<') == std::string_view::npos && out.text.find("<script>") != std::string::npos)
      std::abort();
    for (const auto& missing : out.missing)
      if (missing.position < 0 || missing.position > static_cast<std::int64_t>(out.text.size())) std::abort();
  }
  return 0;
}
