// How good answers are: accuracy, macro-F1, sets of labels, calibration, and what is taken for what, with the examples.
// Pure arithmetic over answers and truths.
#pragma once
#include <string>
#include <vector>

namespace peakdesk::understanding {

struct Answered {
  std::string text;
  std::vector<std::string> truth;   // empty: none of these
  std::vector<std::string> answer;  // best first; empty: none of these
  float confidence = 0;             // of answer[0]
};

struct LabelScore {
  std::string label;
  int texts = 0;     // that truly have it
  int answered = 0;  // that were given it
  int right = 0;
  double precision() const { return answered == 0 ? 0 : double(right) / answered; }
  double recall() const { return texts == 0 ? 0 : double(right) / texts; }
  double f1() const { return texts + answered == 0 ? 0 : 2.0 * right / (texts + answered); }
};

struct Confusion {
  std::string truth;  // "none" for none of these
  std::string answer;
  int texts = 0;
  std::vector<std::string> examples;  // at most 3
};

struct Evaluation {
  int in_scope = 0;              // texts with a label
  int strangers = 0;             // texts without
  double accuracy = 0;           // share of in-scope texts whose first answer is true
  double macro_f1 = 0;           // over the labels of the truth, by first answer
  double strangers_caught = 0;   // share of strangers answered with none
  double set_f1 = 0;             // micro-F1 over sets of labels
  double exact_sets = 0;         // share of texts whose set of labels is exactly right
  double calibration_error = 0;  // expected, ten bins of the first answer's confidence
  int sure = 0;                  // answers said with 0.9 or more
  double sure_right = 0;
  std::vector<LabelScore> labels;     // worst F1 first
  std::vector<Confusion> confusions;  // most frequent first
};

Evaluation evaluate(const std::vector<Answered>& answers);

/// For a person at a terminal: the figures, the labels, what is taken for what.
std::string report(const Evaluation& evaluation, std::size_t confusions);

}  // namespace peakdesk::understanding
