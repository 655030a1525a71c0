#include "understanding/amounts.h"

#include <algorithm>
#include <iterator>

#include "base/text.h"
#include "understanding/words_in_place.h"

namespace peakdesk::understanding {
namespace {

struct Sign {
  std::string_view text;
  std::string_view currency;
  bool word;  // must not run on into a letter
};

/// Longer before shorter where one begins the other.
constexpr Sign kSigns[] = {
    {"R$", "BRL", false},     {"US$", "USD", false},    {"C$", "CAD", false},     {"A$", "AUD", false},
    {"€", "EUR", false},      {"£", "GBP", false},      {"$", "USD", false},      {"₽", "RUB", false},
    {"zł", "PLN", false},     {"₺", "TRY", false},      {"¥", "JPY", false},      {"EUR", "EUR", true},
    {"USD", "USD", true},     {"GBP", "GBP", true},     {"CHF", "CHF", true},     {"PLN", "PLN", true},
    {"BRL", "BRL", true},     {"RUB", "RUB", true},     {"euros", "EUR", true},   {"euro", "EUR", true},
    {"dollars", "USD", true}, {"dollar", "USD", true},  {"pounds", "GBP", true},  {"quid", "GBP", true},
    {"reais", "BRL", true},   {"рублей", "RUB", true},  {"рубля", "RUB", true},   {"руб", "RUB", true},
    {"р.", "RUB", false},     {"zlotych", "PLN", true}, {"złotych", "PLN", true}, {"zl", "PLN", true},
    {"franken", "CHF", true}, {"pesos", "MXN", true},   {"bucks", "USD", true},   {"евро", "EUR", true},
    {"sek", "SEK", true},     {"kr", "SEK", true}};

std::string_view sign_at(std::string_view text, std::size_t at, std::size_t& length) {
  for (const Sign& sign : kSigns) {
    if (!istarts_with_ascii(text.substr(at), sign.text)) continue;
    const std::size_t after = at + sign.text.size();
    if (sign.word && after < text.size() && (is_letter(text[after]) || static_cast<unsigned char>(text[after]) >= 0x80))
      continue;
    length = sign.text.size();
    return sign.currency;
  }
  return {};
}

std::string_view sign_before(std::string_view text, std::size_t at, std::size_t& start) {
  for (const Sign& sign : kSigns) {
    if (at < sign.text.size()) continue;
    const std::size_t from = at - sign.text.size();
    if (!istarts_with_ascii(text.substr(from), sign.text)) continue;
    if (sign.word && from > 0 && (is_letter(text[from - 1]) || static_cast<unsigned char>(text[from - 1]) >= 0x80))
      continue;
    start = from;
    return sign.currency;
  }
  return {};
}

/// "1.234,50", "1,234.50", "49,9", "1 200": the last separator with one or two digits behind it is the decimal one.
std::string plain_number(std::string_view written) {
  std::size_t decimal = std::string_view::npos;
  for (std::size_t i = written.size(); i-- > 0;) {
    if (is_digit(written[i])) continue;
    const auto behind = written.size() - i - 1;
    if ((written[i] == '.' || written[i] == ',') && behind >= 1 && behind <= 2) decimal = i;
    break;
  }
  std::string plain;
  for (std::size_t i = 0; i < written.size(); ++i) {
    if (is_digit(written[i]))
      plain += written[i];
    else if (i == decimal)
      plain += '.';
  }
  if (decimal != std::string_view::npos && written.size() - decimal == 2) plain += '0';
  const auto first = std::min(plain.find_first_not_of('0'), plain.size());
  plain.erase(0, first);
  return plain.empty() || plain.front() == '.' ? "0" + plain : plain;
}

}  // namespace

std::vector<Amount> find_amounts(std::string_view text) {
  std::vector<Amount> found;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_digit(text[i])) continue;
    const std::size_t start = i;
    while (i < text.size() && i - start < 20) {
      if (is_digit(text[i]))
        ++i;
      else if (i + 1 < text.size() && (text[i] == '.' || text[i] == ',' || text[i] == '\'') && is_digit(text[i + 1]))
        ++i;
      else if (i + 3 < text.size() && text[i] == ' ' && i - start <= 3 && is_digit(text[i + 1]) &&
               is_digit(text[i + 2]) && is_digit(text[i + 3]) && (i + 4 >= text.size() || !is_digit(text[i + 4])))
        ++i;
      else
        break;
    }
    const std::size_t end = i;
    if (start > 0 && (is_letter(text[start - 1]) || text[start - 1] == '#')) {
      // "R$49" and "EUR49" end in a sign, "A49" does not.
      std::size_t sign_start = 0;
      if (text[start - 1] == '#' || sign_before(text, start, sign_start).empty()) continue;
    }
    std::size_t before = start, length = 0, sign_start = 0;
    if (before > 0 && text[before - 1] == ' ') --before;
    std::size_t after = end;
    if (after < text.size() && text[after] == ' ') ++after;
    std::string_view currency = sign_before(text, before, sign_start);
    if (!currency.empty()) {
      found.push_back({sign_start, end, plain_number(text.substr(start, end - start)), std::string(currency)});
    } else if (currency = sign_at(text, after, length); !currency.empty()) {
      found.push_back({start, after + length, plain_number(text.substr(start, end - start)), std::string(currency)});
      i = after + length - 1;
    }
  }
  return found;
}

}  // namespace peakdesk::understanding
