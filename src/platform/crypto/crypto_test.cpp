#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <thread>

#include "base/error.h"
#include "platform/crypto/encoding.h"
#include "platform/crypto/hash.h"
#include "platform/crypto/password_hash.h"
#include "platform/crypto/qr_code.h"
#include "platform/crypto/random_bytes.h"
#include "platform/crypto/secret_box.h"
#include "platform/crypto/totp.h"

namespace peakdesk::crypto {
namespace {

struct TemporaryFolder {
  std::string path;
  TemporaryFolder() {
    char name[] = "/tmp/peakdesk-crypto-XXXXXX";
    path = ::mkdtemp(name);
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path); }
};

TEST(Hash, KnownAnswers) {
  // FIPS 180-2 appendix B.1 and B.2, RFC 4231 case 2, RFC 2202 case 2.
  EXPECT_EQ(to_hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(to_hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(to_hex(hmac_sha1("Jefe", "what do ya want for nothing?")), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
}

TEST(Hash, InPieces) {
  Sha256 hash;
  hash.add("a");
  hash.add("");
  hash.add("bc");
  EXPECT_EQ(hash.finish(), sha256("abc"));
}

TEST(Encoding, KnownAnswersAndRefusals) {
  EXPECT_EQ(to_base64url("\xfb\xff\xfe"), "-__-");
  EXPECT_EQ(from_base64url("-__-"), "\xfb\xff\xfe");
  EXPECT_EQ(from_base64url(""), "");
  EXPECT_EQ(from_base64url("Zg"), "f");
  for (const char* wrong : {"Zg==", "Z", "Zh", "a b", "a+b/"}) EXPECT_EQ(from_base64url(wrong), std::nullopt) << wrong;
  EXPECT_EQ(to_base32("foobar"), "MZXW6YTBOI");  // RFC 4648
}

TEST(RandomBytes, TokensDifferAndHaveTheirLength) {
  EXPECT_EQ(random_token(32).size(), 43u);
  EXPECT_NE(random_token(), random_token());
  const std::string text = random_text(2000, "abc");
  EXPECT_EQ(text.find_first_not_of("abc"), std::string::npos);
  for (const char c : {'a', 'b', 'c'}) EXPECT_GT(std::count(text.begin(), text.end(), c), 500);
}

TEST(RandomBytes, ComparesInConstantTime) {
  EXPECT_TRUE(constant_time_equal("same", "same"));
  EXPECT_FALSE(constant_time_equal("same", "samE"));
  EXPECT_FALSE(constant_time_equal("same", "same "));
  EXPECT_TRUE(constant_time_equal("", ""));
}

TEST(PasswordHash, IsArgon2idWithTheStatedCosts) {
  const std::string hash = hash_password("correct horse");
  EXPECT_EQ(hash.rfind("$argon2id$v=19$m=19456,t=2,p=1$", 0), 0u) << hash;
  EXPECT_TRUE(verify_password(hash, "correct horse"));
  EXPECT_FALSE(verify_password(hash, "correct horsf"));
  EXPECT_FALSE(verify_password(hash, ""));
  EXPECT_FALSE(needs_rehash(hash));
  EXPECT_NE(hash, hash_password("correct horse"));
}

TEST(PasswordHash, ReadsWhatTheReferenceImplementationWrote) {
  // Made by the reference tool: printf password | argon2 somesalt -id -t 2 -m 16 -p 1 -e (the vector of its own test
  // suite).
  const char* reference = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
  EXPECT_TRUE(verify_password(reference, "password"));
  EXPECT_FALSE(verify_password(reference, "passwore"));
  EXPECT_TRUE(needs_rehash(reference));
}

TEST(PasswordHash, RefusesEmptyForeignAndEndless) {
  EXPECT_FALSE(verify_password("", "anything"));
  EXPECT_FALSE(verify_password("$2y$10$abcdefghijklmnopqrstuv", "anything"));
  EXPECT_FALSE(verify_password(hash_password("x"), std::string(kMaxPasswordBytes + 1, 'x')));
}

TEST(SecretBox, OpensWhatItSealedAndNothingElse) {
  const SecretBox box(random_bytes(32));
  const std::string sealed = box.seal("imap password", "mailbox:1");
  EXPECT_EQ(box.open_sealed(sealed, "mailbox:1"), "imap password");
  EXPECT_EQ(sealed.find("imap"), std::string::npos);
  EXPECT_NE(sealed, box.seal("imap password", "mailbox:1"));
  EXPECT_THROW(box.open_sealed(sealed, "mailbox:2"), RequestError);
  EXPECT_THROW(SecretBox(random_bytes(32)).open_sealed(sealed, "mailbox:1"), RequestError);
  EXPECT_THROW(box.open_sealed("", "mailbox:1"), RequestError);
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string damaged = sealed;
    damaged[i] = static_cast<char>(damaged[i] ^ 1);
    EXPECT_THROW(box.open_sealed(damaged, "mailbox:1"), RequestError) << i;
  }
  EXPECT_EQ(box.open_sealed(box.seal("", "a"), "a"), "");
}

TEST(SecretBox, DerivesOneKeyAPurpose) {
  const std::string key = random_bytes(32);
  EXPECT_EQ(SecretBox(key).derive_key("links"), SecretBox(key).derive_key("links"));
  EXPECT_NE(SecretBox(key).derive_key("links"), SecretBox(key).derive_key("reply-addresses"));
  EXPECT_EQ(SecretBox(key).derive_key("links").size(), 32u);
}

TEST(SecretBox, KeepsItsKeyInAFileOnlyTheOwnerReads) {
  const TemporaryFolder folder;
  const std::string sealed = SecretBox::open(folder.path).seal("secret", "here");
  EXPECT_EQ(SecretBox::open(folder.path).open_sealed(sealed, "here"), "secret");
  struct stat about {};
  ASSERT_EQ(::stat((folder.path + "/secret.key").c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600u);
  ::chmod((folder.path + "/secret.key").c_str(), 0640);
  EXPECT_THROW(SecretBox::open(folder.path), std::runtime_error);
}

TEST(SecretBox, RefusesADamagedKeyFile) {
  const TemporaryFolder folder;
  std::ofstream(folder.path + "/secret.key") << "not a key";
  ::chmod((folder.path + "/secret.key").c_str(), 0600);
  EXPECT_THROW(SecretBox::open(folder.path), std::runtime_error);
}

TEST(SecretBox, TwoFirstStartsAgreeOnOneKey) {
  const TemporaryFolder folder;
  std::string derived[4];
  std::vector<std::thread> starts;
  for (auto& key : derived) starts.emplace_back([&] { key = SecretBox::open(folder.path).derive_key("x"); });
  for (auto& start : starts) start.join();
  for (const auto& key : derived) EXPECT_EQ(key, derived[0]);
}

TEST(Totp, Rfc6238AndRfc4226Vectors) {
  const std::string secret = "12345678901234567890";
  const std::pair<std::int64_t, const char*> vectors[] = {{59, "94287082"},         {1111111109, "07081804"},
                                                          {1111111111, "14050471"}, {1234567890, "89005924"},
                                                          {2000000000, "69279037"}, {20000000000, "65353130"}};
  for (const auto& [second, code] : vectors)
    EXPECT_EQ(hotp_code(secret, totp_step({second * 1000}), 8), code) << second;
  const char* hotp[] = {"755224", "287082", "359152", "969429", "338314",
                        "254676", "287922", "162583", "399871", "520489"};
  for (int i = 0; i < 10; ++i) EXPECT_EQ(hotp_code(secret, i), hotp[i]);
}

TEST(Totp, AllowsOneStepOfDriftAndNoReplay) {
  const std::string secret = new_totp_secret();
  const Instant now{1'800'000'000'000};
  const std::int64_t step = totp_step(now);
  for (std::int64_t s = step - 1; s <= step + 1; ++s)
    EXPECT_EQ(matching_totp_step(secret, hotp_code(secret, s), now, 0), s);
  for (const std::int64_t s : {step - 2, step + 2})
    EXPECT_EQ(matching_totp_step(secret, hotp_code(secret, s), now, 0), std::nullopt) << s - step;
  const std::string code = hotp_code(secret, step);
  EXPECT_EQ(matching_totp_step(secret, code, now, step), std::nullopt) << "used before";
  EXPECT_EQ(matching_totp_step(secret, code.substr(0, 3) + " " + code.substr(3), now, 0), step);
  for (const char* wrong : {"", "12345", "1234567", "abcdef"})
    EXPECT_EQ(matching_totp_step(secret, wrong, now, 0), std::nullopt);
}

TEST(Totp, UriNamesShopAndPerson) {
  EXPECT_EQ(otpauth_uri("Tea & Co", "mia@tea.example", "foobar"),
            "otpauth://totp/"
            "Tea%20%26%20Co:mia@tea.example?secret=MZXW6YTBOI&issuer=Tea%20%26%20Co&algorithm=SHA1&digits=6&period=30");
}

TEST(QrCode, DrawsTheFinderPatternsAndFits) {
  const std::string svg = qr_svg("otpauth://totp/x?secret=MZXW6YTBOI");
  std::smatch box;
  ASSERT_TRUE(std::regex_search(svg, box, std::regex("viewBox=\"0 0 (\\d+) \\1\"")));
  const int side = std::stoi(box[1]);
  EXPECT_EQ((side - 8 - 17) % 4, 0) << "a QR code has 17 + 4 n modules and a quiet zone of four";
  // The top edges of the two upper finder patterns: seven dark modules each, at both ends of the first row.
  EXPECT_NE(svg.find("M4 4h7v1h-7z"), std::string::npos);
  EXPECT_NE(svg.find("M" + std::to_string(side - 11) + " 4h7v1h-7z"), std::string::npos);
  EXPECT_THROW(qr_svg(std::string(5000, 'x')), RequestError);
}

}  // namespace
}  // namespace peakdesk::crypto
