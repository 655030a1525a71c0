#include "understanding/quotation.h"

#include <algorithm>

#include "base/text.h"

namespace peakdesk::understanding {
namespace {

/// "On Monday, Anna wrote:" and its kin: ends with a colon and has one of these before it.
constexpr std::string_view kWrote[] = {
    "wrote:",    "a écrit :", "a écrit:", "schrieb:",    "escribió:", "escreveu:", "ha scritto:", "написал:",
    "написала:", "пишет:",    "schreef:", "napisał(a):", "napisał:",  "pisze:",    "написал(а):"};
constexpr std::string_view kHeads[] = {"-----original message",    "-----ursprüngliche nachricht",
                                       "-----message d'origine",   "----- original message",
                                       "-----mensagem original",   "-----mensaje original",
                                       "-----messaggio originale", "________________________________",
                                       "begin forwarded message",  "---------- forwarded message"};

bool ends_the_message(std::string_view line) {
  if (line.empty()) return false;
  if (line.front() == '>' || line == "--" || line == "-- ") return true;
  if (line.size() > 300) return false;
  for (std::string_view wrote : kWrote)
    if (line.size() > wrote.size() && line.ends_with(wrote)) return true;
  for (std::string_view head : kHeads)
    if (istarts_with_ascii(line, head)) return true;
  return istarts_with_ascii(line, "sent from my ") || istarts_with_ascii(line, "envoyé de mon ") ||
         istarts_with_ascii(line, "von meinem ");
}

bool has_letters(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }) ||
         std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

}  // namespace

std::string_view without_quotation(std::string_view text) {
  for (std::size_t start = 0; start < text.size();) {
    const auto end = std::min(text.find('\n', start), text.size());
    if (ends_the_message(trim(text.substr(start, end - start)))) {
      const auto kept = text.substr(0, start);
      return has_letters(kept) ? kept : text;
    }
    start = end + 1;
  }
  return text;
}

}  // namespace peakdesk::understanding
