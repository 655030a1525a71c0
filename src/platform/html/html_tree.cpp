#include "platform/html/html_tree.h"

#include <gumbo.h>

#include <algorithm>
#include <array>
#include <unordered_map>

#include "base/text.h"

namespace peakdesk::platform::html {
namespace {

constexpr std::array<std::string_view, 14> kFormatting{"a", "b",    "big", "code",  "em",     "font",   "i",
                                                       "u", "nobr", "s",   "small", "strike", "strong", "tt"};
constexpr std::array<std::string_view, 17> kVoid{"area",  "base",  "br",   "col",  "embed", "hr",
                                                 "img",   "input", "link", "meta", "param", "source",
                                                 "track", "wbr",   "p",    "li",   "o:p"};

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

bool is_tame(std::string_view html) {
  constexpr std::int64_t kMostTags = 300'000, kDeepest = 2'000, kMostCopies = 400'000;
  std::int64_t tags = 0, depth = 0, deepest = 0, open_formatting = 0, copies = 0;
  for (std::size_t at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1)) {
    const bool closing = at + 1 < html.size() && html[at + 1] == '/';
    std::size_t end = at + 1 + (closing ? 1 : 0);
    const std::size_t start = end;
    while (end < html.size() && end - start < 12 &&
           (std::isalnum(static_cast<unsigned char>(html[end])) || html[end] == ':'))
      ++end;
    if (end == start) continue;
    ++tags;
    const std::string name = to_lower_ascii(html.substr(start, end - start));
    if (is_one_of(kFormatting, name)) open_formatting = std::max<std::int64_t>(0, open_formatting + (closing ? -1 : 1));
    // Every block that opens may repeat every formatting element left open.
    if (!closing) copies += open_formatting > 20 ? open_formatting : 0;
    if (!is_one_of(kVoid, name)) depth = std::max<std::int64_t>(0, depth + (closing ? -1 : 1));
    deepest = std::max(deepest, depth);
    if (tags > kMostTags || deepest > kDeepest || copies > kMostCopies) return false;
  }
  return true;
}

std::string without_tags(std::string_view html) {
  std::string out;
  out.reserve(html.size() / 2);
  bool in_tag = false;
  for (const char c : html) {
    if (c == '<')
      in_tag = true;
    else if (c == '>' && in_tag) {
      in_tag = false;
      out += ' ';
    } else if (!in_tag)
      out += c;
  }
  return collapse_space(out);
}

Tree::Tree(std::string_view html) : source_(is_valid_utf8(html) ? std::string(html) : to_valid_utf8(html)) {
  GumboOptions options = kGumboDefaultOptions;
  options.max_errors = 0;
  output_ = gumbo_parse_with_options(&options, source_.data(), source_.size());
}

Tree::~Tree() {
  if (output_) gumbo_destroy_output(&kGumboDefaultOptions, output_);
}

const GumboNode* Tree::body() const {
  if (!output_ || !output_->root || output_->root->type != GUMBO_NODE_ELEMENT) return nullptr;
  const GumboVector& children = output_->root->v.element.children;
  for (unsigned i = 0; i < children.length; ++i) {
    const auto* child = static_cast<const GumboNode*>(children.data[i]);
    if (child->type == GUMBO_NODE_ELEMENT && child->v.element.tag == GUMBO_TAG_BODY) return child;
  }
  return nullptr;
}

std::string_view attribute(const GumboNode* element, const char* name) {
  const GumboAttribute* found = gumbo_get_attribute(&element->v.element.attributes, name);
  return found ? std::string_view(found->value) : std::string_view();
}

std::string tag_name(const GumboNode* element) {
  if (element->v.element.tag != GUMBO_TAG_UNKNOWN) return gumbo_normalized_tagname(element->v.element.tag);
  GumboStringPiece piece = element->v.element.original_tag;
  if (!piece.data) return {};
  gumbo_tag_from_original_text(&piece);
  return to_lower_ascii(std::string_view(piece.data, piece.length));
}

bool is_element(const GumboNode* node) { return node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE; }

bool is_text(const GumboNode* node) {
  return node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE || node->type == GUMBO_NODE_CDATA;
}

}  // namespace peakdesk::platform::html
