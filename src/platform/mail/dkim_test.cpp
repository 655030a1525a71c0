#include "platform/mail/dkim.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <ctime>

#include "base/text.h"
#include "platform/mail/mime_builder.h"

#ifdef PEAKDESK_HAVE_OPENDKIM
#define _Bool bool  // a C header
extern "C" {
#include <opendkim/dkim.h>
}
#endif

namespace peakdesk::platform {
namespace {

std::string make_rsa_key() {
  EVP_PKEY* key = EVP_RSA_gen(2048);
  BIO* memory = BIO_new(BIO_s_mem());
  PEM_write_bio_PrivateKey(memory, key, nullptr, nullptr, 0, nullptr, nullptr);
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory, &data);
  std::string pem(data, static_cast<std::size_t>(size));
  BIO_free(memory);
  EVP_PKEY_free(key);
  return pem;
}

TEST(Dkim, RefusesWhatIsNoKey) {
  EXPECT_NE(sign_dkim({"shop.test", "s1", "not a key"}, "From: a@b.test\r\n\r\nx", {1}).error, "");
  EXPECT_NE(sign_dkim({"shop.test\r\nX: y", "s1", make_rsa_key()}, "From: a@b.test\r\n\r\nx", {1}).error, "");
  EXPECT_EQ(dkim_dns_record("not a key"), "");
}

#ifdef PEAKDESK_HAVE_OPENDKIM

// libopendkim asks us instead of DNS for the public key.
std::string published_record;

DKIM_CBSTAT give_record(DKIM*, DKIM_SIGINFO*, unsigned char* buffer, size_t size) {
  std::snprintf(reinterpret_cast<char*>(buffer), size, "%s", published_record.c_str());
  return DKIM_CBSTAT_CONTINUE;
}

DKIM_STAT verify(const std::string& mail) {
  DKIM_LIB* library = dkim_init(nullptr, nullptr);
  dkim_set_key_lookup(library, give_record);
  DKIM_STAT status = DKIM_STAT_OK;
  DKIM* handle = dkim_verify(library, reinterpret_cast<const unsigned char*>("job"), nullptr, &status);
  std::string copy = mail;
  if (handle) {
    status = dkim_chunk(handle, reinterpret_cast<unsigned char*>(copy.data()), copy.size());
    if (status == DKIM_STAT_OK) status = dkim_chunk(handle, nullptr, 0);
    bool test_key = false;
    if (status == DKIM_STAT_OK) status = dkim_eom(handle, &test_key);
    dkim_free(handle);
  }
  dkim_close(library);
  return status;
}

TEST(Dkim, AnIndependentVerifierAccepts) {
  const std::string pem = make_rsa_key();
  published_record = dkim_dns_record(pem);
  ASSERT_TRUE(published_record.starts_with("v=DKIM1; k=rsa; p=MII")) << published_record;
  OutgoingMail mail;
  mail.from = {"Grüner Laden", "help@shop.test"};
  mail.to = {{"Zoë", "zoe@shopper.test"}};
  mail.subject = "Ваш заказ — длинная тема, которую придётся свернуть, потому что она длинная";
  mail.text = "Hello  there,\t two  spaces   \n\nend\n\n\n";
  mail.html = "<p>Hello</p>\n\n";
  mail.message_id = "1@shop.test";
  mail.references = {"a@b.test", "c@d.test"};
  mail.date = {std::time(nullptr) * 1000LL};
  const std::string bytes = build_mail(mail);
  const DkimSignature signature = sign_dkim({"shop.test", "s1", pem}, bytes, mail.date);
  ASSERT_EQ(signature.error, "");
  EXPECT_EQ(verify(signature.header + bytes), DKIM_STAT_OK);
  EXPECT_NE(verify(signature.header + replace_all(bytes, "Hello", "Jello")), DKIM_STAT_OK);
  EXPECT_NE(verify(signature.header + "From: Evil <evil@x.test>\r\n" + bytes), DKIM_STAT_OK);
  // Relays may fold and pad: relaxed form does not care.
  EXPECT_EQ(verify(signature.header + replace_all(bytes, "Message-Id:", "Message-Id:   ")), DKIM_STAT_OK);
  // An empty body signs too.
  EXPECT_EQ(verify(sign_dkim({"shop.test", "s1", pem}, "From: a@shop.test\r\nSubject: x\r\n\r\n", mail.date).header +
                   "From: a@shop.test\r\nSubject: x\r\n\r\n"),
            DKIM_STAT_OK);
}

#endif

}  // namespace
}  // namespace peakdesk::platform
