#include "understanding/analyser.h"

#include <gtest/gtest.h>

#include "understanding/language.h"
#include "understanding/shipped_model.h"

namespace peakdesk::understanding {
namespace {

const Analyser& shipped() {
  static const Analyser analyser = [] {
    Model model;
    std::string error;
    if (!Model::read(shipped_model(), model, error)) throw std::runtime_error(error);
    return Analyser(std::move(model));
  }();
  return analyser;
}

std::string first_intent(std::string_view text) {
  const auto analysis = shipped().analyse(text);
  return analysis.intents.empty() ? "none" : analysis.intents[0].label;
}

TEST(Analyser, KnowsWhatIsAskedInSeveralLanguages) {
  EXPECT_EQ(first_intent("Where is my order? It should have been here on Tuesday"), "shipping/status");
  EXPECT_EQ(first_intent("Bonjour, je souhaite annuler la commande passée ce matin"), "order/cancel");
  EXPECT_EQ(first_intent("meu produto chegou todo quebrado"), "order/damaged");
}

TEST(Analyser, NamesTheLanguage) {
  EXPECT_EQ(shipped().analyse("où est mon colis").language, "fr");
  EXPECT_EQ(shipped().analyse("wo bleibt mein Paket").language, "de");
  EXPECT_EQ(shipped().analyse("где мой заказ").language, "ru");
  EXPECT_EQ(shipped().analyse("注文した商品はどこですか").language, "ja");
}

TEST(LanguageTable, AWordKnownWholeOutweighsItsPieces) {
  const auto table = LanguageTable::build({{"aa", {{"mango", 1}, {"quilt", 3}}}, {"bb", {{"mangos", 3}}}});
  EXPECT_EQ(table.guess("mango").code, "aa");
  EXPECT_EQ(table.guess("mangoz").code, "bb");
}

TEST(Analyser, HearsFeelingsThatNoPatternOfAShopSpeaks) {
  auto sentiment_of = [](std::string_view text) { return name_of(shipped().analyse(text).sentiment.label); };
  EXPECT_EQ(sentiment_of("I hate it"), "negative");
  EXPECT_EQ(sentiment_of("😡😡"), "negative");
  EXPECT_EQ(sentiment_of("Ihr seid einfach großartig 😍"), "positive");
  EXPECT_EQ(sentiment_of("not happy at all with any of it"), "negative");
  EXPECT_EQ(sentiment_of("Is it possible to pay by card?"), "neutral");
}

TEST(Analyser, ReadsThePartThatIsNew) {
  const auto analysis = shipped().analyse(
      "Je voudrais annuler ma commande, merci\n\nOn Monday, the shop wrote:\n> Thank you for your order, it will be "
      "sent tomorrow "
      "and you will get the tracking number by mail.\n");
  EXPECT_EQ(analysis.language, "fr");
  ASSERT_FALSE(analysis.intents.empty());
  EXPECT_EQ(analysis.intents[0].label, "order/cancel");
}

TEST(Analyser, SaysNothingOfNothing) {
  const auto analysis = shipped().analyse("");
  EXPECT_TRUE(analysis.intents.empty());
  EXPECT_EQ(analysis.language, "und");
}

TEST(Model, SurvivesWritingAndReading) {
  const std::string bytes = shipped().model().write();
  EXPECT_EQ(bytes, std::string(shipped_model()));
}

TEST(Model, RefusesWhatIsNone) {
  Model model;
  std::string error;
  EXPECT_FALSE(Model::read("", model, error));
  EXPECT_FALSE(Model::read("hello", model, error));
  EXPECT_FALSE(Model::read(shipped_model().substr(0, shipped_model().size() / 2), model, error));
  EXPECT_NE(error, "");
}

}  // namespace
}  // namespace peakdesk::understanding
