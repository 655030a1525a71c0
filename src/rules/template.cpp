#include "rules/template.h"

#include <charconv>
#include <optional>

#include "base/text.h"

namespace peakdesk::rules {
namespace {

constexpr std::size_t kLongestExpression = 500;
constexpr std::size_t kLongestOutput = 4 << 20;

struct Filter {
  std::string name;
  std::string argument;
};

struct Expression {
  std::string path;
  std::vector<Filter> filters;
};

bool is_path_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
         c == '[' || c == ']' || c == '-';
}

void skip_space(std::string_view text, std::size_t& at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r')) ++at;
}

/// A quoted argument: "…" or '…' with backslash escapes; some keyboards make quotes curly.
std::optional<std::string> read_quoted(std::string_view text, std::size_t& at) {
  std::string_view closing;
  for (const auto& [open, close] :
       {std::pair<std::string_view, std::string_view>{"\"", "\""}, {"'", "'"}, {"“", "”"}, {"„", "“"}, {"«", "»"}}) {
    if (text.substr(at, open.size()) != open) continue;
    at += open.size();
    closing = close;
    break;
  }
  if (closing.empty()) return std::nullopt;
  std::string out;
  while (at < text.size()) {
    if (text.substr(at, closing.size()) == closing) {
      at += closing.size();
      return out;
    }
    if (text[at] == '\\' && at + 1 < text.size()) ++at;
    out += text[at++];
  }
  return std::nullopt;
}

std::optional<Expression> parse_expression(std::string_view text) {
  Expression out;
  std::size_t at = 0;
  skip_space(text, at);
  while (at < text.size() && is_path_char(text[at])) out.path += text[at++];
  if (out.path.empty()) return std::nullopt;
  skip_space(text, at);
  while (at < text.size()) {
    if (text[at] != '|') return std::nullopt;
    ++at;
    skip_space(text, at);
    Filter filter;
    while (at < text.size() && ((text[at] >= 'a' && text[at] <= 'z') || text[at] == '_')) filter.name += text[at++];
    if (filter.name.empty()) return std::nullopt;
    skip_space(text, at);
    if (at < text.size() && text[at] == '(') {
      ++at;
      skip_space(text, at);
      if (at < text.size() && text[at] != ')') {
        auto argument = read_quoted(text, at);
        if (!argument) return std::nullopt;
        filter.argument = std::move(*argument);
      }
      skip_space(text, at);
      if (at >= text.size() || text[at] != ')') return std::nullopt;
      ++at;
      skip_space(text, at);
    }
    out.filters.push_back(std::move(filter));
  }
  return out;
}

/// Inside HTML an editor writes what the author typed as entities.
std::string decode_entities(std::string_view text) {
  std::string out(text);
  for (const auto& [entity, plain] : {std::pair{"&lt;", "<"},
                                      {"&gt;", ">"},
                                      {"&quot;", "\""},
                                      {"&#34;", "\""},
                                      {"&#39;", "'"},
                                      {"&nbsp;", " "},
                                      {"&amp;", "&"}})
    out = replace_all(std::move(out), entity, plain);
  return out;
}

std::string to_text(const Json& value) {
  if (value.is_string()) return std::string(value.get_string());
  if (value.is_bool()) return value.get_bool() ? "true" : "false";
  if (value.is_number()) return boost::json::serialize(value);
  if (value.is_array()) {
    std::vector<std::string> parts;
    for (const auto& item : value.get_array()) parts.push_back(to_text(item));
    return join(parts, ", ");
  }
  return {};
}

std::string apply_filter(const Filter& filter, std::string value, const RenderOptions& options) {
  if (filter.name == "fallback" || filter.name == "default") return trim(value).empty() ? filter.argument : value;
  if (filter.name == "datetime_format" || filter.name == "date") {
    Instant t;
    return parse_iso8601(value, t) ? format_moment(t, filter.argument, options.locale, options.timezone) : value;
  }
  return value;
}

}  // namespace

bool has_variables(std::string_view text) { return text.find("{{") != std::string_view::npos; }

Json value_at(const Json& document, std::string_view path) {
  const Json* at = &document;
  std::size_t i = 0;
  while (i < path.size()) {
    if (path[i] == '.') {
      ++i;
      continue;
    }
    if (path[i] == '[') {
      const auto end = path.find(']', i);
      std::int64_t index = 0;
      if (end == std::string_view::npos || !at->is_array()) return nullptr;
      const auto [stop, error] = std::from_chars(path.data() + i + 1, path.data() + end, index);
      if (error != std::errc() || stop != path.data() + end) return nullptr;
      const auto size = static_cast<std::int64_t>(at->get_array().size());
      if (index < 0) index += size;
      if (index < 0 || index >= size) return nullptr;
      at = &at->get_array()[static_cast<std::size_t>(index)];
      i = end + 1;
      continue;
    }
    std::size_t end = i;
    while (end < path.size() && path[end] != '.' && path[end] != '[') ++end;
    if (!at->is_object()) return nullptr;
    at = at->get_object().if_contains(path.substr(i, end - i));
    if (!at) return nullptr;
    i = end;
  }
  return *at;
}

Rendered render_template(std::string_view text, const FindValue& find, const RenderOptions& options) {
  Rendered out;
  std::size_t at = 0;
  while (at < text.size() && out.text.size() < kLongestOutput) {
    const auto open = text.find("{{", at);
    const auto close = open == std::string_view::npos ? std::string_view::npos : text.find("}}", open + 2);
    if (close == std::string_view::npos) break;
    out.text.append(text.substr(at, open - at));
    const std::string_view inside = text.substr(open + 2, close - open - 2);
    std::optional<Expression> expression;
    if (inside.size() <= kLongestExpression)
      expression =
          options.kind == TemplateKind::Html ? parse_expression(decode_entities(inside)) : parse_expression(inside);
    if (!expression) {
      // Not ours: keep the braces and look again just behind them, for "{{{{ticket.id}}".
      out.text += "{{";
      at = open + 2;
      continue;
    }
    std::string value = to_text(find(expression->path));
    for (const auto& filter : expression->filters) value = apply_filter(filter, std::move(value), options);
    if (trim(value).empty()) {
      out.missing.push_back({expression->path, static_cast<std::int64_t>(out.text.size())});
      if (options.when_missing == WhenMissing::LeaveAsWritten) out.text.append(text.substr(open, close + 2 - open));
    } else {
      value = to_valid_utf8(value);
      out.text += options.kind == TemplateKind::Html ? replace_all(escape_html(value), "\n", "<br>") : value;
    }
    at = close + 2;
  }
  if (at < text.size() && out.text.size() < kLongestOutput) out.text.append(text.substr(at));
  return out;
}

}  // namespace peakdesk::rules
