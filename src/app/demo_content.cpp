#include "app/demo_content.h"

namespace peakdesk::app {
namespace {

constexpr DemoConversation kConversations[] = {
    {"en", "Where is my order {order}?",
     "Hi,\n\nI ordered the merino base layer eight days ago (order {order}) and the tracking page has not moved since "
     "Monday. It is a birthday present for Saturday. Will it still arrive in time?\n\nThanks,\n{name}",
     "", "", "order-status"},
    {"en", "Wrong size, can I exchange?",
     "Hello, the trail shoes from order {order} are too small. I normally wear 43 but these feel like 42. Can I swap "
     "them for a 44 without paying shipping twice?\n{name}",
     "Hi {name},\n\nNo problem at all. I have reserved a 44 for you; the return label is attached to this mail. As "
     "soon as the carrier scans the parcel we send the new pair.",
     "Great, the parcel is on its way back. Thank you for being so quick!", "exchange"},
    {"en", "Tent pole arrived broken",
     "The second pole of my Ridgeline tent was cracked when I opened the box. Photo below. We leave for the hills on "
     "Thursday, so I need a solution fast.\nOrder {order}\n\n{name}",
     "", "", "damaged"},
    {"en", "Discount code does not work",
     "Your newsletter promised 15% with code WINTER15 but the checkout says it is invalid. Please fix it, I have a "
     "basket full of things waiting.",
     "Hi {name},\n\nthe code needs a basket of 60 or more and does not combine with the sale items. I have made you a "
     "personal code that works on everything: THANKYOU-15.",
     "", "discount"},
    {"en", "Re: your order has shipped",
     "Please cancel the second sleeping bag, I clicked twice by mistake. Order {order}.", "", "", "cancel"},
    {"en", "Do you ship to Norway?",
     "Hi! Do you ship the 65 litre pack to Tromsø and how long does it take? Also, are duties included in the price?",
     "", "", "shipping"},
    {"en", "Invoice for my company",
     "Could you please send a VAT invoice for order {order}? Our accountant needs it before the end of the month.",
     "Of course, {name}. The invoice is attached, with your VAT number on it.", "", "invoice"},
    {"en", "Refund still missing",
     "You confirmed my return two weeks ago and I still do not see the money on my card. If this is not solved today I "
     "will open a dispute with my bank and leave a review to match.\n\nOrder {order}\n{name}",
     "", "", "refund"},
    {"en", "Love the jacket",
     "Just wanted to say: the storm shell survived three days of rain in Scotland. Best purchase this year. No reply "
     "needed!",
     "", "", "feedback"},
    {"en", "Gift card",
     "I received a gift card of 50 but the code on it is scratched off and unreadable. What can I do?", "", "",
     "gift-card", "form"},
    {"en", "Which sleeping pad for winter?",
     "I am looking for a pad that is warm enough for around minus ten. Is the Alto 5 enough, or should I take the Alto "
     "7? I am 1.92 m.",
     "Hi {name},\n\nfor minus ten I would take the Alto 7, in the long version: its R-value is 6.1, and 1.92 m fits "
     "well.",
     "Perfect, ordered the 7. Thanks!", "product-question", "form"},
    {"fr", "Où est ma commande {order} ?",
     "Bonjour,\n\nj’ai commandé un sac à dos le 12 et je n’ai toujours rien reçu. Le suivi affiche « en cours "
     "d’acheminement » depuis six jours. Pouvez-vous vérifier auprès du transporteur ?\n\nCordialement,\n{name}",
     "", "", "order-status"},
    {"fr", "Échange de taille",
     "Bonjour, la veste de la commande {order} est trop petite. Est-il possible de l’échanger contre une taille L ? "
     "Merci d’avance, {name}",
     "Bonjour {name},\n\nbien sûr. Vous trouverez l’étiquette de retour en pièce jointe ; votre taille L est déjà "
     "réservée.",
     "", "exchange"},
    {"fr", "Colis reçu ouvert",
     "Le carton est arrivé ouvert et il manque le réchaud. J’ai pris des photos. Que dois-je faire pour être "
     "remboursée ?\nCommande {order}\n{name}",
     "", "", "damaged"},
    {"fr", "Facture",
     "Bonjour, serait-il possible d’avoir la facture de ma commande {order} au nom de mon association ?", "", "",
     "invoice"},
    {"fr", "Code promo refusé",
     "Le code NOEL10 ne passe pas au paiement alors qu’il est affiché sur votre page d’accueil…",
     "Bonjour {name},\n\nle code était limité aux vestes, ce n’était pas assez clair. Je vous en ai créé un qui marche "
     "partout : MERCI-10.",
     "Merci beaucoup, c’est passé !", "discount"},
    {"fr", "Livraison avant le 24 ?",
     "Si je commande aujourd’hui une lampe frontale, est-ce que je l’aurai avant le 24 décembre ? J’habite à Brest.",
     "", "", "shipping", "form"},
    {"de", "Wo bleibt meine Bestellung {order}?",
     "Guten Tag,\n\nmeine Bestellung {order} sollte am Dienstag kommen. Laut Sendungsverfolgung liegt sie seit Freitag "
     "im Verteilzentrum. Bitte prüfen Sie das.\n\nMit freundlichen Grüßen\n{name}",
     "", "", "order-status"},
    {"de", "Umtausch der Wanderschuhe",
     "Hallo, die Schuhe drücken leider vorne. Kann ich sie gegen eine halbe Nummer größer tauschen? Bestellnummer "
     "{order}. Viele Grüße, {name}",
     "Guten Tag {name},\n\nsehr gern. Das Rücksendeetikett hängt an; die 44,5 ist für Sie zurückgelegt.",
     "Super, das Paket ist unterwegs. Danke!", "exchange"},
    {"de", "Reißverschluss defekt",
     "Nach drei Wochen ist der Reißverschluss am Schlafsack kaputt. Ist das ein Garantiefall? Bestellung {order}", "",
     "", "damaged"},
    {"de", "Rechnung an neue Adresse",
     "Bitte schicken Sie mir die Rechnung zu {order} noch einmal, aber mit der neuen Anschrift: Lindenweg 4, 04109 "
     "Leipzig.",
     "", "", "invoice"},
    {"de", "Stornierung", "Ich möchte die Bestellung {order} stornieren, ich habe das Falsche erwischt. Geht das noch?",
     "Guten Tag {name},\n\nwir haben sie vor dem Versand angehalten. Der Betrag ist in zwei bis drei Tagen zurück auf "
     "Ihrem Konto.",
     "", "cancel"},
    {"de", "Newsletter-Rabatt", "Der Gutschein aus dem Newsletter zieht an der Kasse nichts ab. Was mache ich falsch?",
     "", "", "discount", "form"},
    {"es", "¿Dónde está mi pedido {order}?",
     "Hola:\n\nhace diez días que pedí una mochila (pedido {order}) y sigue sin llegar. ¿Podéis decirme cuándo la "
     "recibo? La necesito para el puente.\n\nGracias,\n{name}",
     "", "", "order-status"},
    {"es", "Devolución",
     "Quiero devolver la chaqueta del pedido {order} porque no es del color de la foto. ¿Cómo lo hago?",
     "Hola, {name}:\n\nte adjunto la etiqueta de devolución. En cuanto la recibamos te devolvemos el importe.", "",
     "return"},
    {"es", "Falta un artículo",
     "En la caja solo venía un par de calcetines y pagué tres. Pedido {order}. Un saludo, {name}", "", "", "damaged"},
    {"es", "Reembolso",
     "Llevo tres semanas esperando el reembolso. Es la tercera vez que escribo y nadie me contesta. ¿Tengo que poner "
     "una reclamación?",
     "", "", "refund"},
    {"pt-BR", "Cadê meu pedido {order}?",
     "Oi, tudo bem? Meu pedido {order} está parado em Curitiba faz uma semana. Já era pra ter chegado. Podem ver o que "
     "aconteceu?\n\nObrigada,\n{name}",
     "", "", "order-status"},
    {"pt-BR", "Troca de tamanho", "Boa tarde! A bota ficou apertada, queria trocar por uma 41. O pedido é {order}.",
     "Oi, {name}! Claro. A etiqueta de devolução está em anexo e a 41 já está separada para você.",
     "Postei hoje. Valeu!", "exchange"},
    {"pt-BR", "Produto veio com defeito",
     "A lanterna chegou e não liga, mesmo com pilha nova. Como faço pra trocar? Pedido {order}", "", "", "damaged"},
    {"pt-BR", "Cupom", "O cupom PRIMEIRA10 não funciona no app, só no site. É isso mesmo?", "", "", "discount", "form"},
    {"ru", "Где мой заказ {order}?",
     "Здравствуйте!\n\nЗаказ {order} уже неделю не двигается с места, трек-номер показывает «Принято в отделении». "
     "Подскажите, пожалуйста, когда его ждать?\n\nС уважением,\n{name}",
     "", "", "order-status"},
    {"ru", "Возврат куртки",
     "Добрый день! Куртка не подошла по размеру, хочу вернуть. Заказ {order}, бирки на месте. Что нужно сделать?",
     "Здравствуйте, {name}!\n\nКонечно. Бланк возврата во вложении, деньги вернём в день получения посылки.",
     "Спасибо, отправила сегодня.", "return"},
    {"ru", "Не пришёл чек",
     "Оплатила заказ {order}, а чек на почту не пришёл. Пришлите, пожалуйста, он нужен для отчёта.", "", "", "invoice"},
    {"ru", "Подходит ли для зимы?", "Скажите, спальник Alto выдержит минус пятнадцать? Рост 185, сплю на боку.", "", "",
     "product-question", "form"},
};

constexpr DemoCustomer kCustomers[] = {
    {"Emma Whitfield", "emma.whitfield@mail.example", "en"},
    {"Daniel Okafor", "d.okafor@post.example", "en"},
    {"Priya Raman", "priya.raman@mail.example", "en"},
    {"Tom Hargreaves", "tom.h@letters.example", "en"},
    {"Grace Lindqvist", "grace.lq@mail.example", "en"},
    {"Owen Price", "owenprice@post.example", "en"},
    {"Camille Moreau", "camille.moreau@courriel.example", "fr"},
    {"Julien Petit", "j.petit@courriel.example", "fr"},
    {"Nadia Benali", "nadia.benali@mail.example", "fr"},
    {"Luc Garnier", "luc.garnier@post.example", "fr"},
    {"Anna Schreiber", "anna.schreiber@post.example", "de"},
    {"Jonas Keller", "jonas.keller@mail.example", "de"},
    {"Miriam Vogt", "m.vogt@briefe.example", "de"},
    {"Stefan Brandt", "stefan.brandt@mail.example", "de"},
    {"Lucía Ortega", "lucia.ortega@correo.example", "es"},
    {"Mateo Vidal", "mateo.vidal@mail.example", "es"},
    {"Carmen Soler", "carmen.soler@correo.example", "es"},
    {"Beatriz Nogueira", "bia.nogueira@mail.example", "pt-BR"},
    {"Rafael Teixeira", "rafa.teixeira@correio.example", "pt-BR"},
    {"Juliana Prado", "juliana.prado@mail.example", "pt-BR"},
    {"Ирина Соколова", "i.sokolova@pochta.example", "ru"},
    {"Дмитрий Орлов", "d.orlov@pochta.example", "ru"},
    {"Мария Лебедева", "m.lebedeva@mail.example", "ru"},
};

constexpr DemoMacro kMacros[] = {
    {"Order status: on its way", "en",
     "<p>Hi {{ticket.customer.firstname}},</p><p>I have checked with the carrier: your parcel is moving again and "
     "should reach you within two working days. I keep an eye on it and write to you at once if anything "
     "changes.</p><p>Kind regards,<br>{{current_user.firstname}}</p>",
     "order-status", "closed"},
    {"Exchange: label attached", "en",
     "<p>Hi {{ticket.customer.firstname}},</p><p>of course we exchange it. The return label is attached; the new size "
     "is reserved for you and leaves as soon as the carrier scans your parcel.</p><p>Kind "
     "regards,<br>{{current_user.firstname}}</p>",
     "exchange", ""},
    {"Damaged: photo please", "en",
     "<p>Hi {{ticket.customer.firstname}},</p><p>I am sorry about that. Please send me one photo of the damage and one "
     "of the box; I then send a replacement today, you need not send anything "
     "back.</p><p>{{current_user.firstname}}</p>",
     "damaged", ""},
    {"Suivi : colis en route", "fr",
     "<p>Bonjour {{ticket.customer.firstname}},</p><p>j’ai vérifié auprès du transporteur : votre colis est de nouveau "
     "en route et devrait arriver sous deux jours ouvrés.</p><p>Bien cordialement,<br>{{current_user.firstname}}</p>",
     "order-status", "closed"},
    {"Lieferstatus: unterwegs", "de",
     "<p>Guten Tag {{ticket.customer.firstname}},</p><p>ich habe beim Zusteller nachgefragt: Ihr Paket ist wieder "
     "unterwegs und sollte in zwei Werktagen bei Ihnen sein.</p><p>Freundliche Grüße<br>{{current_user.firstname}}</p>",
     "order-status", "closed"},
    {"Estado del pedido", "es",
     "<p>Hola, {{ticket.customer.firstname}}:</p><p>he hablado con el transportista: tu paquete ya está de camino y "
     "debería llegar en dos días laborables.</p><p>Un saludo,<br>{{current_user.firstname}}</p>",
     "order-status", "closed"},
    {"Status do pedido", "pt-BR",
     "<p>Oi, {{ticket.customer.firstname}}!</p><p>Falei com a transportadora: seu pacote voltou a andar e deve chegar "
     "em até dois dias úteis.</p><p>Abraço,<br>{{current_user.firstname}}</p>",
     "order-status", "closed"},
    {"Статус заказа", "ru",
     "<p>Здравствуйте, {{ticket.customer.firstname}}!</p><p>Мы связались с перевозчиком: посылка снова в пути и должна "
     "прийти в течение двух рабочих дней.</p><p>С уважением,<br>{{current_user.firstname}}</p>",
     "order-status", "closed"},
};

}  // namespace

std::span<const DemoConversation> demo_conversations() { return kConversations; }
std::span<const DemoCustomer> demo_customers() { return kCustomers; }
std::span<const DemoMacro> demo_macros() { return kMacros; }

}  // namespace peakdesk::app
