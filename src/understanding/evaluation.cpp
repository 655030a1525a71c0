#include "understanding/evaluation.h"

#include <algorithm>
#include <cmath>
#include <cstdarg>
#include <cstdio>
#include <map>
#include <set>

namespace peakdesk::understanding {
namespace {

constexpr int kBins = 10;
constexpr float kSure = 0.9F;

std::string formatted(const char* format, ...) __attribute__((format(printf, 1, 2)));
std::string formatted(const char* format, ...) {
  char line[512];
  va_list arguments;
  va_start(arguments, format);
  const int n = std::vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  return std::string(line, static_cast<std::size_t>(std::clamp(n, 0, static_cast<int>(sizeof line) - 1)));
}

}  // namespace

Evaluation evaluate(const std::vector<Answered>& answers) {
  Evaluation e;
  std::map<std::string, LabelScore> labels;
  std::map<std::pair<std::string, std::string>, Confusion> confusions;
  std::set<std::string> true_labels;
  double said[kBins] = {}, right_in[kBins] = {};
  int right = 0, caught = 0, set_right = 0, set_true = 0, set_answered = 0, exact = 0, confident = 0, sure_right = 0;
  for (const Answered& a : answers) {
    const std::set<std::string> truth(a.truth.begin(), a.truth.end()), answer(a.answer.begin(), a.answer.end());
    const bool first_right = !a.answer.empty() && truth.contains(a.answer[0]);
    for (const auto& label : truth) set_right += answer.contains(label);
    set_true += static_cast<int>(truth.size());
    set_answered += static_cast<int>(answer.size());
    exact += truth == answer;
    if (truth.empty()) {
      ++e.strangers;
      caught += answer.empty();
    } else {
      ++e.in_scope;
      right += first_right;
      // By first answer: the label it hit, else the first true one.
      const std::string& counted = first_right ? a.answer[0] : a.truth[0];
      ++labels[counted].texts;
      true_labels.insert(truth.begin(), truth.end());
    }
    if (!a.answer.empty()) {
      ++labels[a.answer[0]].answered;
      labels[a.answer[0]].right += first_right;
      const int bin = std::clamp(static_cast<int>(a.confidence * kBins), 0, kBins - 1);
      said[bin] += a.confidence;
      right_in[bin] += first_right;
      ++confident;
      if (a.confidence >= kSure) {
        ++e.sure;
        sure_right += first_right;
      }
    }
    if (!first_right && !(truth.empty() && answer.empty())) {
      const std::string from = a.truth.empty() ? "none" : a.truth[0], to = a.answer.empty() ? "none" : a.answer[0];
      Confusion& c = confusions[{from, to}];
      c.truth = from;
      c.answer = to;
      ++c.texts;
      if (c.examples.size() < 3) c.examples.push_back(a.text);
    }
  }
  e.accuracy = e.in_scope > 0 ? double(right) / e.in_scope : 0;
  e.strangers_caught = e.strangers > 0 ? double(caught) / e.strangers : 0;
  e.set_f1 = set_true + set_answered > 0 ? 2.0 * set_right / (set_true + set_answered) : 0;
  e.exact_sets = answers.empty() ? 0 : double(exact) / static_cast<double>(answers.size());
  e.sure_right = e.sure > 0 ? double(sure_right) / e.sure : 0;
  for (int b = 0; b < kBins; ++b) e.calibration_error += std::abs(said[b] - right_in[b]);
  if (confident > 0) e.calibration_error /= confident;
  for (auto& [name, score] : labels) {
    score.label = name;
    if (true_labels.contains(name)) e.macro_f1 += score.f1();
    e.labels.push_back(score);
  }
  if (!true_labels.empty()) e.macro_f1 /= static_cast<double>(true_labels.size());
  std::stable_sort(e.labels.begin(), e.labels.end(), [](const auto& a, const auto& b) { return a.f1() < b.f1(); });
  for (auto& [pair, c] : confusions) e.confusions.push_back(std::move(c));
  std::stable_sort(e.confusions.begin(), e.confusions.end(),
                   [](const auto& a, const auto& b) { return a.texts > b.texts; });
  return e;
}

std::string report(const Evaluation& e, std::size_t confusions) {
  std::string out;
  out += formatted("texts with a label   %d\n", e.in_scope);
  out += formatted("accuracy             %.1f %%\n", 100 * e.accuracy);
  out += formatted("macro-F1             %.1f\n", 100 * e.macro_f1);
  if (e.strangers > 0)
    out += formatted("none of these        %d texts, %.1f %% caught\n", e.strangers, 100 * e.strangers_caught);
  out += formatted("as sets of labels    F1 %.1f, exactly right %.1f %%\n", 100 * e.set_f1, 100 * e.exact_sets);
  out += formatted("calibration error    %.3f\n", e.calibration_error);
  out += formatted("said with >= 0.9     %d texts, %.1f %% right\n", e.sure, 100 * e.sure_right);
  out += "\nlabel                            texts  precision  recall     F1\n";
  for (const LabelScore& l : e.labels)
    out += formatted("%-32s %5d %9.1f %8.1f %7.1f\n", l.label.c_str(), l.texts, 100 * l.precision(), 100 * l.recall(),
                     100 * l.f1());
  if (!e.confusions.empty() && confusions > 0) out += "\ntaken for another:\n";
  for (std::size_t i = 0; i < e.confusions.size() && i < confusions; ++i) {
    const Confusion& c = e.confusions[i];
    out += formatted("%4d  %s -> %s\n", c.texts, c.truth.c_str(), c.answer.c_str());
    for (const auto& example : c.examples) out += "        " + example.substr(0, 160) + "\n";
  }
  return out;
}

}  // namespace peakdesk::understanding
