#include "platform/html/sanitiser.h"

#include <gumbo.h>

#include <algorithm>
#include <string>

#include "base/text.h"
#include "platform/html/html_tree.h"

namespace peakdesk::platform {
namespace {

constexpr std::string_view kAllowedTags[] = {
    "a",          "abbr",   "address", "b",        "bdi",  "bdo", "big",   "blockquote", "br", "caption", "center",
    "cite",       "code",   "col",     "colgroup", "dd",   "del", "dfn",   "div",        "dl", "dt",      "em",
    "figcaption", "figure", "font",    "h1",       "h2",   "h3",  "h4",    "h5",         "h6", "hr",      "i",
    "img",        "ins",    "kbd",     "li",       "mark", "ol",  "p",     "pre",        "q",  "s",       "samp",
    "small",      "span",   "strike",  "strong",   "sub",  "sup", "table", "tbody",      "td", "tfoot",   "th",
    "thead",      "tr",     "tt",      "u",        "ul",   "var", "wbr"};
// With everything within them.
constexpr std::string_view kDroppedTags[] = {
    "script",   "style",  "head",   "title",    "noscript", "template", "svg",     "math",   "iframe",
    "object",   "embed",  "applet", "frame",    "frameset", "noframes", "noembed", "xmp",    "plaintext",
    "textarea", "select", "option", "optgroup", "datalist", "audio",    "video",   "source", "track",
    "canvas",   "base",   "link",   "meta",     "param",    "input",    "keygen",  "dialog", "portal"};
constexpr std::string_view kSingleTags[] = {"br", "hr", "img", "col", "wbr"};
constexpr std::string_view kPlainAttributes[] = {
    "abbr", "align", "alt",    "bgcolor", "border",  "cellpadding", "cellspacing", "color",   "colspan",
    "dir",  "face",  "height", "lang",    "noshade", "nowrap",      "reversed",    "rowspan", "scope",
    "size", "span",  "start",  "title",   "type",    "valign",      "value",       "width"};
constexpr std::string_view kCssProperties[] = {"background",
                                               "background-color",
                                               "border",
                                               "border-bottom",
                                               "border-bottom-color",
                                               "border-bottom-style",
                                               "border-bottom-width",
                                               "border-collapse",
                                               "border-color",
                                               "border-left",
                                               "border-left-color",
                                               "border-left-style",
                                               "border-left-width",
                                               "border-radius",
                                               "border-right",
                                               "border-right-color",
                                               "border-right-style",
                                               "border-right-width",
                                               "border-spacing",
                                               "border-style",
                                               "border-top",
                                               "border-top-color",
                                               "border-top-style",
                                               "border-top-width",
                                               "border-width",
                                               "clear",
                                               "color",
                                               "direction",
                                               "display",
                                               "float",
                                               "font",
                                               "font-family",
                                               "font-size",
                                               "font-style",
                                               "font-variant",
                                               "font-weight",
                                               "height",
                                               "letter-spacing",
                                               "line-height",
                                               "list-style-type",
                                               "margin",
                                               "margin-bottom",
                                               "margin-left",
                                               "margin-right",
                                               "margin-top",
                                               "max-height",
                                               "max-width",
                                               "min-width",
                                               "overflow-wrap",
                                               "padding",
                                               "padding-bottom",
                                               "padding-left",
                                               "padding-right",
                                               "padding-top",
                                               "table-layout",
                                               "text-align",
                                               "text-decoration",
                                               "text-indent",
                                               "text-transform",
                                               "unicode-bidi",
                                               "vertical-align",
                                               "white-space",
                                               "width",
                                               "word-break",
                                               "word-spacing",
                                               "word-wrap"};

template <std::size_t N>
bool is_allowed(const std::string_view (&names)[N], std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

bool is_safe_css_value(std::string_view property, const std::string& value) {
  if (value.empty() || value.size() > 300) return false;
  for (const unsigned char c : value)
    if (c < 0x20 || c == '\\' || c == '<' || c == '>' || c == '{' || c == '}' || c == '@' || c == '&' || c == '`' ||
        c == 0x7F)
      return false;
  for (const std::string_view bad :
       {"url(", "expression", "javascript", "vbscript", "behavior", "binding", "/*", "var(", "attr(", "image(",
        "image-set", "element(", "src(", "env(", "data:", "paint(", "cross-fade"})
    if (value.find(bad) != std::string::npos) return false;
  // Negative lengths pull content over what is around it.
  if ((property.starts_with("margin") || property == "text-indent" || property == "letter-spacing" ||
       property == "word-spacing") &&
      value.find('-') != std::string::npos)
    return false;
  return std::count(value.begin(), value.end(), '"') % 2 == 0 &&
         std::count(value.begin(), value.end(), '\'') % 2 == 0 &&
         std::count(value.begin(), value.end(), '(') == std::count(value.begin(), value.end(), ')');
}

class HtmlWriter {
 public:
  HtmlWriter(SanitisedHtml& result, const SanitiseOptions& options) : result_(result), options_(options) {}

  void children(const GumboNode* node, int depth) {
    if (depth > html::kMaxDepth) return;
    const GumboVector& list = node->v.element.children;
    for (unsigned i = 0; i < list.length && !full(); ++i) one(static_cast<const GumboNode*>(list.data[i]), depth);
  }

 private:
  bool full() {
    if (result_.html.size() < options_.max_output_bytes) return false;
    result_.truncated = true;
    return true;
  }

  void one(const GumboNode* node, int depth) {
    if (html::is_text(node)) {
      result_.html += escape_html(node->v.text.text);
      return;
    }
    if (!html::is_element(node) || node->type == GUMBO_NODE_TEMPLATE) return;
    if (node->v.element.tag_namespace != GUMBO_NAMESPACE_HTML) return;
    const std::string tag = html::tag_name(node);
    if (is_allowed(kDroppedTags, tag)) return;
    if (!is_allowed(kAllowedTags, tag)) {
      children(node, depth + 1);
      return;
    }
    if (tag == "img") {
      image(node);
      return;
    }
    result_.html += "<" + tag;
    attributes(node, tag);
    result_.html += ">";
    if (is_allowed(kSingleTags, tag)) return;
    if (tag == "pre") result_.html += "\n";  // a parser drops the first line end within
    children(node, depth + 1);
    result_.html += "</" + tag + ">";
  }

  void put(std::string_view name, std::string_view value) {
    result_.html.append(" ").append(name).append("=\"").append(escape_html(value)).append("\"");
  }

  void attributes(const GumboNode* node, const std::string& tag) {
    const GumboVector& list = node->v.element.attributes;
    for (unsigned i = 0; i < list.length; ++i) {
      const auto* found = static_cast<const GumboAttribute*>(list.data[i]);
      const std::string name = to_lower_ascii(found->name);
      const std::string_view value = found->value;
      if (name == "style") {
        const std::string style = sanitise_style(value);
        if (!style.empty()) put("style", style);
      } else if (is_allowed(kPlainAttributes, name) && value.size() <= 1'000 && !(tag == "img" && name == "alt")) {
        put(name, value);
      }
    }
    if (tag != "a") return;
    const std::string target = sanitise_url(html::attribute(node, "href"));
    if (target.empty() || istarts_with_ascii(target, "cid:")) return;
    put("href", target);
    result_.html += " target=\"_blank\" rel=\"noopener noreferrer nofollow\"";
  }

  void image(const GumboNode* node) {
    const std::string source = sanitise_url(html::attribute(node, "src"));
    std::string shown, remote;
    if (istarts_with_ascii(source, "cid:")) {
      const std::string id = source.substr(4);
      result_.content_ids.push_back(id);
      shown = options_.inline_image_url ? options_.inline_image_url(id) : source;
    } else if (istarts_with_ascii(source, "http://") || istarts_with_ascii(source, "https://")) {
      remote = source;
      ++result_.blocked_images;
    }
    const std::string_view alt = html::attribute(node, "alt");
    if (shown.empty() && remote.empty() && alt.empty()) return;
    result_.html += "<img";
    if (!shown.empty()) put("src", shown);
    if (!remote.empty()) put("data-remote-src", remote);
    put("alt", alt.substr(0, alt.size() > 500 ? 0 : alt.size()));
    attributes(node, "img");
    result_.html += ">";
  }

  SanitisedHtml& result_;
  const SanitiseOptions& options_;
};

}  // namespace

std::string sanitise_url(std::string_view url) {
  std::string clean;
  for (const char c : trim(url)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) continue;  // browsers skip these within a scheme
    if (byte == ' ')
      clean += "%20";
    else
      clean += c;
  }
  while (clean.starts_with("%20")) clean.erase(0, 3);
  if (clean.size() > 4'000) return {};
  const std::size_t colon = clean.find(':');
  if (colon == std::string::npos) return {};
  const std::string scheme = to_lower_ascii(clean.substr(0, colon));
  if (scheme == "http" || scheme == "https") {
    const std::string_view rest = std::string_view(clean).substr(colon + 1);
    return rest.size() > 2 && rest.starts_with("//") ? clean : std::string();
  }
  return scheme == "mailto" || scheme == "tel" || scheme == "cid" ? clean : std::string();
}

std::string sanitise_style(std::string_view style) {
  std::string out;
  if (style.size() > 10'000) return out;
  std::size_t start = 0;
  char quote = 0;
  int parentheses = 0;
  for (std::size_t i = 0; i <= style.size(); ++i) {
    const char c = i < style.size() ? style[i] : ';';
    if (i < style.size()) {
      if (quote) {
        if (c == quote) quote = 0;
        continue;
      }
      if (c == '"' || c == '\'') {
        quote = c;
        continue;
      }
      if (c == '(') ++parentheses;
      if (c == ')' && parentheses > 0) --parentheses;
      if (c != ';' || parentheses > 0) continue;
    }
    const std::string_view declaration = trim(style.substr(start, i - start));
    start = i + 1;
    const std::size_t colon = declaration.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string property = to_lower_ascii(trim(declaration.substr(0, colon)));
    const std::string value = to_lower_ascii(collapse_space(declaration.substr(colon + 1)));
    if (is_allowed(kCssProperties, property) && is_safe_css_value(property, value)) out += property + ":" + value + ";";
  }
  return out;
}

SanitisedHtml sanitise_html(std::string_view html_text, const SanitiseOptions& options) {
  SanitisedHtml result;
  if (!html::is_tame(html_text)) {
    const std::string text = html::without_tags(html_text);
    result.html = "<p>" + escape_html(to_valid_utf8(text.substr(0, options.max_output_bytes / 6))) + "</p>";
    result.truncated = text.size() > options.max_output_bytes / 6;
    return result;
  }
  const html::Tree tree(html_text);
  if (const GumboNode* const body = tree.body()) HtmlWriter(result, options).children(body, 0);
  return result;
}

}  // namespace peakdesk::platform
