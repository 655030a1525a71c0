#include "understanding/analyser.h"

#include <gtest/gtest.h>

#include <map>

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

TEST(Analyser, KnowsThePlainestQuestionsInEveryLanguage) {
  struct Asked {
    const char* label;
    std::vector<const char*> texts;
  };
  const std::vector<Asked> plain = {
      {"shipping/status",
       {"Где мой заказ?", "Где моя посылка?", "Где мой заказ 45123?", "Wo ist meine Bestellung?",
        "Wo bleibt mein Paket?", "Où est ma commande ?", "où en est ma commande", "Dov'è il mio ordine?",
        "Waar is mijn bestelling?", "Waar blijft mijn pakketje?", "Gdzie jest moje zamówienie?", "Cadê meu pedido?",
        "¿Dónde está mi pedido?", "where's my package"}},
      {"order/cancel",
       {"Я хочу отменить заказ", "Отмените заказ пожалуйста", "Bitte stornieren Sie meine Bestellung",
        "je veux annuler ma commande", "quero cancelar meu pedido", "quiero cancelar mi pedido",
        "voglio annullare l'ordine", "ik wil mijn bestelling annuleren", "chcę anulować zamówienie"}},
      {"return/request",
       {"Как вернуть товар?", "Хочу вернуть куртку", "Ich möchte die Hose zurückschicken",
        "je souhaite retourner un article", "quero devolver o produto", "quiero devolver unos zapatos",
        "vorrei restituire un articolo", "ik wil iets terugsturen", "chcę zwrócić buty"}},
      {"refund/status",
       {"Где мои деньги за возврат?", "Wann bekomme ich mein Geld zurück?", "quand vais-je être remboursé ?",
        "cadê meu reembolso", "¿cuándo me devuelven el dinero?", "quando ricevo il rimborso?",
        "wanneer krijg ik mijn geld terug?", "kiedy dostanę zwrot pieniędzy?"}},
      {"order/damaged",
       {"Товар пришел сломанный", "Das Paket kam beschädigt an", "le colis est arrivé abîmé", "chegou quebrado",
        "llegó roto", "è arrivato rotto", "het kwam kapot aan", "przyszło uszkodzone"}},
      {"exchange/request",
       {"Можно обменять на другой размер?", "Kann ich das in eine andere Größe umtauschen?",
        "puis-je échanger contre une taille M ?", "posso trocar por um tamanho maior?",
        "¿puedo cambiarlo por otra talla?", "posso cambiare taglia?", "kan ik het ruilen voor een andere maat?",
        "czy mogę wymienić na inny rozmiar?"}},
      {"account/access",
       {"Не могу войти в аккаунт", "Ich kann mich nicht einloggen", "impossible de me connecter",
        "não consigo entrar na minha conta", "no puedo entrar en mi cuenta", "non riesco ad accedere",
        "ik kan niet inloggen", "nie mogę się zalogować"}},
      {"invoice/request",
       {"Пришлите чек пожалуйста", "Ich brauche eine Rechnung", "pouvez-vous m'envoyer la facture ?",
        "preciso da nota fiscal", "necesito la factura", "mi serve la fattura", "ik heb een factuur nodig",
        "proszę o fakturę"}},
      {"discount/problem",
       {"Промокод не работает", "Der Gutscheincode funktioniert nicht", "le code promo ne marche pas",
        "o cupom não funciona", "el cupón no funciona", "il codice sconto non funziona", "de kortingscode werkt niet",
        "kod rabatowy nie działa"}},
      {"order/wrong",
       {"Прислали не тот товар", "Falscher Artikel geliefert", "j'ai reçu le mauvais article", "veio o produto errado",
        "me llegó otro producto", "ho ricevuto l'articolo sbagliato", "verkeerd artikel ontvangen",
        "dostałem zły produkt"}},
      {"contact/human",
       {"Позовите оператора", "Ich möchte mit einem Menschen sprechen", "je veux parler à un conseiller",
        "quero falar com um atendente", "quiero hablar con una persona", "voglio parlare con un operatore",
        "ik wil een medewerker spreken", "chcę rozmawiać z konsultantem"}},
      {"shipping/lost",
       {"Посылка потерялась", "Mein Paket ist verloren gegangen", "mon colis est perdu", "meu pacote foi extraviado",
        "mi paquete se ha perdido", "il pacco è andato perso", "mijn pakket is kwijt", "moja paczka zaginęła"}},
  };
  for (const auto& [label, texts] : plain)
    for (const char* text : texts) EXPECT_EQ(first_intent(text), label) << text;
}

TEST(Analyser, NamesTheLanguage) {
  EXPECT_EQ(shipped().analyse("où est mon colis").language, "fr");
  EXPECT_EQ(shipped().analyse("wo bleibt mein Paket").language, "de");
  EXPECT_EQ(shipped().analyse("где мой заказ").language, "ru");
  EXPECT_EQ(shipped().analyse("注文した商品はどこですか").language, "ja");
}

TEST(Analyser, HearsFeelingsThatNoPatternOfAShopSpeaks) {
  auto sentiment_of = [](std::string_view text) { return name_of(shipped().analyse(text).sentiment.label); };
  EXPECT_EQ(sentiment_of("I hate it"), "negative");
  EXPECT_EQ(sentiment_of("😡😡"), "negative");
  EXPECT_EQ(sentiment_of("Ihr seid einfach großartig 😍"), "positive");
  EXPECT_EQ(sentiment_of("not happy at all with any of it"), "negative");
  EXPECT_EQ(sentiment_of("Is it possible to pay by card?"), "neutral");
}

// A shop that teaches a few of its own messages must not lose what the shipped model knows of all other words.
TEST(Analyser, ASentimentTaughtByFewMessagesKeepsWhatWasKnown) {
  const std::map<std::string, std::vector<std::string>> taught = {
      {"negative",
       {"the zip broke on day one", "third mail and still nobody answers", "the colour is awful", "I am so angry",
        "worst wool I ever knitted with", "you ruined my weekend", "it smells disgusting", "a waste of money"}},
      {"neutral",
       {"do you have this in blue", "where is my parcel", "can I pay by card", "which size should I take",
        "my order number is 4512", "I moved, please change the address", "is it open on Sunday", "I need an invoice"}},
      {"positive",
       {"the wool is a dream", "what a lovely parcel", "thank you so much", "you made my day", "perfect as always",
        "I am delighted with the colours", "great service", "my daughter loves it"}}};
  std::vector<LabelledText> lessons;
  for (const auto& [label, texts] : taught)
    for (const auto& text : texts) lessons.push_back({.text = text, .labels = {label}});
  Model model, again;
  std::string error;
  ASSERT_TRUE(Model::read(shipped_model(), model, error)) << error;
  model.sentiment_base = std::move(model.sentiment);
  model.sentiment = TextClassifier::train(lessons, {}, &model.sentiment_base);
  ASSERT_TRUE(model.sentiment.borrows());
  ASSERT_TRUE(Model::read(model.write(), again, error)) << error;
  const Analyser analyser(std::move(again));
  auto sentiment_of = [&](std::string_view text) { return name_of(analyser.analyse(text).sentiment.label); };
  EXPECT_EQ(sentiment_of("worst wool ever"), "negative");
  EXPECT_EQ(sentiment_of("Ich bin stinksauer, eine Frechheit"), "negative");
  EXPECT_EQ(sentiment_of("C'est magnifique, j'adore"), "positive");
  EXPECT_EQ(sentiment_of("¿Hasta qué hora abren?"), "neutral");
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
  for (const char* text : {"", " \n "}) EXPECT_TRUE(shipped().analyse(text).intents.empty()) << text;
  EXPECT_EQ(shipped().analyse("").language, "und");
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
