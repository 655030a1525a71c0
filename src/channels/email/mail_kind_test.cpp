#include "channels/email/mail_kind.h"

#include <gtest/gtest.h>

namespace peakdesk::channels::email {
namespace {

MailKind kind_of(const std::string& headers, const std::string& body = "Hello\n") {
  return classify(platform::parse_mail(headers + "\n" + body));
}

TEST(MailKind, PeopleArePeople) {
  for (const char* headers : {
           "From: Ann <ann@x.test>\nSubject: Where is my order?\n",
           "From: Ann <ann@x.test>\nSubject: Undelivered parcel\n",
           "From: Ann <ann@x.test>\nSubject: Delivery failed, please send again\n",
           "From: Ann <ann@x.test>\nSubject: Returned mail order 1001\n",
           "From: Ann <ann@x.test>\nSubject: Fwd: Undelivered Mail Returned to Sender\n",
           "From: Ann <ann@x.test>\nSubject: Re: Automatic reply: Order\n",
           "From: list@x.test\nSubject: [list] question\nPrecedence: bulk\nList-Id: <list.x.test>\n",
           "From: Ann <ann@x.test>\nSubject: hi\nPrecedence: list\nX-Spam-Flag: NO\n",
           "From: Ann <ann@x.test>\nSubject: hi\nAuto-Submitted: no\n",
           "From: Ann <ann@x.test>\nSubject: hi\nX-Auto-Response-Suppress: All\n",
           "From: Form <form@shop.test>\nReply-To: ann@x.test\nSubject: Contact form\nAuto-Submitted: auto-generated\n",
           "From: Ann <ann@x.test>\nSubject: Out of stock?\n",
           "From: Ann <ann@x.test>\nSubject: Urlaub in Spanien: Lieferung verschieben\n",
       })
    EXPECT_EQ(kind_of(headers, "It could not be delivered, the mailbox was full, please help.\n").kind, Kind::Human)
        << headers;
}

TEST(MailKind, AutoRepliesAreTold) {
  for (const char* headers : {
           "From: a@x.test\nSubject: Re: Order\nAuto-Submitted: auto-replied (vacation)\n",
           "From: a@x.test\nSubject: Order\nAuto-Submitted: auto-generated\n",
           "From: a@x.test\nSubject: Automatic reply: Order\n",
           "From: a@x.test\nSubject: Automatische Antwort: Bestellung\n",
           "From: a@x.test\nSubject: Réponse automatique : Commande\n",
           "From: a@x.test\nSubject: Respuesta automática: Pedido\n",
           "From: a@x.test\nSubject: Resposta automática: Pedido\n",
           "From: a@x.test\nSubject: Автоматический ответ: Заказ\n",
           "From: a@x.test\nSubject: Abwesenheitsnotiz\n",
           "From: a@x.test\nSubject: Order\nX-Autoreply: yes\n",
           "From: a@x.test\nSubject: Order\nPrecedence: auto_reply\n",
           "From: a@x.test\nSubject: Out of office\nX-Auto-Response-Suppress: All\n",
           "From: a@x.test\nSubject: I am away from my desk\nPrecedence: bulk\n",
       })
    EXPECT_EQ(kind_of(headers).kind, Kind::AutoReply) << headers;
}

TEST(MailKind, ABounceSaysWhoAndHowBad) {
  const MailKind kind = kind_of(
      "Return-Path: <>\nFrom: MAILER-DAEMON@mx.test (Mail Delivery System)\nSubject: Undelivered Mail Returned to "
      "Sender\n"
      "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n",
      "--b\n\nThis is the mail system.\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.test\n\n"
      "Final-Recipient: rfc822; gone@x.test\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User "
      "unknown\n\n"
      "Final-Recipient: rfc822; full@x.test\nAction: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 5.2.2 Mailbox "
      "full\n\n"
      "Final-Recipient: rfc822; slow@x.test\nAction: delayed\nStatus: 4.4.1\n\n"
      "--b\nContent-Type: message/rfc822\n\nMessage-ID: <ours@shop.test>\nSubject: Order\n\nhi\n--b--\n");
  EXPECT_EQ(kind.kind, Kind::Bounce);
  EXPECT_EQ(kind.original_message_id, "ours@shop.test");
  ASSERT_EQ(kind.failed.size(), 3u);
  EXPECT_EQ(kind.failed[0].address, "gone@x.test");
  EXPECT_TRUE(kind.failed[0].hard);
  EXPECT_EQ(kind.failed[1].status, "5.2.2");
  EXPECT_FALSE(kind.failed[1].hard) << "a full mailbox is emptied one day";
  EXPECT_EQ(kind.failed[2].status_class, 4);
  EXPECT_FALSE(kind.failed[2].hard);
}

TEST(MailKind, BouncesWithoutStandardParts) {
  const MailKind qmail =
      kind_of("Return-Path: <>\nFrom: MAILER-DAEMON@x.test\nSubject: failure notice\n",
              "Hi. This is the qmail-send program at x.test.\nI'm afraid I wasn't able to deliver your message.\n\n"
              "<gone@y.test>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the "
              "message.\n\n"
              "Message-ID: <ours@shop.test>\nTo: gone@y.test\n");
  EXPECT_EQ(qmail.kind, Kind::Bounce);
  ASSERT_EQ(qmail.failed.size(), 1u);
  EXPECT_EQ(qmail.failed[0].address, "gone@y.test");
  EXPECT_TRUE(qmail.failed[0].hard);
  EXPECT_EQ(qmail.original_message_id, "ours@shop.test");
}

TEST(MailKind, ConfirmationsAreNoBounces) {
  EXPECT_EQ(kind_of("Return-Path: <>\nFrom: MAILER-DAEMON@x.test\nSubject: Successful Mail Delivery Report\n"
                    "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n",
                    "--b\n\nok\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; "
                    "x\n\nFinal-Recipient: rfc822; a@x.test\nAction: "
                    "delivered\nStatus: 2.0.0\n\n--b--\n")
                .kind,
            Kind::AutoReply);
}

TEST(MailKind, ComplaintsAndSpam) {
  EXPECT_EQ(kind_of("From: fbl@provider.test\nSubject: FW: offer\nContent-Type: multipart/report; "
                    "report-type=feedback-report; boundary=b\n",
                    "--b\n\nx\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nOriginal-Rcpt-To: "
                    "ann@x.test\n--b--\n")
                .kind,
            Kind::Report);
  EXPECT_EQ(kind_of("From: a@x.test\nSubject: win\nX-Spam-Flag: YES\n").kind, Kind::Spam);
  EXPECT_EQ(kind_of("From: a@x.test\nSubject: win\nX-Spam-Status: Yes, score=9\n").kind, Kind::Spam);
}

}  // namespace
}  // namespace peakdesk::channels::email
