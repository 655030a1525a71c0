#include "understanding/entities.h"

#include <algorithm>
#include <iterator>

#include "base/text.h"
#include "understanding/amounts.h"
#include "understanding/dates.h"
#include "understanding/phone_numbers.h"
#include "understanding/products.h"
#include "understanding/tracking_numbers.h"

namespace peakdesk::understanding {
namespace {

constexpr std::size_t kLongestText = 20'000;
constexpr std::size_t kNear = 3;  // words between "order" and its number

constexpr std::string_view kOrderWords[] = {
    "order",          "commande",   "pedido",     "bestellung",   "bestellnummer", "auftrag",
    "auftragsnummer", "ordine",     "bestelling", "bestelnummer", "ordernummer",   "zamowienie",
    "zamowienia",     "zamowieniu", "заказ",      "заказа",       "заказу",        "encomenda",
    "compra",         "cmd",        "purchase",   "bestellnr"};
constexpr std::string_view kParcelWords[] = {"tracking",
                                             "track",
                                             "suivi",
                                             "rastreio",
                                             "rastreamento",
                                             "sendungsnummer",
                                             "sendungsverfolgung",
                                             "seguimiento",
                                             "guia",
                                             "spedizione",
                                             "trace",
                                             "przesylki",
                                             "трек",
                                             "colis",
                                             "paket",
                                             "parcel",
                                             "package",
                                             "pacote",
                                             "paquete",
                                             "pacco",
                                             "pakket",
                                             "paczka",
                                             "посылка",
                                             "ups",
                                             "dhl",
                                             "fedex",
                                             "dpd",
                                             "usps",
                                             "gls",
                                             "chronopost",
                                             "colissimo",
                                             "hermes"};
constexpr std::string_view kPhoneWords[] = {"tel",    "phone",    "telephone", "telefon",    "telefone", "telefono",
                                            "mobile", "mobil",    "handy",     "cell",       "whatsapp", "zap",
                                            "call",   "appeler",  "appelez",   "ligar",      "liga",     "llamar",
                                            "llamen", "chiamare", "bel",       "zadzwoncie", "телефон",  "позвоните",
                                            "numero", "number",   "nummer",    "номер",      "celular",  "portable"};

template <std::size_t N>
bool near_word(const std::vector<PlacedWord>& words, std::size_t at, const std::string_view (&list)[N]) {
  auto place = std::lower_bound(words.begin(), words.end(), at,
                                [](const PlacedWord& w, std::size_t start) { return w.start < start; });
  for (std::size_t back = 0; back < kNear && place != words.begin(); ++back) {
    --place;
    if (std::find(std::begin(list), std::end(list), place->folded) != std::end(list)) return true;
  }
  return false;
}

bool is_code_letter(char c) { return is_digit(c) || is_letter(c); }

void add(std::vector<Entity>& found, Entity entity) {
  const bool taken = std::any_of(found.begin(), found.end(), [&](const Entity& e) {
    return entity.start < e.start + e.length && e.start < entity.start + entity.length;
  });
  if (!taken && entity.length > 0) found.push_back(std::move(entity));
}

void find_mail_addresses(std::string_view text, std::vector<Entity>& found) {
  auto local = [](char c) { return is_code_letter(c) || c == '.' || c == '_' || c == '%' || c == '+' || c == '-'; };
  for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    std::size_t start = at, end = at + 1;
    while (start > 0 && at - start < 64 && local(text[start - 1])) --start;
    while (start < at && (text[start] == '.' || text[start] == '-')) ++start;
    while (end < text.size() && end - at < 255 && (is_code_letter(text[end]) || text[end] == '.' || text[end] == '-'))
      ++end;
    while (end > at + 1 && (text[end - 1] == '.' || text[end - 1] == '-')) --end;
    const auto host = text.substr(at + 1, end - at - 1);
    const auto dot = host.rfind('.');
    if (start == at || dot == std::string_view::npos || dot == 0 || host.size() - dot < 3 ||
        host.find("..") != std::string_view::npos)
      continue;
    if (!std::all_of(host.begin() + static_cast<std::ptrdiff_t>(dot) + 1, host.end(), is_letter)) continue;
    add(found, {EntityKind::Email, start, end - start, to_lower_ascii(text.substr(start, end - start)), {}, false});
  }
}

bool fits(char pattern, char c) {
  switch (pattern) {
    case '9':
      return is_digit(c);
    case 'A':
      return is_letter(c);
    case 'N':
      return is_code_letter(c);
    default:
      return (pattern | 32) == (c | 32) && (pattern == c || is_letter(c));
  }
}

/// Length of the match of the shop's pattern at `at`, 0 for none.
std::size_t match_pattern(std::string_view pattern, std::string_view text, std::size_t at) {
  std::size_t i = at;
  for (std::size_t p = 0; p < pattern.size(); ++p) {
    if (i >= text.size() || !fits(pattern[p], text[i])) return 0;
    ++i;
    if (p + 1 < pattern.size() && pattern[p + 1] == '+') {
      while (i < text.size() && i - at < 40 && fits(pattern[p], text[i])) ++i;
      ++p;
    }
  }
  return i < text.size() && is_code_letter(text[i]) ? 0 : i - at;
}

void find_shop_orders(std::string_view text, const std::vector<std::string>& patterns, std::vector<Entity>& found) {
  for (const std::string& pattern : patterns) {
    if (pattern.empty() || pattern.front() == '+' || pattern.size() > 40) continue;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (i > 0 && is_code_letter(text[i - 1]) && is_code_letter(text[i])) continue;
      const auto length = match_pattern(pattern, text, i);
      if (length == 0) continue;
      add(found, {EntityKind::Order, i, length, std::string(text.substr(i, length)), {}, true});
      i += length;
    }
  }
}

/// Numbers and codes by their form and the words before them.
void find_codes(std::string_view text, const std::vector<PlacedWord>& words, bool shop_form,
                std::vector<Entity>& found) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_code_letter(text[i]) ||
        (i > 0 && (is_code_letter(text[i - 1]) || static_cast<unsigned char>(text[i - 1]) >= 0x80)))
      continue;
    std::size_t end = i, digits = 0;
    // Letters and digits, with the dashes inside; single blanks between groups of digits belong to tracking numbers.
    while (end < text.size() && end - i < 40 &&
           (is_code_letter(text[end]) ||
            ((text[end] == '-' || text[end] == '_') && end + 1 < text.size() && is_code_letter(text[end + 1])))) {
      digits += is_digit(text[end]);
      ++end;
    }
    if (digits < 3 || (end < text.size() && (text[end] == '@' || static_cast<unsigned char>(text[end]) >= 0x80))) {
      if (digits == 0 || digits >= 3) {
        i = end;
        continue;
      }
    }
    std::string compact;
    std::size_t long_end = i, letters_run = 0;
    for (std::size_t j = i; j < text.size() && compact.size() < 34; ++j) {
      if (is_code_letter(text[j])) {
        letters_run = is_letter(text[j]) ? letters_run + 1 : 0;
        if (letters_run > 3) break;
        compact += static_cast<char>(is_letter(text[j]) ? text[j] & ~32 : text[j]);
        long_end = j + 1;
        if (j + 1 >= text.size() || !is_code_letter(text[j + 1])) {
          const TrackingNumber t = tracking_number(compact);
          if (!t.carrier.empty() &&
              ((t.certain && t.checked) || near_word(words, i, kParcelWords) || (t.certain && compact.size() > 13))) {
            add(found, {EntityKind::Tracking, i, long_end - i, compact, std::string(t.carrier), t.checked});
            end = long_end;
            digits = 0;
            break;
          }
        }
      } else if (text[j] != ' ') {
        break;
      }
    }
    if (digits >= 3) {
      const bool hash = i > 0 && text[i - 1] == '#';
      const bool near_order = near_word(words, i, kOrderWords);
      const bool looks = end - i <= 25 && (digits >= 4 || hash || near_order) &&
                         !(end < text.size() && (text[end] == ',' || text[end] == '.') && end + 1 < text.size() &&
                           is_digit(text[end + 1]));
      if (looks && (hash || near_order) && !(shop_form && !hash))
        add(found,
            {EntityKind::Order, hash ? i - 1 : i, end - i + hash, std::string(text.substr(i, end - i)), {}, false});
    }
    i = end;
  }
}

}  // namespace

std::string_view name_of(EntityKind kind) {
  switch (kind) {
    case EntityKind::Order:
      return "order";
    case EntityKind::Tracking:
      return "tracking";
    case EntityKind::Email:
      return "email";
    case EntityKind::Phone:
      return "phone";
    case EntityKind::Date:
      return "date";
    case EntityKind::Amount:
      return "amount";
    case EntityKind::Product:
      return "product";
  }
  return "order";
}

std::vector<Entity> find_entities(std::string_view text, const EntityHints& hints) {
  text = text.substr(0, kLongestText);
  std::vector<Entity> found;
  const auto words = words_in_place(text, text.size());
  const bool any_digit = std::any_of(text.begin(), text.end(), is_digit);
  if (text.find('@') != std::string_view::npos) find_mail_addresses(text, found);
  if (any_digit) {
    find_shop_orders(text, hints.order_patterns, found);
    for (auto& amount : find_amounts(text))
      add(found, {EntityKind::Amount, amount.start, amount.end - amount.start, std::move(amount.value),
                  std::move(amount.currency), false});
  }
  auto dates = find_dates(text, words, hints.today);
  for (auto& date : dates)
    if (date.value.size() == 10 || date.value.front() == '-' || date.value.front() == '+' ||
        is_letter(date.value.front()))
      add(found, {EntityKind::Date, date.start, date.end - date.start, std::move(date.value), std::move(date.relation),
                  false});
  if (any_digit) {
    find_codes(text, words, !hints.order_patterns.empty(), found);
    for (auto& phone : find_phone_numbers(text, [&](std::size_t at) { return near_word(words, at, kPhoneWords); }))
      add(found, {EntityKind::Phone, phone.start, phone.end - phone.start, std::move(phone.digits), {}, false});
  }
  if (hints.products != nullptr)
    for (const auto& product : hints.products->find(words))
      add(found, {EntityKind::Product,
                  product.start,
                  product.end - product.start,
                  hints.products->name(product.product),
                  {},
                  product.likeness > 0.99F});
  std::sort(found.begin(), found.end(), [](const Entity& a, const Entity& b) { return a.start < b.start; });
  return found;
}

}  // namespace peakdesk::understanding
