// The words by which mail programs and people mark what is not theirs or not new, in the languages of shops and their
// customers. Data only; reply_text.cpp says how they are used. Everything is lower case (compared after case folding).
#pragma once
#include <span>
#include <string_view>

namespace peakdesk::channels::email {

enum class HeaderField { None, From, Date, To, Copy, Subject, Other };

struct FieldWord {
  std::string_view word;
  HeaderField field;
};

/// "From", "Gesendet", "Objet" …: labels of the header block Outlook and others put above the quoted mail.
std::span<const FieldWord> header_field_words();
/// "on", "am", "le" …: how an attribution line ("On … wrote:") begins.
std::span<const std::string_view> attribution_openings();
/// "wrote", "a écrit", "schrieb" …
std::span<const std::string_view> attribution_verbs();
/// "original message" …: stands between dashes above the quoted mail.
std::span<const std::string_view> original_message_words();
/// "forwarded message" …
std::span<const std::string_view> forwarded_message_words();
/// "sent from", "envoyé de mon" …: begins a line that a device or an app adds.
std::span<const std::string_view> device_openings();
/// "iphone'umdan gönderildi", "から送信" …: ends such a line, and whole lines such as "via mobile".
std::span<const std::string_view> device_endings();
/// "kind regards" …: opens the closing block with name and title.
std::span<const std::string_view> formal_closings();

}  // namespace peakdesk::channels::email
