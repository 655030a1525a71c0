#include "platform/html/html_to_text.h"

#include <gumbo.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "platform/html/html_tree.h"

namespace peakdesk::platform {
namespace {

constexpr std::string_view kUnseenTags[] = {"script",   "style",  "head",  "title",  "noscript",
                                            "template", "svg",    "math",  "iframe", "textarea",
                                            "select",   "object", "audio", "video",  "canvas"};
constexpr std::string_view kBlockTags[] = {
    "address",  "article", "aside",  "blockquote", "center",  "dd",        "div", "dl", "dt",
    "fieldset", "figure",  "footer", "form",       "h1",      "h2",        "h3",  "h4", "h5",
    "h6",       "header",  "hr",     "li",         "main",    "nav",       "ol",  "p",  "pre",
    "section",  "table",   "tr",     "ul",         "caption", "figcaption"};
constexpr std::string_view kSpacedTags[] = {"p", "h1", "h2", "h3", "h4", "h5", "h6"};

template <std::size_t N>
bool is_listed(const std::string_view (&names)[N], std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

// Collapses white space as a browser would and keeps line breaks to at most one empty line.
class TextPage {
 public:
  void add(std::string_view text, bool preformatted) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      if (preformatted && c == '\n') {
        line_break();
        continue;
      }
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
        if (preformatted && c != '\r') {
          flush();
          out_ += c;
        } else {
          space_ = true;
        }
        continue;
      }
      if (text.substr(i, 2) == "\xC2\xA0") {  // no-break space
        space_ = true;
        ++i;
        continue;
      }
      if (text.substr(i, 3) == "\xE2\x80\x8B" || text.substr(i, 3) == "\xEF\xBB\xBF" ||
          text.substr(i, 3) == "\xE2\x80\x8C") {
        i += 2;  // zero-width fillers of newsletters
        continue;
      }
      flush();
      out_ += c;
    }
  }
  void line_break() {
    breaks_ = std::max(breaks_, 0) + 1;
    space_ = false;
  }
  /// At least `lines` line ends between what was and what comes.
  void separate(int lines) {
    if (!out_.empty()) breaks_ = std::max(breaks_, lines);
    space_ = false;
  }
  /// A finished block, line by line behind a mark.
  void quote(std::string_view block, std::string_view mark) {
    if (trim(block).empty()) return;
    separate(1);
    flush();
    bool first = true;
    for (std::string_view line : split(block, '\n')) {
      if (!first) out_ += '\n';
      first = false;
      out_ += line.empty() ? trim(mark) : mark;
      out_ += line;
    }
    separate(1);
  }
  bool at_line_start() const { return out_.empty() || breaks_ > 0; }
  std::string take() { return std::move(out_); }

 private:
  void flush() {
    if (breaks_ > 0) {
      if (!out_.empty()) out_.append(std::min(breaks_, 3), '\n');
    } else if (space_ && !out_.empty() && out_.back() != '\n' && out_.back() != ' ') {
      out_ += ' ';
    }
    breaks_ = 0;
    space_ = false;
  }
  std::string out_;
  int breaks_ = 0;
  bool space_ = false;
};

// The boxes in which mail programs put the mail that is answered.
bool is_quote_container(const GumboNode* node) {
  if (node->v.element.tag != GUMBO_TAG_DIV && node->v.element.tag != GUMBO_TAG_SECTION) return false;
  const std::string_view id = html::attribute(node, "id");
  if (id.starts_with("yahoo_quoted") || id.starts_with("OLK_SRC_BODY_SECTION") || id.starts_with("isReplyContent"))
    return true;
  const std::string_view classes = html::attribute(node, "class");
  if (classes.empty()) return false;
  for (const std::string_view name : split(classes, ' '))
    for (const std::string_view quote : {"gmail_quote", "yahoo_quoted", "protonmail_quote", "tutanota_quote",
                                         "moz-cite-prefix", "zmail_extra", "gmail_quote_container", "cbox_quote"})
      if (name == quote) return true;
  return false;
}

class TextWriter {
 public:
  void children(const GumboNode* node, TextPage& page, int depth, bool preformatted) {
    if (depth > html::kMaxDepth) return;
    const GumboVector& list = node->v.element.children;
    for (unsigned i = 0; i < list.length; ++i)
      one(static_cast<const GumboNode*>(list.data[i]), page, depth, preformatted);
  }

 private:
  void one(const GumboNode* node, TextPage& page, int depth, bool preformatted) {
    if (html::is_text(node)) {
      page.add(node->v.text.text, preformatted);
      return;
    }
    if (!html::is_element(node)) return;
    const std::string tag = html::tag_name(node);
    if (is_listed(kUnseenTags, tag) || node->v.element.tag_namespace != GUMBO_NAMESPACE_HTML) return;
    if (tag == "br") {
      page.line_break();
    } else if (tag == "hr") {
      page.separate(1);
      page.add("________________________________", false);
      page.separate(1);
    } else if (tag == "blockquote" || is_quote_container(node)) {
      TextPage quoted;
      children(node, quoted, depth + 1, preformatted);
      const std::string block = quoted.take();
      // What somebody forwards is what they want to say: "---------- Forwarded message".
      page.quote(block, block.starts_with("-----") ? "" : "> ");
    } else if (tag == "li") {
      list_item(node, page, depth, preformatted);
    } else if (tag == "a") {
      link(node, page, depth, preformatted);
    } else if (tag == "td" || tag == "th") {
      children(node, page, depth + 1, preformatted);
      page.add(" ", false);
    } else {
      const bool block = is_listed(kBlockTags, tag);
      const int distance = is_listed(kSpacedTags, tag) ? 2 : 1;
      if (block) page.separate(distance);
      children(node, page, depth + 1, preformatted || tag == "pre");
      if (block) page.separate(distance);
    }
  }

  void list_item(const GumboNode* node, TextPage& page, int depth, bool preformatted) {
    std::string mark = "- ";
    const GumboNode* parent = node->parent;
    if (parent && parent->type == GUMBO_NODE_ELEMENT && parent->v.element.tag == GUMBO_TAG_OL) {
      int number = 1;
      for (unsigned i = 0; i < node->index_within_parent && i < parent->v.element.children.length; ++i) {
        const auto* sibling = static_cast<const GumboNode*>(parent->v.element.children.data[i]);
        if (sibling->type == GUMBO_NODE_ELEMENT && sibling->v.element.tag == GUMBO_TAG_LI) ++number;
      }
      mark = std::to_string(number) + ". ";
      if (node->index_within_parent > 2'000) mark = "- ";  // counting siblings is quadratic
    }
    TextPage item;
    children(node, item, depth + 1, preformatted);
    page.separate(1);
    page.add(mark, false);
    page.add(" ", false);
    bool first = true;
    const std::string words = item.take();
    for (const std::string_view line : split(words, '\n')) {
      if (!first) page.line_break();
      first = false;
      page.add(line, true);
    }
    page.separate(1);
  }

  void link(const GumboNode* node, TextPage& page, int depth, bool preformatted) {
    TextPage inside;
    children(node, inside, depth + 1, preformatted);
    const std::string words = inside.take();
    std::string_view target = trim(html::attribute(node, "href"));
    bool first = true;
    for (const std::string_view line : split(words, '\n')) {
      if (!first) page.line_break();
      first = false;
      page.add(line, false);
    }
    if (!istarts_with_ascii(target, "http://") && !istarts_with_ascii(target, "https://")) return;
    if (words.empty()) return;
    // The address is worth showing only when the words do not say it already.
    const auto bare = [](std::string_view url) {
      for (const std::string_view prefix : {"https://", "http://", "www."})
        if (istarts_with_ascii(url, prefix)) url.remove_prefix(prefix.size());
      while (!url.empty() && url.back() == '/') url.remove_suffix(1);
      return url;
    };
    if (bare(target) == bare(trim(words)) || target.size() > 2'000) return;
    page.add(" (", false);
    page.add(target, false);
    page.add(")", false);
  }
};

}  // namespace

std::string html_to_text(std::string_view html_text) {
  if (!html::is_tame(html_text)) return html::without_tags(html_text);
  const html::Tree tree(html_text);
  const GumboNode* const body = tree.body();
  if (!body) return {};
  TextPage page;
  TextWriter().children(body, page, 0, false);
  std::string text = page.take();
  // Spaces before line ends carry nothing.
  std::string out;
  out.reserve(text.size() + 1);
  for (const char c : text) {
    if (c == '\n')
      while (!out.empty() && out.back() == ' ') out.pop_back();
    out += c;
  }
  while (!out.empty() && (out.back() == ' ' || out.back() == '\n')) out.pop_back();
  return out;
}

}  // namespace peakdesk::platform
