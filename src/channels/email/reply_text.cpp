#include "channels/email/reply_text.h"

#include <algorithm>

#include "base/text.h"
#include "channels/email/quote_marks.h"
#include "platform/html/html_to_text.h"

namespace peakdesk::channels::email {
namespace {

using Kinds = std::vector<SpanKind>;

bool is_reply(const std::vector<TextLine>& lines, const Kinds& kinds, std::size_t i) {
  return kinds[i] == SpanKind::Reply && !lines[i].blank;
}

std::size_t skip_blank(const std::vector<TextLine>& lines, std::size_t i) {
  while (i < lines.size() && lines[i].blank) ++i;
  return i;
}

// Rulers right above a mark belong to it.
std::size_t with_rulers_above(const std::vector<TextLine>& lines, std::size_t at) {
  std::size_t start = at;
  for (std::size_t i = at; i > 0 && (lines[i - 1].blank || is_ruler(lines[i - 1])); --i)
    if (is_ruler(lines[i - 1])) start = i - 1;
  return start;
}

void mark_quotes(const std::vector<TextLine>& lines, Kinds& kinds) {
  // Nobody writes a reply of so many lines; further down only ">" counts.
  constexpr std::size_t kMostLines = 5'000;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].blank) continue;
    if (lines[i].quoted) {
      kinds[i] = SpanKind::Quoted;
      continue;
    }
    if (i > kMostLines) continue;
    if (is_forward_mark(lines[i])) {
      // What is forwarded is what the person wants to show; quotes within it stay as they are.
      for (std::size_t j = i; j < lines.size(); ++j) kinds[j] = SpanKind::Reply;
      return;
    }
    std::size_t count = is_original_mark(lines[i]) ? 1 : 0;
    if (count == 0) count = header_block_at(lines, i);
    if (count == 0) count = attribution_at(lines, i);
    if (count == 0) continue;
    const std::size_t start = with_rulers_above(lines, i);
    const std::size_t after = skip_blank(lines, i + count);
    const bool marked = after < lines.size() && lines[after].quoted;
    const std::size_t end = marked ? i + count : lines.size();
    for (std::size_t j = start; j < end; ++j) kinds[j] = SpanKind::Quoted;
    if (!marked) return;
    i += count - 1;
  }
}

// A quoted line that a mail program wrapped leaves one line without its mark.
void mark_wrapped_quotes(const std::vector<TextLine>& lines, Kinds& kinds) {
  for (std::size_t i = 1; i + 1 < lines.size(); ++i)
    if (is_reply(lines, kinds, i) && lines[i - 1].quoted && lines[i + 1].quoted && lines[i - 1].text.size() >= 60 &&
        lines[i].text.size() <= 80 && kinds[i - 1] == SpanKind::Quoted)
      kinds[i] = SpanKind::Quoted;
}

struct Segment {
  std::size_t begin = 0, end = 0;  // lines; begins and ends with a line that is not blank
};

// Runs of reply lines between quotes.
std::vector<Segment> reply_segments(const std::vector<TextLine>& lines, const Kinds& kinds) {
  std::vector<Segment> segments;
  bool open = false;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (kinds[i] != SpanKind::Reply)
      open = false;
    else if (!lines[i].blank) {
      if (!open) segments.push_back({i, i + 1});
      segments.back().end = i + 1;
      open = true;
    }
  }
  return segments;
}

std::size_t count_filled(const std::vector<TextLine>& lines, std::size_t begin, std::size_t end) {
  return static_cast<std::size_t>(std::count_if(lines.begin() + static_cast<std::ptrdiff_t>(begin),
                                                lines.begin() + static_cast<std::ptrdiff_t>(end),
                                                [](const TextLine& line) { return !line.blank; }));
}

bool all_short(const std::vector<TextLine>& lines, std::size_t begin, std::size_t end, std::size_t most) {
  for (std::size_t i = begin; i < end; ++i)
    if (length(lines[i].text) > most && !has_contact_detail(lines[i])) return false;
  return true;
}

bool any_contact(const std::vector<TextLine>& lines, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i)
    if (has_contact_detail(lines[i])) return true;
  return false;
}

// "-Ann Example" alone as the last paragraph.
bool is_dashed_name(const TextLine& line) {
  std::string_view text = line.text;
  if (!text.starts_with('-') || text.size() < 2 || text.size() > 40) return false;
  text.remove_prefix(1);
  const auto first = static_cast<unsigned char>(text[0]);
  if (!((first >= 'A' && first <= 'Z') || first >= 0xC3)) return false;
  for (const char c : text)
    if (std::string_view("0123456789,;:!?/=<>()").find(c) != std::string_view::npos) return false;
  return split(text, ' ').size() <= 4;
}

bool looks_like_name(const TextLine& line) {
  const auto words = split(line.text, ' ');
  if (words.size() < 2 || words.size() > 4 || line.text.size() > 40) return false;
  for (const std::string_view word : words) {
    if (word.empty()) return false;
    const auto first = static_cast<unsigned char>(word[0]);
    if (!((first >= 'A' && first <= 'Z') || first >= 0xC3)) return false;
    for (const char c : word)
      if ((c >= '0' && c <= '9') || c == '?' || c == '!' || c == ':') return false;
  }
  return true;
}

// First line of the signature within the segment; its end when there is none.
std::size_t signature_start(const std::vector<TextLine>& lines, const Segment& segment) {
  std::size_t below = count_filled(lines, segment.begin, segment.end);
  for (std::size_t i = segment.begin; i < segment.end; ++i) {
    const TextLine& line = lines[i];
    if (line.blank) continue;
    --below;                                                // lines with text under this one
    if (below > 60 && i - segment.begin > 2'000) continue;  // the middle of a long text is no signature
    if (line.text == "--" && below <= 30) return i;
    const bool dash = line.text == "—" || line.text == "–" || line.text == "__" ||
                      (is_ruler(line) && (line.text.starts_with("—") || line.text.starts_with("___")));
    if (dash && below >= 1 && below <= 10 && all_short(lines, i + 1, segment.end, 72)) return i;
    if (is_ruler(line) && line.text.starts_with("---") && i > segment.begin && lines[i - 1].blank && below >= 2 &&
        below <= 12 && all_short(lines, i + 1, segment.end, 45) && any_contact(lines, i + 1, segment.end))
      return i;
    const DeviceLine device = device_line(line);
    if (device == DeviceLine::Sure || (device == DeviceLine::Likely && below == 0)) {
      const bool name_above =
          i >= segment.begin + 2 && lines[i - 2].blank && !lines[i - 1].blank && looks_like_name(lines[i - 1]);
      return name_above ? i - 1 : i;
    }
    if (is_formal_closing(line) && i > segment.begin && below >= 2 && below <= 10 &&
        all_short(lines, i + 1, segment.end, 60))
      return i;
    if (i > segment.begin && below == 0 && lines[i - 1].blank && is_dashed_name(line)) return i;
    // A last paragraph of name and contact details.
    if (i > segment.begin && lines[i - 1].blank && looks_like_name(line) && below >= 2 && below <= 8 &&
        count_filled(lines, i, segment.end) == segment.end - i && all_short(lines, i, segment.end, 60)) {
      std::size_t details = 0;
      for (std::size_t j = i + 1; j < segment.end; ++j) details += has_contact_detail(lines[j]);
      if (details >= 2) return i;
    }
  }
  return segment.end;
}

void mark_signatures(const std::vector<TextLine>& lines, Kinds& kinds) {
  for (int round = 0; round < 3; ++round) {
    bool changed = false;
    for (const Segment& segment : reply_segments(lines, kinds)) {
      const std::size_t start = signature_start(lines, segment);
      for (std::size_t i = start; i < segment.end; ++i) {
        kinds[i] = SpanKind::Signature;
        changed = true;
      }
    }
    if (!changed) return;
  }
}

// Quotes with replies below: answers written between the quoted lines keep them, a reply below one whole quote does
// not.
void keep_interleaved_quotes(const std::vector<TextLine>& lines, Kinds& kinds) {
  std::size_t last_reply = lines.size();
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (is_reply(lines, kinds, i)) last_reply = i;
  if (last_reply == lines.size()) return;
  struct Run {
    std::size_t begin, end;
    bool attributed = false;
    std::size_t marked = 0;
  };
  std::vector<Run> runs;
  bool reply_since = true;
  for (std::size_t i = 0; i < last_reply; ++i) {
    if (lines[i].blank) continue;
    if (kinds[i] == SpanKind::Reply) {
      reply_since = true;
    } else if (kinds[i] == SpanKind::Quoted) {
      if (reply_since) runs.push_back({i, i + 1});
      reply_since = false;
      runs.back().end = i + 1;
      if (lines[i].quoted)
        ++runs.back().marked;
      else
        runs.back().attributed = true;
    }
  }
  if (runs.empty()) return;
  bool keep = runs.size() >= 2;
  if (!keep) {
    const bool reply_above = [&] {
      for (std::size_t i = 0; i < runs[0].begin; ++i)
        if (is_reply(lines, kinds, i)) return true;
      return false;
    }();
    keep = !runs[0].attributed && (reply_above || runs[0].marked < 3);
  }
  if (keep)
    for (const Run& run : runs)
      for (std::size_t i = run.begin; i < run.end; ++i) kinds[i] = SpanKind::Reply;
}

std::string text_of_kind(std::string_view text, const std::vector<TextLine>& lines, const Kinds& kinds, SpanKind kind) {
  std::string out;
  std::size_t i = 0;
  while (i < lines.size()) {
    if (kinds[i] != kind) {
      ++i;
      continue;
    }
    const std::size_t begin = i;
    while (i < lines.size() && kinds[i] == kind) ++i;
    std::string_view piece = text.substr(lines[begin].begin, lines[i - 1].end - lines[begin].begin);
    while (!piece.empty() && (piece.front() == '\n' || piece.front() == '\r')) piece.remove_prefix(1);
    if (trim(piece).empty()) continue;
    if (!out.empty()) {
      const bool gap = out.ends_with("\n\n") || out.ends_with("\n\r\n") || lines[begin].blank;
      while (!out.empty() && (out.back() == '\n' || out.back() == '\r' || out.back() == ' ')) out.pop_back();
      out += gap ? "\n\n" : "\n";
    }
    out += piece;
  }
  while (!out.empty() && (out.back() == '\n' || out.back() == '\r' || out.back() == ' ' || out.back() == '\t'))
    out.pop_back();
  return out.find('\r') == std::string::npos ? out : replace_all(std::move(out), "\r", "");
}

}  // namespace

ReplyParts split_reply(std::string_view text) {
  const std::vector<TextLine> lines = read_lines(text);
  Kinds kinds(lines.size(), SpanKind::Reply);
  mark_quotes(lines, kinds);
  mark_wrapped_quotes(lines, kinds);
  mark_signatures(lines, kinds);
  keep_interleaved_quotes(lines, kinds);
  // Blank lines go with what stands above them.
  for (std::size_t i = 1; i < lines.size(); ++i)
    if (lines[i].blank) kinds[i] = kinds[i - 1];

  bool something = false;
  for (std::size_t i = 0; i < lines.size(); ++i) something |= is_reply(lines, kinds, i);
  if (!something) std::fill(kinds.begin(), kinds.end(), SpanKind::Reply);

  ReplyParts parts;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (parts.spans.empty() || parts.spans.back().kind != kinds[i])
      parts.spans.push_back({kinds[i], lines[i].begin, lines[i].end});
    parts.spans.back().end = lines[i].end;
  }
  parts.reply = text_of_kind(text, lines, kinds, SpanKind::Reply);
  parts.quoted = text_of_kind(text, lines, kinds, SpanKind::Quoted);
  parts.signature = text_of_kind(text, lines, kinds, SpanKind::Signature);
  return parts;
}

ReplyParts split_reply_html(std::string_view html) { return split_reply(platform::html_to_text(html)); }

}  // namespace peakdesk::channels::email
