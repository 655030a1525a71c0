// The list behind meanings.h: a line for each meaning, words of nine languages; one ending in * stands for its
// beginnings. Written for this project; a word belongs to the first line that names it.
#pragma once
#include <string_view>

namespace peakdesk::understanding {

// clang-format off
inline constexpr std::string_view kMeaningWords = R"(order* purchas* bought commande* commandé* achat* achet* compra* comprei comprar comprad* pedido* encomend* pedid* bestell* kauf* gekauft einkauf* ordin* acquist* comprat* besteld* bestelling* aankoop* gekocht kocht zamow* zamaw* kupi* zakup* заказ* покуп* купи* оформ*
parcel parcels package* packet* shipment* box colis paquet* carton pacote* encomenda* embalagem caixa paquete* caja paket* päckchen sendung* karton pacco pacchi scatola pakket* doos pakje paczk* przesylk* pudelk* посылк* коробк* отправлени*
deliver* livr* entreg* entrega* liefer* geliefert zustell* consegn* recapit* bezorg* lever* geleverd dostaw* dostarcz* doreczy* достав* привез* вруч*
ship* dispatch* sent send mail* postage expedi* expéd* envoi* envoy* envoye enviar envia* envie* enviad* envio* enviaram posta* despach* mandar* mandaron versand* verschick* versend* geschickt abgeschickt sped* inviat* invio verzend* verzonden verstuur* gestuurd wysyl* wysl* wyslan* nadan* отправ* выслал* высыла*
courier carrier driver ups dhl fedex dpd gls usps hermes livreur* transporteur* facteur coursier colissimo chronopost laposte poste transportadora* correios entregador* sedex jadlog transportista* repartidor* mensajer* correos seur mrw zusteller* fahrer bote postbote post corriere postino vettore brt bezorger* postnl koerier* kurier* listonosz* inpost poczt* курьер* почт* сдэк водител*
track* trac* suivi* suivre rastre* segui* rastreio localiz* verfolg* sendungsverfolg* trackin* tracc* volg* sledz* sledzen* отслед* трек*
where wheres ou où cade cadê onde kd donde dónde wo dove waar gdzie где куда
when quand quando cuando cuándo wann wanneer kiedy когда
late delay* overdue retard* tard tarde atras* atraso demora* demor* retras* tarda* verspät* verspat* spät lange ritard* laat vertrag* vertraag* lang spoznion* opozn* dlugo задерж* опазд* опозд* долго
wait* waiting attend* attente aguard* esper* warte* wartet gewartet aspett* attesa wacht* czeka* oczekuj* жду ждем ждать ожида* ждет
receiv* recieve* got arrive* arriving recu reçu recois* recev* recoi* arrivé* receb* recib* chegou chegar chega chegaram llego llega* llegad* llegó erhalten bekommen bekam angekommen ankommt ankomm* erhielt ricev* arrivat* arriva* ontvang* ontvangen aangekomen gekregen otrzym* dosta* dotar* przysz* doszl* получ* приш* пришл* дош* дойд*
lost missing stolen vanish* perdu* disparu* volé* vole egar* introuvable perdido extravi* perd* sumiu roubad* robad* robaron verloren verschwunden gestohlen weg smarrit* pers* rubat* sparit* kwijt gestolen zoek* zagin* zgub* skradz* потер* пропал* украл* утер* исчез*
address* addresse endereco* endereço* morada* cep direccion* dirección domicilio anschrift indirizz* adres* адрес* индекс
mov* relocat* demenag* déménag* mudei mudança mudar* mudanza mudad* umgezogen umzug zieh* trasloc* trasferit* verhui* verhuis* przeprowadz* переехал* переезд*
change* chang* modify modif* amend* edit* updat* correct* alter* mudar altera* corrig* atualiz* cambi* änder* ander* umänder* aktualis* korrig* modific* aggiorn* corregg* wijzig* aanpass* verander* zmien* zmian* popraw* aktualiz* измен* поменя* смен* исправ* обнов*
cancel* annul* anula* anular* résili* resili* desist* storn* widerruf* annull* disdi* recedere annuleer* geannuleer* opzeg* anulow* odwol* zrezygn* rezygn* отмен* аннулир* отказ*
return* retour* renvoi* renvoy* retourn* rendre devol* devolv* devoluç* devoluc* rücksend* ruecksend* zurückschick* zurückgeb* zurück zurueck zuruck rück* restitu* reso resi rendere terugst* terugstur* terug zwrot* zwroc* zwrac* odes* возвр* верну* сдать
refund* reimburs* moneyback rembours* reembols* estorn* ressarc* reintegr* rückerstatt* erstatt* rueckerstatt* ruckerstatt* rimbors* restituzion* terugbetal* terugbetaling* refundac* wozvrat возмещ*
money cash argent dinheiro grana dinero plata geld soldi denaro pieniadz* pieniedz* kasa деньги денег средств* сумм*
exchang* swap* échang* echang* troc* troca* cambiar* cambio umtausch* tausch* umtauschen scambi* sostitu* ruil* omruil* wymian* wymien* обмен* обменя* замен*
size* sizing taille* pointure* tamanho* numeração talla* numero größe* groesse* grosse* taglia* misura* maat* rozmiar* numer размер*
small tight petit* serré* pequeno* apertad* pequeñ* pequen* apretad* klein* eng piccol* strett* krap mal* ciasn* мал* маленьк* узк* тесн*
big large loose grand* large* larg* enorme gran* ancho* groß* gross* weit groot* grote duz* luzn* велик* больш* широк*
color* colour* couleur* coloris cor cores farbe* farbig colore* kleur* kolor* цвет*
damag* broken broke crack* smash* shatter* torn scratch* leak* dent* cassé* casse* abim* abîm* endommag* fissur* rayé* dechir* fuit quebr* danific* rasg* amassad* trincad* vazand* avari* riscad* rot* dañad* danad* golpead* rayad* kaputt* beschädig* beschadig* zerbroch* zerkratz* gerissen undicht rott* danneggi* rovinat* strappat* graffiat* kapot* stuk beschadigd gebroken gescheurd uszkodz* zepsut* zbit* pekni* podart* слом* разби* поврежд* порван* треснут* царапин* протека*
defect* faulty malfunction* fault* defectu* défectu* defeitu* defeito* panne hs vicio vício funciona* funcion* fonctionn* marche* avería averia* estrope* defekt* funktionier* geht fehler* mangel difett* guast* funzion* werkt wadliw* dziala* wad* usterk* брак* неисправ* работа* дефект*
wrong incorrect mistake* mistaken error* mauvais* erreur* tromp* mauvaise errad* trocad* engan* erro equivoc* incorrect* falsch* verwechsel* irrtum* sbagliat* errat* errore verkeerd* fout* zl* zly pomyl* bledn* blad ошиб* неправильн* перепут*
missing incomplete incomplet* manqu* manque falt* falta* faltou faltando fehl* fehlt unvollständig* manca* ontbre* ontbreekt mist brak* braku* niekompletn* нехват* недоста* неполн*
invoice* receipt* facture* factura* nota nf nfe recibo fiscal rechnung* beleg* quittung fattur* ricevut* scontrin* factuur* bon rekening faktur* paragon* rachun* счет* счёт* чек* накладн*
pay* paid pai* paie* payé* paye* paiement* regl* règl* pag* pagamento* pague* pagu* zahl* bezahl* pagat* pagament* betal* betaald* plac* platn* zaplac* оплат* плат* заплат*
card* cards cb carte* cartao* cartão* tarjeta* karte* kreditkarte* carta* kaart* creditcard kart* карт*
charg* debit* prélev* prelev* débit* debite* cobr* cobraram cobrança* cobranza* carg* abgebuch* belast* abbuch* addebit* afgeschrev* obciaz* pobran* списа* списан* снял*
twice double doubled duplicate* deux double* doublon duas dobro duplicid* duplicad* dos doble zweimal doppelt zweifach due doppio dubbel* tweemal dwa podwojn* dwukrotn* дважды двойн* повторн*
price* cost* costs prix coût* cout* coute* coûte* tarif* preço* preco* valor custo* custa precio* cuest* vale preis* kost* kosten prezz* prijs* cen* koszt* kosztuj* цена цены цену стоимост* стоит сколько
fee fees frais port porte* frete portes taxa* gastos gebühr* versandkosten porto spese tarif* verzendkosten oplat* комисси* сбор
free gratis gratuit* offert* grátis gratui* kostenlos* umsonst darmow* бесплатн*
discount* coupon* promo* voucher* sale* réduc* reduc* remise* rabais solde* soldes cupom* desconto* oferta* descuento* cupon* rebaja* rabatt* gutschein* sconto* sconti buono kortings* korting* kod rabat* promocj* znizk* скидк* промокод* акци* купон*
code* codigo* código* codice* kod* код*
giftcard* gift cadeau* presente presentes regalo* geschenk* geschenkkarte* regal* cadeaubon* cadeaukaart* prezent* podarunk* подар* сертификат*
point* points reward* loyalty fidélit* fidelit* fidelidade pontos cashback puntos fidelidad punkte treue* punti fedelta spaarpunt* punten punkt* lojaln* балл* бонус* лояльн*
account* profile compte* compte conta contas cadastro* cuenta* perfil konto* kundenkonto profil* kont учетн* аккаунт* кабинет* профил*
login* log logged signin connect* connexion* entrar acess* logar senha acced* inicia* sesión einlogg* anmeld* inlog* aanmeld* zalogow* logow* вход* войти зайти логин*
password* passwort* motdepasse mdp passe senha* contraseña* contrasena* clave kennwort* passwor* wachtwoord* hasl* парол*
delete* remov* eras* supprim* effac* fermer clôtur* excluir exclu* apagar delet* elimin* borrar* lösch* losch* loesch* cancell* verwijder* usun* skasow* удал* закры*
create* register* signup inscri* créer* creer créat* creat* cadastr* crear* registr* registri* erstell* registrier* iscri* registra* aanmak* registre* zaloz* zarejestr* utworz* созда* зарегистр* регистр*
subscri* membership abonn* abonnement* assinatura* assin* suscrip* mensalidad* abo abos abbon* abonament* подписк* абонем*
newsletter* unsubscrib* mailing spam désabonn* desabonn* désinscri* descadastr* boletin boletín baja newslettery abmeld* iscrizione nieuwsbrief* uitschrijv* biuletyn* wypis* рассылк* отписа*
email* mail* courriel* correo* mejl* письм* почту
confirm* confirmation* confirmaç* confirmac* bestätig* bestatig* conferm* bevestig* potwierdz* подтвер*
stock* available availab* restock* dispo* disponible* épuis* rupture estoque disponivel disponível esgotad* disponib* agotad* existencia* verfügbar* verfugbar* vorrätig* lager* ausverkauft dispon* esaurit* voorraad leverbaar uitverkocht dostepn* magazyn* wyprzed* наличи* складе закончил*
warrant* guarant* garant* garantia* garantía* sav gewährleist* garanzi* garantie* gwaranc* reklamacj* гаранти* ремонт* repair* répar* repar* consert* reparatur* riparaz* napraw*
question* ask duvida* dúvida* pergunta* pregunta* consulta* frage* fragen domand* vraag* vragen pytani* вопрос* спросить
info* information* renseign* details détail* informaç* informac* datos auskunft informazion* informati* inform* информац* подробн*
recommend* advise advice suggest* conseil* recommand* recomend* indica* sugest* aconsej* empfehl* empfohlen* consigli* raccomand* aanrad* aanbev* advies poleci* polecac* porad* посовет* рекоменд* совет*
material* fabric leather cotton composi* matière* matiere* coton cuir tecido couro algod* tela cuero stoff leder baumwoll* tessut* cotone pelle stof leer katoen materia* skor* bawel* матери* ткан* кож* хлоп* состав*
store* shop shops boutique* magasin* loja* lojas tienda* laden geschäft* geschaft* filiale* negozi* winkel* sklep* магазин*
open* opening hours ouvert* ouvr* horaire* aberto* abre* horario* horário* abiert* öffn* offn* geöffnet* orari* apert* openingstijd* godzin* otwart* открыт* часы график*
phone* telephone* call* téléphone* telephon* appel* rappel* ligar* liga* telefon* llam* anruf* ruf* chiam* bel* bellen zadzwon* телефон* позвон* звон*
human person agent representative someone humain* conseiller* personne* quelqu* pessoa humano* atendente* alguém alguem persona* asesor* operador* mensch* mitarbeiter* berater* operator* persona operatore umano mens medewerker* iemand czlowiek* konsultant* человек* оператор* менеджер* специалист*
bot robot* machine chatbot* maschin* робот* бот
help* assist* aide aider aidez ajuda* ajudar ayuda* ayúd* hilf* helf* aiut* hulp pomoc* pomoz* помо* помощ*
complain* complaint* plaint* plainte* réclam* reclam* denunc* queja* beschwer* reklam* lament* klacht* klagen skarg* жалоб* претенз*
bad awful terrible horrible worst poor disgust* unacceptable pathetic useless shame* disgrace* nul nulle honte* scandal* inadmissible inacceptable lamentable pire horribl* péssim* pessim* horrível ruim pior vergonha absurdo lixo descaso malo mala malísim* pesim* fatal peor vergüenza verguenza asco schlecht* schlimm* furchtbar* schrecklich* mies* katastroph* unverschämt* frechheit orribil* schifo vergogn* peggio* terribil* slecht* vreselijk* verschrikkelijk* schande waardeloos belachelijk* zly zla fataln* okropn* beznadziejn* skandal* wstyd ужас* плох* отврат* кошмар* безобраз* позор* хам*
angry furious annoyed mad upset frustrat* fed outrag* furieu* colère* colere énerv* enerv* marre outré* scandalis* indignad* revoltad* raiva chatead* furios* enfadad* harto harta cabread* wütend* wutend* sauer verärger* verarger* arrabbiat* stuf* furibond* incazzat* boos woedend kwaad zly wsciek* wkurz* зл* бесит возмущ* надоел*
disappoint* déçu* decu* déception decepcion* frustrad* insatisf* enttäusch* enttausch* delus* teleurgesteld teleurstell* rozczarow* zawiedzion* разочаров*
good great nice excellent perfect awesome amazing wonderful fantastic best lovely super top bon bonne bien excellent* parfait* génial* genial* magnifique* ravi* bravo bom boa ótim* otim* excelent* perfeit* maravilh* linda lindo parabéns parabens bueno buena buenísim* estupend* precios* gut gute guter toll* prima klasse perfekt* wunderbar* hervorragend* buon* ottim* perfett* bellissim* eccellent* fantastic* goed* mooi* prachtig* uitstekend* geweldig* fijn dobr* swietn* super* wspanial* doskonal* piekn* хорош* отличн* прекрасн* замечат* супер класс*
love* loved adore* aime aimer amo amei adoro adorei amor encant* quiero liebe* liebt lieben piacie* houd hou kocha* uwielb* любл* люби* обожа* нрав*
happy glad pleased delighted satisf* content* heureu* ravie feliz felizes satisfech* alegr* glücklich* glucklich* zufrieden* freu* felic* contento soddisf* blij tevreden gelukkig zadowol* szczesliw* рад рада счаст* довол*
sad cry* sorry triste* pleur* chora* llora* traurig* wein* trist* piang* verdriet* huil* smutn* placz* груст* печал* жаль плач*
hate* hated déteste* deteste* haine odeio odiei ódio odio odi* hass* haat haten nienawidz* ненави*
thanks thank thx ty cheers merci* mci obrigad* obg valeu vlw grat* gracias danke* dank grazie bedankt dank* dziek* спасибо благодар*
hi hello hey bonjour* bonsoir salut coucou bjr oi ola olá hola buenas hallo guten moin servus ciao salve buongiorno hoi goedemorgen czesc witam привет* здравств* добрый
not never no none nothing dont didnt cant wont isnt wasnt doesnt havent hasnt pas jamais rien aucun* ne não nao nunca nada nenhum* ningun* tampoco nicht nie nichts kein* keine non mai niente nessun* niet nooit niks geen nigdy nic не нет никогда ничего никак
want* need* like wish veux veut voudrais souhait* aimerais* quero queria gostaria* precis* desej* quiero quisiera necesit* deseo will möchte* mochte* moechte* brauch* würde voglio vorrei bisogno desider* wil willen graag nodig chce chcial* potrzeb* prosz* хочу хотел* нужн* надо хочется
can could possible peut peux puis pouvez pourr* possib* posso pode podem poderia* consigo puede* puedo podr* kann können konnen konnte* möglich* moglich* possibil* puo kan kunnen mogelijk* moge mozna mozliw* можно могу можете возможн*
how comment como cómo wie come hoe jak как
why pourquoi porque pq porqué warum wieso perche waarom dlaczego почему зачем
fraud* scam* fake phish* hack* unauthori* arnaqu* escro* pirat* fraude* golpe* falso clonad* clonaram estaf* timo betrug* betrüg* gefälscht* truff* frode oplicht* nep* oszust* wyludz* мошен* обман* взлом* развод
lawyer* attorney court sue legal police avocat* tribunal* justice dgccrf médiateur* mediateur* procon justiça advogado* processar processo polícia abogado* denuncia* juicio policía anwalt* gericht* polizei verbraucherzentral* avvocat* tribunale polizia codacons advocaat rechter politie prawnik* sad policj* rzecznik* суд юрист* полици* роспотреб* адвокат*
reply replied respond* answer* response répond* repond* réponse* resposta* retorno respuest* contest* antwort* meld* rispond* rispost* antwoord* reageer* odpowied* odpisa* ответ* отвеч*
review* feedback rating comment* avis commentaire* avalia* opinião opiniao comentário* reseñ* resena* opinion* valora* bewert* meinung* recension* beoordel* recensie* opini* ocen* отзыв* оценк* мнени*
wholesale bulk reseller b2b revendeur* gros grossiste* devis atacado revend* lojista* orçamento mayorist* großhandel* grosshandel* händler* mengenrabatt ingross* rivendit* preventiv* groothandel* wederverkop* offerte hurt* hurtow* опт* оптов*
partner* collab* influenc* sponsor* partenariat* colabora* parceria* patroc* colaborac* zusammenarbeit kooperation* collaboraz* samenwerk* wspolprac* сотрудн* партнер* блогер*
job* hiring vacancy career* emploi* recrut* stage candidature vaga* emprego curriculo currículo empleo stelle* bewerb* lavoro assun* vacatur* sollicit* pracy praca rekrut* вакансии работу резюме
pickup collect* pick retrait* retirer récupér* recuper* retirar retirada recoger* recogid* abhol* ritir* ophal* afhal* odbior* odebra* самовывоз* забрать
home house maison domicile casa domicilio zuhause hause daheim thuis dom domu дома дом
absent away holiday* vacation* absent* vacances férias ferias ausente* vacaciones urlaub abwesend vacanza ferie assente afwezig vakantie nieobecn* urlop* отпуск* отсутств*
tomorrow later reschedul* postpone* demain report* reprogramm* décal* decal* amanhã amanha reagend* remarc* adiar mañana manana aplaz* reprogram* morgen verschieb* später domani rimand* postic* verzet* jutro przeloz* pozniej завтра перенес* позже
christmas xmas holidays noel noël natal navidad* reyes weihnacht* natale kerst* sinterklaas swieta gwiazdk* рождеств*
abroad international overseas country countries customs étranger* etranger* douane* exterior alfândega alfandega aduana* extranjero ausland zoll estero dogana buitenland douane zagranic* clo заграниц* таможн* стран*
website site page app appli página pagina aplicativo web webseite* seite sito website* stron* aplikacj* сайт* страниц* приложени*
cart basket checkout panier* carrinho* sacola carrito cesta warenkorb* carrello winkelwagen* winkelmand koszyk* корзин*
loads crash* freez* bug* plante* trava* cuelg* bloqu* hängt hang* absturz* blocc* vastloopt loopt zawiesz* висн* завис* глюч* тормоз*
gift present wrap* emballage* embrulh* envolv* verpack* einpack* pacchetto inpak* pakow* упаков*
day days jour* dia dias día días tag tage tagen giorn* dag dagen dzien dni день дня дней
week* semaine* semana* woche* settiman* week weken tydzien tygod* недел*
month* mois mes mês meses monat* mese mesi maand* miesia* месяц*
refus* reject* declin* rejet* recus* negad* negar* rechaz* denegad* abgelehnt* ablehn* verweiger* rifiut* respint* geweiger* afgewez* odrzuc* odmow* отклон* отказал*
installment* instalment* mensualité* échéance* parcela* parcel* juros prestaç* cuota* plazo* raten* ratenzahlung rata rate* termijn* raty рассроч*
try tried attempt* essai* essay* tentativ* tente tento tentei tentar tentato intent* versuch* prov* probeer* geprobeerd prob* пыта* попыт* пробова*
promis* promess* prometer* promet* versproch* verspr* beloof* beloofd obiec* обещ*
proof photo* picture* image* foto* bild* zdjec* фото* доказ*
empty vide vazi* vaci* leer leere vuot* leeg leger pust* пуст*
neighbor* neighbour* voisin* gardien* concierge portaria porteiro vizinh* vecin* portero nachbar* vicin* portinai* buren buurman buurvrouw sasiad* сосед* консьерж*
last only just dernier* último* ultima* letzt* ultim* laatst* ostatni* последн*
)";
// clang-format on

}  // namespace peakdesk::understanding
