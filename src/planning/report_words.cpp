#include "planning/report_words.h"

#include <array>
#include <cmath>
#include <cstdio>

namespace peakdesk::planning {
namespace {

constexpr std::size_t kLanguages = 6;
using Entry = std::array<std::string_view, kLanguages>;

constexpr std::array<std::string_view, kLanguages> kCodes = {"en", "fr", "pt-BR", "es", "de", "ru"};

// In the order of Word.
constexpr std::array<Entry, std::size_t(Word::kCount)> kWords = {{
    {"Staffing plan", "Plan d’effectifs", "Plano de equipe", "Plan de personal", "Personalplan", "План персонала"},
    {"At a glance", "En bref", "Resumo", "Resumen", "Auf einen Blick", "Кратко"},
    {"from", "à partir du", "a partir de", "desde el", "ab", "с"},
    {"Tickets", "Tickets", "Tickets", "Tickets", "Tickets", "Обращения"},
    {"Orders", "Commandes", "Pedidos", "Pedidos", "Bestellungen", "Заказы"},
    {"Contacts after levers", "Contacts après leviers", "Contatos após alavancas", "Contactos tras las palancas",
     "Kontakte nach Hebeln", "Обращения после мер"},
    {"Day", "Jour", "Dia", "Día", "Tag", "День"},
    {"Needed", "Nécessaire", "Necessário", "Necesario", "Bedarf", "Нужно"},
    {"Team", "Équipe", "Equipe", "Equipo", "Team", "Команда"},
    {"Short", "Manque", "Falta", "Falta", "Fehlt", "Не хватает"},
    {"Idle", "Inoccupé", "Ocioso", "Inactivo", "Ohne Arbeit", "Простой"},
    {"Agents at the peak", "Agents au pic", "Agentes no pico", "Agentes en el pico", "Agenten zur Spitze",
     "Операторов в пик"},
    {"h", "h", "h", "h", "Std.", "ч"},
    {"Day by day", "Jour par jour", "Dia a dia", "Día a día", "Tag für Tag", "По дням"},
    {"Agents needed and on duty", "Agents nécessaires et présents", "Agentes necessários e em serviço",
     "Agentes necesarios y de turno", "Agenten: Bedarf und Dienst", "Операторы: потребность и смены"},
    {"agents", "agents", "agentes", "agentes", "Agenten", "операторов"},
    {"Rehearsal with the team as it is", "Répétition avec l’équipe actuelle", "Ensaio com a equipe atual",
     "Ensayo con el equipo actual", "Probe mit dem Team, wie es ist", "Репетиция с нынешней командой"},
    {"runs simulated; the range holds 8 of 10 runs", "simulations ; la plage couvre 8 cas sur 10",
     "simulações; a faixa cobre 8 de cada 10", "simulaciones; el rango cubre 8 de cada 10",
     "Läufe simuliert; die Spanne umfasst 8 von 10", "прогонов; диапазон охватывает 8 из 10"},
    {"Channel", "Canal", "Canal", "Canal", "Kanal", "Канал"},
    {"Within the promise", "Dans le délai promis", "Dentro do prometido", "Dentro de lo prometido", "Im Versprechen",
     "В обещанный срок"},
    {"Gave up", "Abandons", "Desistiram", "Abandonaron", "Aufgegeben", "Не дождались"},
    {"Mean wait", "Attente moyenne", "Espera média", "Espera media", "Mittlere Wartezeit", "Среднее ожидание"},
    {"Left at the end", "Restant à la fin", "Restante no fim", "Pendiente al final", "Am Ende offen",
     "Осталось в конце"},
    {"missed", "manqué", "não cumprido", "incumplido", "verfehlt", "не выполнено"},
    {"When the promise breaks", "Quand la promesse est rompue", "Quando a promessa se rompe",
     "Cuándo se rompe la promesa", "Wann das Versprechen bricht", "Когда обещание нарушается"},
    {"Darker: more likely. Days down, hours across.",
     "Plus foncé : plus probable. Jours en lignes, heures en colonnes.",
     "Mais escuro: mais provável. Dias nas linhas, horas nas colunas.",
     "Más oscuro: más probable. Días en filas, horas en columnas.",
     "Dunkler: wahrscheinlicher. Tage in Zeilen, Stunden in Spalten.",
     "Темнее — вероятнее. Дни по строкам, часы по столбцам."},
    {"Where the missing hours come from", "D’où viennent les heures manquantes", "De onde vêm as horas que faltam",
     "De dónde salen las horas que faltan", "Woher die fehlenden Stunden kommen", "Откуда взять недостающие часы"},
    {"Week", "Semaine", "Semana", "Semana", "Woche", "Неделя"},
    {"Overtime", "Heures sup.", "Horas extras", "Horas extra", "Überstunden", "Сверхурочные"},
    {"Temporary people", "Intérimaires", "Temporários", "Temporales", "Aushilfen", "Временные"},
    {"Outside provider", "Prestataire", "Terceirizado", "Proveedor externo", "Dienstleister", "Подрядчик"},
    {"Still missing", "Manque encore", "Ainda falta", "Aún falta", "Fehlt noch", "Всё ещё не хватает"},
    {"Cost", "Coût", "Custo", "Coste", "Kosten", "Стоимость"},
    {"What the promise costs", "Ce que coûte la promesse", "Quanto custa a promessa", "Lo que cuesta la promesa",
     "Was das Versprechen kostet", "Сколько стоит обещание"},
    {"Target", "Objectif", "Meta", "Objetivo", "Ziel", "Цель"},
    {"Full-time people", "Équivalents temps plein", "Pessoas em tempo integral", "Personas a tiempo completo",
     "Vollzeitkräfte", "Полных ставок"},
    {"Extra cost", "Coût supplémentaire", "Custo extra", "Coste adicional", "Mehrkosten", "Доп. расходы"},
    {"Money", "Argent", "Dinheiro", "Dinero", "Geld", "Деньги"},
    {"Wages of the team", "Salaires de l’équipe", "Salários da equipe", "Salarios del equipo", "Löhne des Teams",
     "Зарплата команды"},
    {"Sales lost by waiting", "Ventes perdues par l’attente", "Vendas perdidas pela espera",
     "Ventas perdidas por la espera", "Durch Warten verlorene Umsätze", "Продажи, потерянные из-за ожидания"},
    {"Paid time without work", "Temps payé sans travail", "Tempo pago sem trabalho", "Tiempo pagado sin trabajo",
     "Bezahlte Zeit ohne Arbeit", "Оплаченное время без работы"},
    {"Levers", "Leviers", "Alavancas", "Palancas", "Hebel", "Меры"},
    {"A minute of downtime", "Une minute de panne", "Um minuto fora do ar", "Un minuto de caída", "Eine Minute Ausfall",
     "Минута простоя магазина"},
    {"Sales that cannot be made in that minute, at the dearest hour of each day.",
     "Ventes impossibles pendant cette minute, à l’heure la plus chère de chaque jour.",
     "Vendas impossíveis nesse minuto, na hora mais cara de cada dia.",
     "Ventas imposibles en ese minuto, a la hora más cara de cada día.",
     "Umsatz, der in dieser Minute nicht möglich ist, zur teuersten Stunde des Tages.",
     "Продажи, невозможные в эту минуту, в самый дорогой час дня."},
    {"One more agent buys most", "Un agent de plus apporte le plus", "Um agente a mais rende mais",
     "Un agente más aporta más", "Ein Agent mehr bringt am meisten", "Ещё один оператор полезнее всего"},
    {"Levers pulled first", "Leviers actionnés d’abord", "Alavancas acionadas primeiro", "Palancas accionadas primero",
     "Zuerst gezogene Hebel", "Меры, принятые сначала"},
    {"takes away", "évite", "evita", "evita", "nimmt weg", "снимает"},
    {"Assumptions", "Hypothèses", "Premissas", "Supuestos", "Annahmen", "Допущения"},
    {"range", "plage", "faixa", "rango", "Spanne", "диапазон"},
    {"none", "aucun", "nenhum", "ninguno", "keine", "нет"},
    {"Break", "Pause", "Pausa", "Pausa", "Pause", "Перерыв"},
}};

constexpr std::array<std::array<std::string_view, 7>, kLanguages> kWeekdays = {{
    {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"},
    {"lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."},
    {"seg.", "ter.", "qua.", "qui.", "sex.", "sáb.", "dom."},
    {"lun", "mar", "mié", "jue", "vie", "sáb", "dom"},
    {"Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"},
    {"пн", "вт", "ср", "чт", "пт", "сб", "вс"},
}};

constexpr std::array<std::string_view, kLanguages> kThousands = {",", "\xe2\x80\xaf", ".", ".", ".", "\xc2\xa0"};
constexpr std::array<char, kLanguages> kDecimal = {'.', ',', ',', ',', ',', ','};

}  // namespace

ReportWords::ReportWords(std::string_view language) : language_(0) {
  for (std::size_t i = 0; i < kLanguages; ++i) {
    if (kCodes[i] == language) language_ = i;
  }
}

std::string_view ReportWords::operator()(Word word) const { return kWords[std::size_t(word)][language_]; }

std::string_view ReportWords::weekday(int day) const { return kWeekdays[language_][std::size_t(day) % 7]; }

std::string ReportWords::number(double value, int decimals) const {
  if (!std::isfinite(value)) return "∞";
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "%.*f", decimals, value);
  const std::string plain = buffer;
  const std::size_t point = std::min(plain.find('.'), plain.size());
  std::string result;
  for (std::size_t i = 0; i < point; ++i) {
    result += plain[i];
    const std::size_t left = point - i - 1;
    if (left > 0 && left % 3 == 0 && plain[i] != '-') result += kThousands[language_];
  }
  if (point < plain.size()) result += kDecimal[language_] + plain.substr(point + 1);
  return result;
}

}  // namespace peakdesk::planning
