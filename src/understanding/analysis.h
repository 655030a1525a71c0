// What is known about a message after reading it: language, intents, sentiment, urgency, entities. Plain values; made
// by Analyser.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "understanding/entities.h"

namespace peakdesk::understanding {

struct IntentGuess {
  std::string label;     // "shipping/status"; docs/model-card.md lists them
  float confidence = 0;  // of the guesses said with 0.9, nine in ten are right
};

enum class SentimentLabel { Negative, Neutral, Positive };
struct Sentiment {
  SentimentLabel label = SentimentLabel::Neutral;
  float confidence = 0;
};

enum class Urgency { Low, Normal, High, Urgent };

struct Analysis {
  std::string language = "und";  // ISO 639-1
  float language_confidence = 0;
  std::vector<IntentGuess> intents;  // best first; empty: none of these
  Sentiment sentiment;
  Urgency urgency = Urgency::Normal;
  bool escalation = false;  // a lawyer, a chargeback, the press, a public complaint is threatened
  std::vector<Entity> entities;
};

std::string_view name_of(SentimentLabel label);  // "negative"
std::string_view name_of(Urgency urgency);       // "high"

}  // namespace peakdesk::understanding
