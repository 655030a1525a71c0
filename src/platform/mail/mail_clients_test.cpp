// IMAP and SMTP clients against a real Dovecot and a real Postfix: eval "$(tests/peers/mail_servers.sh start)" first.
#include <gtest/gtest.h>

#include <cstdlib>
#include <thread>

#include "base/text.h"
#include "platform/mail/imap_client.h"
#include "platform/mail/mime_builder.h"
#include "platform/mail/smtp_client.h"
#include "platform/testing/scripted_server.h"

namespace peakdesk::platform {
namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

MailServer server_at(const char* port_variable, TlsMode tls, const std::string& user = {}) {
  MailServer server;
  server.host = "127.0.0.1";
  server.port = static_cast<std::uint16_t>(std::atoi(environment(port_variable).c_str()));
  server.tls = tls;
  server.user = user;
  server.password = environment("MAIL_PASSWORD");
  server.ca_file = environment("MAIL_CA_FILE");
  server.timeout = seconds(20);
  server.allowed = http::parse_ranges("127.0.0.1");
  return server;
}

#define NEED_SERVERS()                       \
  if (environment("MAIL_IMAP_PORT").empty()) \
  GTEST_SKIP() << "no mail servers: eval \"$(tests/peers/mail_servers.sh start)\" first"

std::string a_mail(const std::string& subject, const std::string& text = "Hello\r\n.\r\n..dots\r\n") {
  OutgoingMail mail;
  mail.from = {"Ann", "shopper@mail.test"};
  mail.to = {{"", "support@shop.test"}};
  mail.subject = subject;
  mail.text = text;
  mail.message_id = subject + "@mail.test";
  mail.date = {1'795'000'000'000};
  return build_mail(mail);
}

// Waits for the mail by IDLE, as the desk does.
std::string wait_for(ImapClient& imap, const std::string& subject) {
  for (int round = 0; round < 20; ++round) {
    for (const ImapListed& listed : imap.list(1)) {
      std::string raw = imap.fetch(listed.uid);
      if (raw.find("Subject: " + subject) != std::string::npos) {
        EXPECT_GE(raw.size() + 200, listed.size);
        return raw;
      }
    }
    imap.idle(seconds(10));
  }
  return {};
}

MailTrouble trouble_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const MailServerError& error) {
    EXPECT_GT(std::string(error.what()).size(), 20u);
    return error.trouble;
  }
  ADD_FAILURE() << "nothing was thrown";
  return MailTrouble::Lost;
}

TEST(MailClients, AMailGoesThroughBothServers) {
  NEED_SERVERS();
  ImapClient imap(server_at("MAIL_IMAPS_PORT", TlsMode::Tls, "support@shop.test"));
  imap.connect();
  const ImapFolder inbox = imap.select("INBOX");
  EXPECT_NE(inbox.uid_validity, 0u);
  SmtpClient smtp(server_at("MAIL_SMTP_PORT", TlsMode::StartTls));
  smtp.connect();
  const std::string subject = "journey-" + std::to_string(std::rand());
  const SmtpResult result = smtp.send("shopper@mail.test", {"support@shop.test"}, a_mail(subject));
  EXPECT_TRUE(result.delivered()) << result.deciding().code << result.deciding().text;
  const std::string raw = wait_for(imap, subject);
  const ParsedMail mail = parse_mail(raw);
  EXPECT_EQ(mail.subject, subject);
  EXPECT_EQ(trim(mail.text), "Hello\n.\n..dots");
  smtp.quit();
  imap.logout();
}

TEST(MailClients, OneSessionHandsOverSeveralMailsAndKeepsEveryAnswer) {
  NEED_SERVERS();
  SmtpClient smtp(server_at("MAIL_SUBMISSION_PORT", TlsMode::StartTls, "shopper@mail.test"));
  smtp.connect();
  EXPECT_TRUE(smtp.send("shopper@mail.test", {"second@mail.test"}, a_mail("several-1")).delivered());
  const SmtpResult mixed =
      smtp.send("shopper@mail.test", {"refused@mail.test", "second@mail.test", "bad address@x", "ü@mail.test"},
                a_mail("several-2"));
  EXPECT_TRUE(mixed.delivered());
  EXPECT_TRUE(mixed.recipients[0].reply.permanent());
  EXPECT_NE(mixed.recipients[0].reply.text.find("5.1.1"), std::string::npos) << mixed.recipients[0].reply.text;
  EXPECT_TRUE(mixed.recipients[1].reply.accepted());
  EXPECT_EQ(mixed.recipients[2].reply.code, 553);
  EXPECT_EQ(mixed.recipients[3].reply.code, 553);
  const SmtpResult nobody = smtp.send("shopper@mail.test", {"refused@mail.test"}, a_mail("several-3"));
  EXPECT_FALSE(nobody.delivered());
  EXPECT_EQ(nobody.deciding().code, 550);
  EXPECT_TRUE(smtp.send("", {"second@mail.test"}, a_mail("several-4")).delivered())
      << "after a refusal the session goes on";
  smtp.quit();
  EXPECT_FALSE(smtp.is_connected());
}

TEST(MailClients, ReadsMarksMovesAndStores) {
  NEED_SERVERS();
  const std::string user = "folder-" + std::to_string(std::rand()) + "@mail.test";
  ImapClient imap(server_at("MAIL_IMAP_PORT", TlsMode::StartTls, user));
  imap.connect();
  EXPECT_TRUE(imap.can_idle());
  imap.append("INBOX", a_mail("one"), false);
  imap.append("INBOX", a_mail("two", std::string(300'000, 'x')), false);
  const ImapFolder inbox = imap.select("INBOX");
  EXPECT_EQ(inbox.exists, 2u);
  const std::vector<ImapListed> mails = imap.list(1);
  ASSERT_EQ(mails.size(), 2u);
  EXPECT_GT(mails[1].size, 300'000u);
  EXPECT_EQ(imap.fetch(mails[1].uid).size(), mails[1].size);
  EXPECT_FALSE(imap.list(1)[0].seen) << "fetching does not mark as read";
  EXPECT_TRUE(imap.list(mails[1].uid + 1).empty());
  imap.mark_seen(mails[0].uid);
  EXPECT_TRUE(imap.list(1)[0].seen);
  imap.move(mails[0].uid, "Processed");
  EXPECT_EQ(imap.list(1).size(), 1u);
  EXPECT_EQ(imap.select("Processed").exists, 1u);
  EXPECT_EQ(imap.fetch(99'999), "");
  const auto folders = imap.folders();
  EXPECT_NE(std::find(folders.begin(), folders.end(), "Processed"), folders.end());
}

TEST(MailClients, IdleEndsWhenMailComesOrWhenWoken) {
  NEED_SERVERS();
  const std::string user = "idle-" + std::to_string(std::rand()) + "@mail.test";
  Wakeup wakeup;
  ImapClient imap(server_at("MAIL_IMAPS_PORT", TlsMode::Tls, user), &wakeup);
  imap.connect();
  imap.select("INBOX");
  EXPECT_EQ(imap.idle(milliseconds(50)), ImapClient::Idle::TimedOut);
  ImapClient other(server_at("MAIL_IMAP_PORT", TlsMode::None, user));
  other.connect();
  std::jthread writer([&] { other.append("INBOX", a_mail("idle"), false); });
  ImapClient::Idle seen = ImapClient::Idle::TimedOut;
  for (int round = 0; round < 5 && seen != ImapClient::Idle::NewMail; ++round) seen = imap.idle(seconds(20));
  writer.join();
  EXPECT_EQ(seen, ImapClient::Idle::NewMail);
  EXPECT_EQ(imap.list(1).size(), 1u);
  std::jthread waker([&] { wakeup.wake(); });
  for (int round = 0; round < 5 && seen != ImapClient::Idle::Woken; ++round) seen = imap.idle(seconds(20));
  waker.join();
  EXPECT_EQ(seen, ImapClient::Idle::Woken);
  wakeup.reset();
  EXPECT_EQ(imap.list(1).size(), 1u) << "the session goes on";
}

TEST(MailClients, ExplainsWhatIsWrong) {
  NEED_SERVERS();
  MailServer wrong = server_at("MAIL_IMAPS_PORT", TlsMode::Tls, "support@shop.test");
  wrong.password = "not this";
  EXPECT_EQ(trouble_of([&] { ImapClient(wrong).connect(); }), MailTrouble::WrongPassword);
  MailServer sender = server_at("MAIL_SUBMISSION_PORT", TlsMode::StartTls, "support@shop.test");
  sender.password = "not this";
  EXPECT_EQ(trouble_of([&] { SmtpClient(sender).connect(); }), MailTrouble::WrongPassword);
  MailServer untrusted = server_at("MAIL_IMAPS_PORT", TlsMode::Tls, "support@shop.test");
  untrusted.ca_file.clear();
  EXPECT_EQ(trouble_of([&] { ImapClient(untrusted).connect(); }), MailTrouble::Tls);
  untrusted.verify_certificate = false;
  EXPECT_NO_THROW(ImapClient(untrusted).connect());
  MailServer plain = server_at("MAIL_IMAP_PORT", TlsMode::Tls, "support@shop.test");
  EXPECT_EQ(trouble_of([&] { ImapClient(plain).connect(); }), MailTrouble::Tls);
  MailServer smtp_port = server_at("MAIL_SMTP_PORT", TlsMode::None, "support@shop.test");
  EXPECT_EQ(trouble_of([&] { ImapClient(smtp_port).connect(); }), MailTrouble::NotMailServer);
  ImapClient imap(server_at("MAIL_IMAP_PORT", TlsMode::None, "support@shop.test"));
  imap.connect();
  EXPECT_EQ(trouble_of([&] { imap.select("No such folder"); }), MailTrouble::NoSuchFolder);
  EXPECT_NE(imap.select("INBOX").uid_validity, 0u) << "and the session goes on";
}

// An IMAP server of its own: `on_idle` runs between being asked for IDLE and granting it.
testing::ScriptedServer imap_server_that(std::function<void(testing::ScriptedServer::Conversation&)> on_idle) {
  return testing::ScriptedServer([on_idle](testing::ScriptedServer::Conversation& client) {
    client.say("* OK [CAPABILITY IMAP4rev1 IDLE] ready\r\n");
    for (std::string line = client.read_line(); !line.empty(); line = client.read_line()) {
      const std::string tag = line.substr(0, line.find(' '));
      if (line.find("CAPABILITY") != std::string::npos) client.say("* CAPABILITY IMAP4rev1 IDLE\r\n");
      if (line.find("SELECT") != std::string::npos) client.say("* 3 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n");
      if (line.ends_with(" IDLE")) {
        on_idle(client);
        if (client.read_line() != "DONE") return;
      }
      client.say(tag + " OK done\r\n");
    }
  });
}

MailServer plain_server_at(std::uint16_t port) {
  MailServer server;
  server.host = "127.0.0.1";
  server.port = port;
  server.tls = TlsMode::None;
  server.user = server.password = "any";
  server.allowed = http::parse_ranges("127.0.0.1");
  return server;
}

TEST(MailClientsWoken, WhileIdleIsBeingAskedForTheSessionGoesOn) {
  Wakeup wakeup;
  const auto server = imap_server_that([&](auto& client) {
    wakeup.wake();
    client.say("+ idling\r\n");
  });
  ImapClient imap(plain_server_at(server.port()), &wakeup);
  imap.connect();
  imap.select("INBOX");
  EXPECT_EQ(imap.idle(seconds(20)), ImapClient::Idle::Woken);
  wakeup.reset();
  EXPECT_EQ(imap.select("INBOX").uid_validity, 7u) << "the session goes on";
}

TEST(MailClientsWoken, AServerThatNeverGrantsIdleHoldsNobodyUp) {
  Wakeup wakeup;
  const auto server = imap_server_that([&](auto& client) {
    wakeup.wake();
    client.read_line();  // says nothing until the client has left
  });
  ImapClient imap(plain_server_at(server.port()), &wakeup);
  imap.connect();
  imap.select("INBOX");
  EXPECT_EQ(trouble_of([&] { imap.idle(seconds(20)); }), MailTrouble::Interrupted);
}

TEST(MailClients, ExplainsServersThatAreNotThere) {
  MailServer nowhere;
  nowhere.host = "no-such-host.invalid";
  nowhere.port = 993;
  EXPECT_EQ(trouble_of([&] { ImapClient(nowhere).connect(); }), MailTrouble::HostUnknown);
  nowhere.host = "127.0.0.1";
  nowhere.port = 1;
  nowhere.allowed = http::parse_ranges("127.0.0.0/8");
  EXPECT_EQ(trouble_of([&] { ImapClient(nowhere).connect(); }), MailTrouble::Refused);
  EXPECT_EQ(trouble_of([&] { SmtpClient(nowhere).connect(); }), MailTrouble::Refused);
}

TEST(MailClients, ReachesNoAddressThatIsNeitherPublicNorAllowed) {
  bool reached = false;
  const testing::ScriptedServer inside([&](testing::ScriptedServer::Conversation&) { reached = true; });
  MailServer server = plain_server_at(inside.port());
  server.allowed.clear();
  for (const char* host : {"127.0.0.1", "localhost", "0.0.0.0", "169.254.169.254", "10.0.0.1", "::ffff:127.0.0.1"}) {
    server.host = host;
    EXPECT_EQ(trouble_of([&] { ImapClient(server).connect(); }), MailTrouble::Forbidden) << host;
    EXPECT_EQ(trouble_of([&] { SmtpClient(server).connect(); }), MailTrouble::Forbidden) << host;
  }
  server.host = "127.0.0.1";
  server.allowed = http::parse_ranges("10.0.0.0/8");
  EXPECT_EQ(trouble_of([&] { ImapClient(server).connect(); }), MailTrouble::Forbidden);
  EXPECT_FALSE(reached);
}

}  // namespace
}  // namespace peakdesk::platform
