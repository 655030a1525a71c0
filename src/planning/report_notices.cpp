#include <array>

#include "base/text.h"
#include "planning/report_words.h"

namespace peakdesk::planning {
namespace {

struct NoteTexts {
  std::string_view code;
  std::array<std::string_view, 6> texts;  // in the order of the languages in report_words.cpp
};

// As the planning pages say them (web/shared/i18n); a test holds the two together.
constexpr NoteTexts kNotes[] = {
    {"forecast_history_cut",
     {"Only the last {count} steps of the history are used.",
      "Seuls les {count} derniers pas de l’historique sont utilisés.",
      "Só os últimos {count} passos do histórico são usados.", "Solo se usan los últimos {count} pasos del historial.",
      "Nur die letzten {count} Schritte der Vergangenheit werden verwendet.",
      "Используются только последние {count} шагов истории."}},
    {"forecast_history_short",
     {"The history is too short to test forecasts on it: this one is the mean of the simplest models, and its ranges "
      "are wide.",
      "L’historique est trop court pour éprouver des prévisions : celle-ci est la moyenne des modèles les plus simples "
      "et ses fourchettes sont larges.",
      "O histórico é curto demais para testar previsões: esta é a média dos modelos mais simples, com faixas largas.",
      "El historial es demasiado corto para probar previsiones: esta es la media de los modelos más sencillos y sus "
      "rangos son amplios.",
      "Die Vergangenheit ist zu kurz, um Prognosen an ihr zu prüfen: Diese ist das Mittel der einfachsten Modelle, "
      "ihre Spannen sind weit.",
      "История слишком коротка для проверки прогнозов: этот — среднее простейших моделей, диапазоны широкие."}},
    {"forecast_no_model",
     {"No model fits this history: the last value is carried on.",
      "Aucun modèle ne convient à cet historique : la dernière valeur est reconduite.",
      "Nenhum modelo serve para este histórico: o último valor é mantido.",
      "Ningún modelo encaja con este historial: se mantiene el último valor.",
      "Zu dieser Vergangenheit passt kein Modell: Der letzte Wert wird fortgeschrieben.",
      "Ни одна модель не подходит к этой истории: продолжается последнее значение."}},
    {"season_known_days",
     {"Days of the season that have happened already: {count}. They stand with what was counted.",
      "Jours de la saison déjà passés : {count}. Ils figurent avec ce qui a été compté.",
      "Dias da temporada que já passaram: {count}. Eles aparecem com o que foi contado.",
      "Días de la temporada ya transcurridos: {count}. Figuran con lo que se contó.",
      "Schon vergangene Tage der Saison: {count}. Für sie steht, was gezählt wurde.",
      "Уже прошедшие дни сезона: {count}. Для них указано то, что было посчитано."}},
    {"series_zone_changes",
     {"The time zone changes as daylight saving does (times: {count}). The wall clock counts, and the forecast keeps "
      "the last zone.",
      "Le fuseau change comme le fait l’heure d’été (fois : {count}). L’heure locale compte et la prévision garde le "
      "dernier fuseau.",
      "O fuso muda como no horário de verão (vezes: {count}). Vale a hora local, e a previsão mantém o último fuso.",
      "El huso cambia como el horario de verano (veces: {count}). Cuenta la hora local y la previsión conserva el "
      "último huso.",
      "Die Zeitzone wechselt wie bei der Sommerzeit (Wechsel: {count}). Es gilt die Ortszeit; die Prognose behält die "
      "letzte Zone.",
      "Часовой пояс меняется, как при переходе на летнее время (раз: {count}). Считается местное время, прогноз "
      "сохраняет последний пояс."}},
    {"series_sorted",
     {"The times were not in order (first in line {count}); they are sorted now.",
      "Les heures n’étaient pas dans l’ordre (d’abord ligne {count}) ; elles sont triées.",
      "Os horários não estavam em ordem (primeiro na linha {count}); foram ordenados.",
      "Las horas no estaban en orden (primero en la línea {count}); se han ordenado.",
      "Die Zeiten standen nicht in der Reihenfolge (zuerst in Zeile {count}); sie sind nun sortiert.",
      "Время шло не по порядку (впервые в строке {count}); строки отсортированы."}},
    {"series_repeats",
     {"Rows left out because they repeat a time with the same value: {count}.",
      "Lignes écartées car elles répètent une heure avec la même valeur : {count}.",
      "Linhas descartadas por repetirem um horário com o mesmo valor: {count}.",
      "Líneas descartadas por repetir una hora con el mismo valor: {count}.",
      "Weggelassene Zeilen, die eine Zeit mit demselben Wert wiederholen: {count}.",
      "Пропущено строк, повторяющих время с тем же значением: {count}."}},
    {"series_clock_back",
     {"Rows of an hour that the clock showed twice (daylight saving): {count}. They are averaged.",
      "Lignes d’une heure que l’horloge a affichée deux fois (heure d’été) : {count}. Leur moyenne est prise.",
      "Linhas de uma hora que o relógio mostrou duas vezes (horário de verão): {count}. Usa-se a média.",
      "Líneas de una hora que el reloj mostró dos veces (horario de verano): {count}. Se toma la media.",
      "Zeilen einer Stunde, die die Uhr zweimal zeigte (Zeitumstellung): {count}. Sie sind gemittelt.",
      "Строк часа, который часы показали дважды (перевод времени): {count}. Взято среднее."}},
    {"series_gaps",
     {"Missing times: {count}. They count as not recorded.",
      "Heures manquantes : {count}. Elles comptent comme non relevées.",
      "Horários ausentes: {count}. Contam como não registrados.",
      "Horas que faltan: {count}. Cuentan como no registradas.",
      "Fehlende Zeiten: {count}. Sie gelten als nicht erfasst.",
      "Пропущенных моментов: {count}. Они считаются незаписанными."}},
    {"series_closed",
     {"Hours or weekdays without a single record count as closed; the forecast leaves them out.",
      "Les heures ou jours sans aucun relevé comptent comme fermés ; la prévision les laisse de côté.",
      "Horas ou dias da semana sem nenhum registro contam como fechados; a previsão os deixa de fora.",
      "Las horas o días de la semana sin ningún registro cuentan como cerrados; la previsión los omite.",
      "Stunden oder Wochentage ohne einen einzigen Eintrag gelten als geschlossen; die Prognose lässt sie aus.",
      "Часы и дни недели без единой записи считаются закрытыми; прогноз их пропускает."}},
    {"series_no_number",
     {"Values without a number (the first in line {line}): {count}. They count as not recorded.",
      "Valeurs sans nombre (la première ligne {line}) : {count}. Elles comptent comme non relevées.",
      "Valores sem número (o primeiro na linha {line}): {count}. Contam como não registrados.",
      "Valores sin número (el primero en la línea {line}): {count}. Cuentan como no registrados.",
      "Werte ohne Zahl (der erste in Zeile {line}): {count}. Sie gelten als nicht erfasst.",
      "Значений без числа (первое в строке {line}): {count}. Они считаются незаписанными."}},
};

}  // namespace

std::string ReportWords::notice(const Notice& notice) const {
  for (const NoteTexts& note : kNotes) {
    if (note.code != notice.code) continue;
    std::string text(note.texts[language_]);
    for (const auto& [name, value] : notice.params) text = replace_all(std::move(text), "{" + name + "}", value);
    const auto series = notice.params.find("detail");
    return series == notice.params.end() ? text : series->second + ": " + text;
  }
  return notice.text;
}

}  // namespace peakdesk::planning
