#include "channels/form/form_words.h"

#include <map>

namespace peakdesk::channels::form {
namespace {

const std::map<std::string, FormWords, std::less<>>& all_form_words() {
  static const std::map<std::string, FormWords, std::less<>> kWords = {
      {"en",
       {"Contact us", "Write to us; we answer by e-mail.", "Your name", "E-mail address", "Subject", "Order number",
        "Your question", "Send", "Thank you. Your message has arrived, and we will answer by e-mail.", "optional",
        "Please fill in this field.", "That was very fast. Please wait a few seconds and send it again.",
        "Back to the form"}},
      {"fr",
       {"Nous contacter", "Écrivez-nous : nous vous répondrons par e-mail.", "Votre nom", "Adresse e-mail", "Objet",
        "Numéro de commande", "Votre question", "Envoyer",
        "Merci. Votre message nous est parvenu, nous vous répondrons par e-mail.", "facultatif",
        "Veuillez remplir ce champ.", "C’était très rapide. Attendez quelques secondes, puis renvoyez le formulaire.",
        "Retour au formulaire"}},
      {"pt-BR",
       {"Fale conosco", "Escreva para nós; respondemos por e-mail.", "Seu nome", "E-mail", "Assunto",
        "Número do pedido", "Sua pergunta", "Enviar", "Obrigado! Recebemos sua mensagem e vamos responder por e-mail.",
        "opcional", "Preencha este campo.", "Foi rápido demais. Espere alguns segundos e envie de novo.",
        "Voltar ao formulário"}},
      {"es",
       {"Contáctanos", "Escríbenos y te responderemos por correo electrónico.", "Tu nombre", "Correo electrónico",
        "Asunto", "Número de pedido", "Tu pregunta", "Enviar",
        "Gracias. Hemos recibido tu mensaje y te responderemos por correo electrónico.", "opcional",
        "Rellena este campo.", "Ha sido muy rápido. Espera unos segundos y vuelve a enviarlo.",
        "Volver al formulario"}},
      {"de",
       {"Kontakt", "Schreiben Sie uns; wir antworten per E-Mail.", "Ihr Name", "E-Mail-Adresse", "Betreff",
        "Bestellnummer", "Ihre Frage", "Senden",
        "Vielen Dank. Ihre Nachricht ist angekommen, wir antworten per E-Mail.", "freiwillig",
        "Bitte füllen Sie dieses Feld aus.",
        "Das ging sehr schnell. Bitte warten Sie einige Sekunden und senden Sie noch einmal.", "Zurück zum Formular"}},
      {"ru",
       {"Связаться с нами", "Напишите нам, мы ответим по электронной почте.", "Ваше имя", "Адрес эл. почты", "Тема",
        "Номер заказа", "Ваш вопрос", "Отправить",
        "Спасибо! Мы получили ваше сообщение и ответим по электронной почте.", "необязательно", "Заполните это поле.",
        "Слишком быстро. Подождите несколько секунд и отправьте ещё раз.", "Назад к форме"}},
  };
  return kWords;
}

}  // namespace

bool is_form_locale(std::string_view locale) { return all_form_words().count(locale) > 0; }

const FormWords& form_words(std::string_view locale) {
  const auto& words = all_form_words();
  const auto found = words.find(locale);
  return found == words.end() ? words.at("en") : found->second;
}

}  // namespace peakdesk::channels::form
