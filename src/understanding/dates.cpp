#include "understanding/dates.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "base/text.h"

namespace peakdesk::understanding {
namespace {

using Words = std::unordered_map<std::string_view, int>;

/// Folded beginnings that name a month in one of the nine languages; a word must start with one and be a known form.
const Words& months() {
  static const Words words = [] {
    static constexpr std::string_view kForms[12] = {
        "january jan janvier janeiro januar jaenner enero gennaio januari stycznia styczen января январь",
        "february feb fevrier fevereiro februar febrero febbraio februari lutego luty февраля февраль",
        "march mars marco marz marzo maart marca marzec марта март",
        "april avril abril aprile kwietnia kwiecien апреля апрель",
        "may mai maio mayo maggio mei maja мая",
        "june juin junho juni junio giugno czerwca czerwiec июня июнь",
        "july juillet julho juli julio luglio lipca lipiec июля июль",
        "august aout agosto augustus sierpnia sierpien августа август",
        "september sept septembre setembro septiembre settembre wrzesnia wrzesien сентября сентябрь",
        "october oct octobre outubro oktober octubre ottobre pazdziernika pazdziernik октября октябрь",
        "november nov novembre novembro noviembre listopada listopad ноября ноябрь",
        "december dec decembre dezembro dezember diciembre dicembre grudnia grudzien декабря декабрь"};
    Words map;
    for (int m = 0; m < 12; ++m)
      for (auto form : split(kForms[m], ' ')) map[form] = m + 1;
    return map;
  }();
  return words;
}

/// 1 Monday … 7 Sunday. Forms that are common words of other meaning (mar, do, so, sun) are left out.
const Words& weekdays() {
  static const Words words = [] {
    static constexpr std::string_view kForms[7] = {
        "monday lundi segunda montag lunes lunedi maandag poniedzialek понедельник",
        "tuesday mardi terca dienstag martes martedi dinsdag wtorek вторник",
        "wednesday mercredi quarta mittwoch miercoles mercoledi woensdag sroda srode среду среда",
        "thursday jeudi quinta donnerstag jueves giovedi donderdag czwartek четверг",
        "friday vendredi sexta freitag viernes venerdi vrijdag piatek пятницу пятница пятницы",
        "saturday samedi sabado samstag sonnabend sabato zaterdag sobota sobote субботу суббота",
        "sunday dimanche domingo sonntag domenica zondag niedziela niedziele воскресенье"};
    Words map;
    for (int d = 0; d < 7; ++d)
      for (auto form : split(kForms[d], ' ')) map[form] = d + 1;
    return map;
  }();
  return words;
}

/// Days from today.
const Words& near_days() {
  static const Words words{
      {"today", 0},      {"aujourd", 0},      {"aujourdhui", 0},    {"hoje", 0},       {"heute", 0},
      {"hoy", 0},        {"oggi", 0},         {"vandaag", 0},       {"dzis", 0},       {"dzisiaj", 0},
      {"сегодня", 0},    {"tomorrow", 1},     {"demain", 1},        {"amanha", 1},     {"morgen", 1},
      {"manana", 1},     {"domani", 1},       {"jutro", 1},         {"завтра", 1},     {"yesterday", -1},
      {"hier", -1},      {"ontem", -1},       {"gestern", -1},      {"ayer", -1},      {"ieri", -1},
      {"gisteren", -1},  {"wczoraj", -1},     {"вчера", -1},        {"anteontem", -2}, {"vorgestern", -2},
      {"anteayer", -2},  {"eergisteren", -2}, {"przedwczoraj", -2}, {"позавчера", -2}, {"uebermorgen", 2},
      {"ubermorgen", 2}, {"послезавтра", 2},  {"pojutrze", 2},      {"overmorgen", 2}, {"avanthier", -2}};
  return words;
}

/// Days in one of the unit.
const Words& units() {
  static const Words words{
      {"day", 1},       {"days", 1},    {"jour", 1},      {"jours", 1},     {"dia", 1},      {"dias", 1},
      {"tag", 1},       {"tage", 1},    {"tagen", 1},     {"giorno", 1},    {"giorni", 1},   {"dag", 1},
      {"dagen", 1},     {"dzien", 1},   {"dni", 1},       {"день", 1},      {"дня", 1},      {"дней", 1},
      {"week", 7},      {"weeks", 7},   {"semaine", 7},   {"semaines", 7},  {"semana", 7},   {"semanas", 7},
      {"woche", 7},     {"wochen", 7},  {"settimana", 7}, {"settimane", 7}, {"weken", 7},    {"tydzien", 7},
      {"tygodnie", 7},  {"tygodni", 7}, {"неделю", 7},    {"недели", 7},    {"недель", 7},   {"month", 30},
      {"months", 30},   {"mois", 30},   {"mes", 30},      {"meses", 30},    {"monat", 30},   {"monate", 30},
      {"monaten", 30},  {"mese", 30},   {"mesi", 30},     {"maand", 30},    {"maanden", 30}, {"miesiac", 30},
      {"miesiace", 30}, {"месяц", 30},  {"месяца", 30}};
  return words;
}

const Words& small_numbers() {
  static const Words words{
      {"a", 1},     {"one", 1},  {"un", 1},   {"une", 1},  {"um", 1},   {"uma", 1},  {"ein", 1},  {"einem", 1},
      {"einer", 1}, {"una", 1},  {"uno", 1},  {"een", 1},  {"two", 2},  {"deux", 2}, {"dois", 2}, {"duas", 2},
      {"zwei", 2},  {"dos", 2},  {"due", 2},  {"twee", 2}, {"dwa", 2},  {"две", 2},  {"два", 2},  {"three", 3},
      {"trois", 3}, {"tres", 3}, {"drei", 3}, {"tre", 3},  {"drie", 3}, {"trzy", 3}, {"три", 3}};
  return words;
}

/// Words that put a span in the past ("ago", "il y a", "vor", "há") or the future ("in", "dans").
constexpr std::string_view kPastAfter[] = {"ago", "fa", "atras", "geleden", "temu", "назад", "ago."};
constexpr std::string_view kPastBefore[] = {"vor", "hace", "ha", "faz", "a"};
constexpr std::string_view kFutureBefore[] = {"in",   "dans", "em",    "en",     "tra",   "fra",
                                              "over", "za",   "через", "within", "unter", "binnen"};
constexpr std::string_view kBefore[] = {"before", "avant", "antes", "vor", "prima", "voor", "przed", "до",    "by",
                                        "until",  "till",  "bis",   "ate", "entro", "tot",  "hasta", "jusqu", "entro"};
constexpr std::string_view kAfter[] = {"after", "apres",  "depois", "nach", "despues", "dopo", "na",    "po", "после",
                                       "since", "depuis", "desde",  "seit", "dal",     "od",   "sinds", "с"};
constexpr std::string_view kTheDay[] = {"le", "dia",  "am",  "den",   "dem", "el",    "il",
                                        "de", "dnia", "the", "числа", "до",  "avant", "vor"};

template <std::size_t N>
bool is_one_of(const std::string& word, const std::string_view (&list)[N]) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

using Feasts = std::unordered_map<std::string_view, std::pair<int, int>>;

/// Month and day.
const Feasts& feasts() {
  static const Feasts days{
      {"christmas", {12, 25}},   {"xmas", {12, 25}},      {"noel", {12, 25}},    {"natal", {12, 25}},
      {"weihnachten", {12, 25}}, {"navidad", {12, 25}},   {"natale", {12, 25}},  {"kerst", {12, 25}},
      {"heiligabend", {12, 24}}, {"wigilii", {12, 24}},   {"nikolaus", {12, 6}}, {"sinterklaas", {12, 5}},
      {"halloween", {10, 31}},   {"silvester", {12, 31}}, {"reyes", {1, 6}},     {"swietami", {12, 25}},
      {"valentine", {2, 14}},    {"valentines", {2, 14}}, {"рождества", {1, 7}}, {"epifania", {1, 6}}};
  return days;
}

/// Whether a date can begin with this word: one look-up for the many that no date begins with.
bool may_begin_date(const PlacedWord& word) {
  static const std::unordered_set<std::string_view> beginnings = [] {
    std::unordered_set<std::string_view> all;
    for (const Words* words : {&months(), &weekdays(), &near_days(), &small_numbers()})
      for (const auto& [form, number] : *words) all.insert(form);
    for (const auto& [name, day] : feasts()) all.insert(name);
    return all;
  }();
  return is_digit(word.folded[0]) || beginnings.contains(word.folded);
}

int number_of(const PlacedWord& word) {
  int n = -1;
  if (word.digits && word.folded.size() <= 4)
    std::from_chars(word.folded.data(), word.folded.data() + word.folded.size(), n);
  return n;
}

/// "12", "12th", "1er", "24e", "3º" as a day of a month; 0 otherwise.
int day_of(const PlacedWord& word) {
  int n = 0;
  const auto [rest, failed] = std::from_chars(word.folded.data(), word.folded.data() + word.folded.size(), n);
  if (failed != std::errc{} || n < 1 || n > 31) return 0;
  const std::string_view tail(rest, static_cast<std::size_t>(word.folded.data() + word.folded.size() - rest));
  static constexpr std::string_view kTails[] = {"", "th", "st", "nd", "rd", "er", "e", "de", "ste", "go", "o", "го"};
  return std::find(std::begin(kTails), std::end(kTails), tail) != std::end(kTails) ? n : 0;
}

class Writer {
 public:
  explicit Writer(Instant today)
      : known_(today.ms != 0), today_(std::chrono::sys_days(std::chrono::days(today.ms / 86'400'000))) {}

  static std::string iso(std::chrono::sys_days day) {
    const std::chrono::year_month_day ymd(day);
    char text[32];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                  static_cast<unsigned>(ymd.day()));
    return text;
  }
  std::string offset(int days) const {
    if (known_) return iso(today_ + std::chrono::days(days));
    return (days < 0 ? "" : "+") + std::to_string(days) + "d";
  }
  /// `year` 0: the nearest one. Empty for a day that is none (30 February).
  std::string date(int year, int month, int day) const {
    using namespace std::chrono;
    char text[32];
    if (year == 0 && !known_) {
      if (!year_month_day(std::chrono::year(2024), std::chrono::month(static_cast<unsigned>(month)),
                          std::chrono::day(static_cast<unsigned>(day)))
               .ok())
        return {};
      std::snprintf(text, sizeof text, "--%02d-%02d", month, day);
      return text;
    }
    std::optional<sys_days> nearest;
    const int this_year = year != 0 ? year : static_cast<int>(year_month_day(today_).year());
    for (int y = this_year - (year == 0); y <= this_year + (year == 0); ++y) {
      const year_month_day ymd{std::chrono::year(y), std::chrono::month(static_cast<unsigned>(month)),
                               std::chrono::day(static_cast<unsigned>(day))};
      if (!ymd.ok()) continue;
      if (!nearest || std::abs((sys_days(ymd) - today_).count()) < std::abs((*nearest - today_).count()))
        nearest = sys_days(ymd);
    }
    return nearest ? iso(*nearest) : std::string();
  }
  std::string day_only(int day) const {
    using namespace std::chrono;
    if (!known_) return "---" + std::string(day < 10 ? "0" : "") + std::to_string(day);
    const year_month_day now(today_);
    std::optional<sys_days> nearest;
    for (int shift = -1; shift <= 1; ++shift) {
      const year_month_day ymd = year_month((now.year()), now.month()) / std::chrono::day(static_cast<unsigned>(day)) +
                                 std::chrono::months(shift);
      if (ymd.ok() && (!nearest || std::abs((sys_days(ymd) - today_).count()) < std::abs((*nearest - today_).count())))
        nearest = sys_days(ymd);
    }
    return nearest ? iso(*nearest) : std::string();
  }
  /// The coming one, today included; the one before for `last`.
  std::string weekday(int day, bool last) const {
    static constexpr const char* kNames[] = {"",         "monday", "tuesday",  "wednesday",
                                             "thursday", "friday", "saturday", "sunday"};
    if (!known_) return (last ? "last-" : "") + std::string(kNames[day]);
    const int now = static_cast<int>(std::chrono::weekday(today_).iso_encoding());
    const int ahead = (day - now + 7) % 7;
    return iso(today_ + std::chrono::days(last ? ahead - 7 : ahead));
  }

 private:
  bool known_;
  std::chrono::sys_days today_;
};

/// "12/11", "12.11.2026", "2026-11-12" starting at word `w`; moves `w` to its last word.
std::string numeric_date(std::string_view text, const std::vector<PlacedWord>& words, std::size_t& w,
                         const Writer& writer) {
  auto joined = [&](std::size_t a) {
    if (a + 1 >= words.size() || words[a + 1].start != words[a].end + 1) return '\0';
    const char c = text[words[a].end];
    return c == '/' || c == '.' || c == '-' ? c : '\0';
  };
  const int first = number_of(words[w]);
  const char joint = joined(w);
  if (first < 0 || joint == '\0') return {};
  const int second = number_of(words[w + 1]);
  if (second < 1) return {};
  const bool three = joined(w + 1) == joint;
  const int third = three ? number_of(words[w + 2]) : -1;
  std::string value;
  std::size_t last = w + 1;
  if (words[w].folded.size() == 4 && third >= 1 && second <= 12 && third <= 31 && first >= 1990 && first <= 2100) {
    value = writer.date(first, second, third);
    last = w + 2;
  } else if (third >= 0 && first >= 1 && first <= 31) {
    const int year = words[w + 2].folded.size() == 2 ? 2000 + third : third;
    if (year < 1990 || year > 2100) return {};
    // Day first, as eight of our nine languages write it; month first only where day first cannot be.
    value = second <= 12                  ? writer.date(year, second, first)
            : first <= 12 && second <= 31 ? writer.date(year, first, second)
                                          : "";
    last = w + 2;
  } else if (!three && joint != '-' && first >= 1 && first <= 31 && second <= 31 && words[w + 1].folded.size() == 2 &&
             (joint == '/' || (words[w + 1].end < text.size() && text[words[w + 1].end] == '.'))) {
    value = second <= 12 ? writer.date(0, second, first) : first <= 12 ? writer.date(0, first, second) : "";
  }
  if (!value.empty()) w = last;
  return value;
}

}  // namespace

std::vector<SpokenDate> find_dates(std::string_view text, const std::vector<PlacedWord>& words, Instant today) {
  std::vector<SpokenDate> found;
  const Writer writer(today);
  for (std::size_t w = 0; w < words.size(); ++w) {
    if (!may_begin_date(words[w])) continue;
    const std::size_t first = w;
    std::size_t from = w;
    const std::string& word = words[w].folded;
    const std::string* before = w > 0 ? &words[w - 1].folded : nullptr;
    const PlacedWord* next = w + 1 < words.size() ? &words[w + 1] : nullptr;
    std::string value;
    if (const auto near = near_days().find(word); near != near_days().end()) {
      // "morgen früh" is tomorrow, "guten Morgen" and "goedemorgen" are none.
      if (!(word == "morgen" && before != nullptr && (*before == "guten" || *before == "goeden")))
        value = writer.offset(near->second);
    } else if (const int day = day_of(words[w]); day > 0) {
      value = numeric_date(text, words, w, writer);
      if (value.empty() && next != nullptr) {
        std::size_t m = w + 1;
        if ((words[m].folded == "de" || words[m].folded == "of") && m + 1 < words.size()) ++m;
        if (const auto month = months().find(words[m].folded); month != months().end()) {
          std::size_t y = m + 1;
          if (y < words.size() && words[y].folded == "de") ++y;
          const int year = y < words.size() ? number_of(words[y]) : -1;
          const bool dated = year >= 1990 && year <= 2100;
          value = writer.date(dated ? year : 0, month->second, day);
          if (!value.empty()) w = dated ? y : m;
        } else if (const auto unit = units().find(next->folded); unit != units().end() && words[w].digits) {
          const std::string* after = w + 2 < words.size() ? &words[w + 2].folded : nullptr;
          if (after != nullptr && is_one_of(*after, kPastAfter)) {
            value = writer.offset(-day * unit->second);
            w += 2;
          } else if (before != nullptr && (is_one_of(*before, kPastBefore) || *before == "hace")) {
            value = writer.offset(-day * unit->second);
            from = first - 1;
            ++w;
          } else if (before != nullptr && is_one_of(*before, kFutureBefore)) {
            value = writer.offset(day * unit->second);
            from = first - 1;
            ++w;
          }
        } else if (before != nullptr && is_one_of(*before, kTheDay) &&
                   (words[w].end >= text.size() || text[words[w].end] != ':') && *before != "de") {
          const bool ordinal = !words[w].digits || *before == "le" || *before == "dia" || *before == "am" ||
                               *before == "el" || *before == "il" || *before == "dnia" || *before == "avant";
          if (ordinal) value = writer.day_only(day);
        }
      }
      if (value.empty() && next == nullptr && before != nullptr && is_one_of(*before, kTheDay))
        value = writer.day_only(day);
    } else if (words[w].digits) {
      value = numeric_date(text, words, w, writer);
    } else if (const auto month = months().find(word);
               month != months().end() && next != nullptr && day_of(*next) > 0 && word.size() > 2) {
      value = writer.date(0, month->second, day_of(*next));
      ++w;
    } else if (const auto weekday = weekdays().find(word); weekday != weekdays().end()) {
      static constexpr std::string_view kLast[] = {"last",   "letzten", "letzter", "vorigen", "afgelopen",
                                                   "vorige", "zeszly",  "ostatni", "прошлый", "прошлую"};
      static constexpr std::string_view kLastAfter[] = {"dernier", "passada", "passado", "pasado", "scorso", "scorsa"};
      const bool last =
          (before != nullptr && is_one_of(*before, kLast)) || (next != nullptr && is_one_of(next->folded, kLastAfter));
      value = writer.weekday(weekday->second, last);
    } else if (const auto feast = feasts().find(word); feast != feasts().end()) {
      value = writer.date(0, feast->second.first, feast->second.second);
      // A feast without a year is the coming one: nobody asks for a delivery before last Christmas.
      if (today.ms != 0 && value < Writer::iso(std::chrono::sys_days(std::chrono::days(today.ms / 86'400'000))))
        value = writer.date(std::stoi(value.substr(0, 4)) + 1, feast->second.first, feast->second.second);
    } else if (const auto count = small_numbers().find(word); count != small_numbers().end() && next != nullptr) {
      const auto unit = units().find(next->folded);
      const std::string* after = w + 2 < words.size() ? &words[w + 2].folded : nullptr;
      if (unit != units().end() && after != nullptr && is_one_of(*after, kPastAfter)) {
        value = writer.offset(-count->second * unit->second);
        w += 2;
      } else if (unit != units().end() && before != nullptr &&
                 (is_one_of(*before, kPastBefore) || is_one_of(*before, kFutureBefore))) {
        value = writer.offset((is_one_of(*before, kFutureBefore) ? 1 : -1) * count->second * unit->second);
        from = first - 1;
        ++w;
      }
    }
    if (value.empty()) {
      w = std::max(w, first);
      continue;
    }
    SpokenDate date{words[from].start, words[w].end, std::move(value), {}};
    for (std::size_t back = 1; back <= 3 && back <= from; ++back) {
      const std::string& lead = words[from - back].folded;
      if (is_one_of(lead, kBefore))
        date.relation = "before";
      else if (is_one_of(lead, kAfter))
        date.relation = "after";
      if (!date.relation.empty()) break;
    }
    found.push_back(std::move(date));
  }
  return found;
}

}  // namespace peakdesk::understanding
