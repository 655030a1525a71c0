// Gumbo's tree with an owner and a guard against HTML bombs, and the few questions the HTML writers ask of it. Included
// by .cpp files only (it brings gumbo.h).
#pragma once
#include <string>
#include <string_view>

typedef struct GumboInternalNode GumboNode;
typedef struct GumboInternalOutput GumboOutput;

namespace peakdesk::platform::html {

/// Deepest level that writers descend to; what is deeper is left out.
constexpr int kMaxDepth = 250;

/// False for HTML whose tree would grow far beyond its text (unclosed formatting tags times blocks, extreme nesting):
/// HTML5's rules for repairing it are quadratic, and no person's mail needs them. Such HTML is read as text without its
/// tags.
bool is_tame(std::string_view html);
/// The text between the tags, entities left as they are; what is shown for HTML that is not tame.
std::string without_tags(std::string_view html);

class Tree {
 public:
  explicit Tree(std::string_view html);
  ~Tree();
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;
  /// The body element, or null.
  const GumboNode* body() const;

 private:
  std::string source_;
  GumboOutput* output_ = nullptr;
};

/// Empty when the element has no such attribute.
std::string_view attribute(const GumboNode* element, const char* name);
/// Lower case, for unknown tags too.
std::string tag_name(const GumboNode* element);
bool is_element(const GumboNode* node);
/// Text, white space and CDATA nodes.
bool is_text(const GumboNode* node);

}  // namespace peakdesk::platform::html
