#include "channels/email/reply_text.h"

#include <gtest/gtest.h>

#include <chrono>

namespace peakdesk::channels::email {
namespace {

struct ReplyCase {
  const char* name;
  const char* text;
  const char* reply;
};

// One real form of each language and program; the words are in reply_words.cpp, these hold the rules.
const ReplyCase kReplyCases[] = {
    {"gmail en", "Thanks!\n\nOn Mon, Nov 23, 2026 at 9:00 AM Shop <help@shop.test>\nwrote:\n\n> old\n", "Thanks!"},
    {"gmail fr", "Merci !\n\nLe lun. 23 nov. 2026 à 09:00, Boutique <help@shop.test> a écrit :\n\n> vieux\n",
     "Merci !"},
    {"gmail pt", "Obrigada!\n\nEm seg., 23 de nov. de 2026 às 09:00, Loja <help@shop.test>\nescreveu:\n\n> antigo\n",
     "Obrigada!"},
    {"gmail es", "Gracias\n\nEl lun, 23 nov 2026 a las 9:00, Tienda (<help@shop.test>) escribió:\n\n> viejo\n",
     "Gracias"},
    {"gmail de", "Danke\n\nAm Mo., 23. Nov. 2026 um 09:00 Uhr schrieb Laden <help@shop.test>:\n\n> alt\n", "Danke"},
    {"gmail ru", "Спасибо\n\nпн, 23 нояб. 2026 г. в 09:00, Магазин <help@shop.test>:\n\n> старое\n", "Спасибо"},
    {"gmail it",
     "Grazie\n\nIl giorno lun 23 nov 2026 alle ore 09:00 Negozio <help@shop.test> ha scritto:\n\n> vecchio\n",
     "Grazie"},
    {"gmail nl", "Dank je\n\nOp ma 23 nov 2026 om 09:00 schreef Winkel <help@shop.test>:\n\n> oud\n", "Dank je"},
    {"gmail pl", "Dzięki\n\npon., 23 lis 2026 o 09:00 Sklep <help@shop.test> napisał(a):\n\n> stare\n", "Dzięki"},
    {"gmail sv", "Tack\n\nDen mån 23 nov. 2026 kl 09:00 skrev Butik <help@shop.test>:\n\n> gammalt\n", "Tack"},
    {"gmail da", "Tak\n\nman. 23. nov. 2026 kl. 09.00 skrev Butik <help@shop.test>:\n\n> gammelt\n", "Tak"},
    {"gmail fi", "Kiitos\n\nma 23. marrask. 2026 klo 9.00 Kauppa <help@shop.test> kirjoitti:\n\n> vanha\n", "Kiitos"},
    {"gmail cs", "Díky\n\npo 23. 11. 2026 v 9:00 odesílatel Obchod <help@shop.test> napsal:\n\n> staré\n", "Díky"},
    {"gmail tr", "Teşekkürler\n\nMağaza <help@shop.test>, 23 Kas 2026 Pzt, 09:00 tarihinde şunu yazdı:\n\n> eski\n",
     "Teşekkürler"},
    {"apple en", "Yes please\n\n> On 23 Nov 2026, at 09:00, Shop <help@shop.test> wrote:\n> \n> old\n", "Yes please"},
    {"apple ru", "Да\n\n> 23 нояб. 2026 г., в 09:00, Магазин <help@shop.test> написал(а):\n> старое\n", "Да"},
    {"thunderbird de", "Ja.\n\nAm 23.11.26 um 09:00 schrieb Laden:\n> alt\n", "Ja."},
    {"yahoo",
     "ok\n\n    On Monday, November 23, 2026 at 09:00:00 AM GMT+1, Shop <help@shop.test> wrote:  \n \n Dear "
     "Ann,\nold\n",
     "ok"},
    {"outlook en",
     "Hi,\nsee below.\n\nFrom: Shop <help@shop.test>\nSent: Monday, November 23, 2026 9:00 AM\nTo: Ann "
     "<ann@x.test>\nSubject: Order\n\nold\n",
     "Hi,\nsee below."},
    {"outlook de",
     "Ok\n\nVon: Laden <help@shop.test>\nGesendet: Montag, 23. November 2026 09:00\nAn: Ann\nBetreff: "
     "Bestellung\n\nalt",
     "Ok"},
    {"outlook fr",
     "Ok\n________________________________\nDe : Boutique <help@shop.test>\nEnvoyé : lundi 23 novembre 2026 09:00\nÀ : "
     "Ann\nObjet : Commande\n\nvieux",
     "Ok"},
    {"outlook es",
     "Ok\n\nDe: Tienda <help@shop.test>\nEnviado: lunes, 23 de noviembre de 2026 9:00\nPara: Ann\nAsunto: "
     "Pedido\n\nviejo",
     "Ok"},
    {"outlook pt",
     "Ok\n\nDe: Loja <help@shop.test>\nEnviado: segunda-feira, 23 de novembro de 2026 09:00\nPara: Ann\nAssunto: "
     "Pedido\n\nantigo",
     "Ok"},
    {"outlook ru",
     "Ок\n\nОт: Магазин <help@shop.test>\nОтправлено: 23 ноября 2026 г. 9:00\nКому: Анна\nТема: Заказ\n\nстарое", "Ок"},
    {"original message", "Ok\n\n-----Original Message-----\nold", "Ok"},
    {"ursprüngliche", "Ok\n\n-----Ursprüngliche Nachricht-----\nalt", "Ok"},
    {"bold labels", "Ok\n\n*From:* Shop <help@shop.test>\n*Sent:* Monday 9:00\n*To:* Ann\n*Subject:* x\n\nold", "Ok"},
    {"iphone", "On my way\n\nSent from my iPhone", "On my way"},
    {"iphone de", "Bin da\n\nVon meinem iPhone gesendet", "Bin da"},
    {"iphone fr", "J'arrive\n\nEnvoyé de mon iPhone\n\n> Le 23 nov. 2026 à 09:00, B <b@x.test> a écrit :\n> vieux",
     "J'arrive"},
    {"iphone ru", "Иду\n\nОтправлено с iPhone", "Иду"},
    {"outlook app es", "Voy\n\nObtener Outlook para Android<https://aka.ms/x>", "Voy"},
    {"signature mark", "Hello\n-- \nAnn\n+1 555 0100", "Hello"},
    {"closing", "Where is it?\n\nKind regards,\n\nAnn Example\nHead of Things", "Where is it?"},
    {"thanks stays", "Where is it?\n\nThanks,\nAnn", "Where is it?\n\nThanks,\nAnn"},
    {"bottom post", "On Mon, 23 Nov 2026 at 09:00, Shop <help@shop.test> wrote:\n> Which size?\n\nSize 42.\n",
     "Size 42."},
    {"interleaved", "> Which size?\n\n42\n\n> Which colour?\n\nBlue\n",
     "> Which size?\n\n42\n\n> Which colour?\n\nBlue"},
    {"forward is kept",
     "See below\n\n---------- Forwarded message ---------\nFrom: A <a@x.test>\nDate: Mon, 23 Nov 2026\nSubject: x\nTo: "
     "B <b@x.test>\n\ntext",
     "See below\n\n---------- Forwarded message ---------\nFrom: A <a@x.test>\nDate: Mon, 23 Nov 2026\nSubject: x\nTo: "
     "B <b@x.test>\n\ntext"},
    {"a journey is no header", "Please rebook:\nFrom: Paris\nTo: London\nDate: 12 May 2026\nThanks",
     "Please rebook:\nFrom: Paris\nTo: London\nDate: 12 May 2026\nThanks"},
    {"on is a word", "On Friday I wrote to you.\nOn Monday nobody answered.",
     "On Friday I wrote to you.\nOn Monday nobody answered."},
    {"a sentence is no device", "Sent from my desk, is much easier.\nSent from abroad last week.",
     "Sent from my desk, is much easier.\nSent from abroad last week."},
    {"list with dashes", "I need:\n-- one\n-- two", "I need:\n-- one\n-- two"},
    {"nothing but a quote", "> only this", "> only this"},
    {"windows line ends", "Hi\r\n\r\nOn Mon, 23 Nov 2026 at 09:00, S <s@x.test> wrote:\r\n> old\r\n", "Hi"},
    {"empty", "", ""},
};

TEST(ReplyText, LeavesWhatIsNew) {
  for (const ReplyCase& c : kReplyCases) EXPECT_EQ(split_reply(c.text).reply, c.reply) << c.name;
}

TEST(ReplyText, KeepsTheRestToUnfold) {
  const ReplyParts parts = split_reply("Hi\n-- \nAnn\n\nOn Mon, 23 Nov 2026 at 09:00, S <s@x.test> wrote:\n> old\n");
  EXPECT_EQ(parts.signature, "-- \nAnn");
  EXPECT_EQ(parts.quoted, "On Mon, 23 Nov 2026 at 09:00, S <s@x.test> wrote:\n> old");
  ASSERT_EQ(parts.spans.size(), 3u);
  EXPECT_EQ(parts.spans[0].begin, 0u);
  EXPECT_EQ(parts.spans[2].end, 68u);
}

TEST(ReplyText, UnderstandsTheBoxesOfMailPrograms) {
  for (const char* html : {
           "<div>Yes</div><div class=\"gmail_quote\"><div>On Mon Shop wrote:</div><blockquote>old</blockquote></div>",
           "<p>Yes</p><div class=\"moz-cite-prefix\">Am 23.11.26 um 09:00 schrieb S:</div><blockquote "
           "type=\"cite\">alt</blockquote>",
           "<p>Yes</p><div id=\"appendonsend\"></div><hr><div id=\"divRplyFwdMsg\"><b>From:</b> S "
           "&lt;s@x.test&gt;<br><b>Sent:</b> Monday, November 23, 2026 "
           "9:00<br><b>To:</b> A<br><b>Subject:</b> x</div><div>old</div>",
           "<p>Yes</p><div class=\"yahoo_quoted\" id=\"yahoo_quoted_1\"><div>On Monday S "
           "wrote:</div><div>old</div></div>",
           "<div>Yes</div><blockquote type=\"cite\"><div>On 23 Nov 2026, at 09:00, S &lt;s@x.test&gt; "
           "wrote:</div>old</blockquote>",
           "<div>Yes</div><div class=\"protonmail_quote\">------- Original Message -------<br>On Monday, S "
           "wrote:<blockquote>old</blockquote></div>",
       })
    EXPECT_EQ(split_reply_html(html).reply, "Yes") << html;
}

TEST(ReplyText, IsLinear) {
  const auto start = std::chrono::steady_clock::now();
  std::string on, quotes, labels, lines;
  for (int i = 0; i < 100'000; ++i) lines += "a\n";
  for (int i = 0; i < 20'000; ++i) {
    if (i < 1'000) on += "On 1 Jan 2026 at 10:00 somebody <a@b.test>\n";
    quotes += ">> a\nb\n";
    labels += "From: x\n";
  }
  for (const std::string& text : {on, quotes, labels, lines, std::string(2'000'000, '>'), std::string(2'000'000, 'x')})
    split_reply(text);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(60));
}

}  // namespace
}  // namespace peakdesk::channels::email
