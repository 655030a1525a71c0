#include "platform/mail/dkim.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <memory>
#include <stdexcept>
#include <vector>

#include "base/text.h"

namespace peakdesk::platform {
namespace {

// What is signed when it is there; From once more than it occurs, so that nobody can add a second one.
constexpr std::string_view kSignedHeaders[] = {"from",
                                               "from",
                                               "to",
                                               "cc",
                                               "subject",
                                               "date",
                                               "message-id",
                                               "in-reply-to",
                                               "references",
                                               "reply-to",
                                               "mime-version",
                                               "content-type",
                                               "auto-submitted",
                                               "list-id",
                                               "list-unsubscribe",
                                               "list-unsubscribe-post"};

struct KeyFree {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using PrivateKey = std::unique_ptr<EVP_PKEY, KeyFree>;

PrivateKey read_private_key(const std::string& pem) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())),
                                                         &BIO_free);
  // No password prompt on a terminal that is not there.
  return PrivateKey(PEM_read_bio_PrivateKey(
      memory.get(), nullptr, [](char*, int, int, void*) { return -1; }, nullptr));
}

std::string to_base64(std::string_view bytes) {
  std::string out(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

std::string sha256(std::string_view bytes) {
  std::string digest(32, '\0');
  unsigned size = 0;
  EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(digest.data()), &size, EVP_sha256(), nullptr);
  return digest;
}

bool is_wsp(char c) { return c == ' ' || c == '\t'; }

// RFC 6376 §3.4.4.
std::string relaxed_body(std::string_view body) {
  std::string out;
  std::size_t empty_lines = 0;
  std::size_t at = 0;
  while (at < body.size()) {
    std::size_t end = body.find("\r\n", at);
    if (end == std::string_view::npos) end = body.size();
    std::string line;
    for (const char c : body.substr(at, end - at)) {
      if (!is_wsp(c))
        line += c;
      else if (line.empty() || line.back() != ' ')
        line += ' ';
    }
    while (!line.empty() && line.back() == ' ') line.pop_back();
    if (line.empty()) {
      ++empty_lines;
    } else {
      for (; empty_lines > 0; --empty_lines) out += "\r\n";
      out += line + "\r\n";
    }
    at = end + 2;
  }
  return out;
}

// RFC 6376 §3.4.2, without the line end.
std::string relaxed_header(std::string_view name, std::string_view value) {
  std::string out = to_lower_ascii(trim(name)) + ":";
  std::string text;
  for (const char c : value) {
    if (c == '\r' || c == '\n') continue;
    if (!is_wsp(c))
      text += c;
    else if (text.empty() || text.back() != ' ')
      text += ' ';
  }
  return out.append(trim(text));
}

struct HeaderField {
  std::string name;  // lower case
  std::string relaxed;
};

std::vector<HeaderField> read_header_fields(std::string_view block) {
  std::vector<HeaderField> fields;
  std::size_t at = 0;
  while (at < block.size()) {
    std::size_t end = block.find("\r\n", at);
    while (end != std::string_view::npos && end + 2 < block.size() && is_wsp(block[end + 2]))
      end = block.find("\r\n", end + 2);
    if (end == std::string_view::npos) end = block.size();
    const std::string_view field = block.substr(at, end - at);
    const std::size_t colon = field.find(':');
    if (colon != std::string_view::npos)
      fields.push_back({to_lower_ascii(trim(field.substr(0, colon))),
                        relaxed_header(field.substr(0, colon), field.substr(colon + 1))});
    at = end + 2;
  }
  return fields;
}

bool is_domain_text(std::string_view text) {
  return !text.empty() && text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_") ==
                              std::string_view::npos;
}

std::string folded_base64(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += 70) out.append(i ? "\r\n\t " : "").append(text.substr(i, 70));
  return out;
}

}  // namespace

DkimSignature sign_dkim(const DkimKey& key, std::string_view mail, Instant now) {
  DkimSignature result;
  if (!is_domain_text(key.domain) || !is_domain_text(key.selector)) {
    result.error = "The DKIM domain or selector is not a domain name.";
    return result;
  }
  const PrivateKey private_key = read_private_key(key.private_key_pem);
  if (!private_key || EVP_PKEY_base_id(private_key.get()) != EVP_PKEY_RSA) {
    result.error = "The DKIM key cannot be read: it must be an RSA private key in PEM form without a password.";
    return result;
  }
  const std::size_t header_end = mail.find("\r\n\r\n");
  const std::string_view block = mail.substr(0, header_end == std::string_view::npos ? mail.size() : header_end + 2);
  const std::string_view body = header_end == std::string_view::npos ? std::string_view() : mail.substr(header_end + 4);

  std::vector<HeaderField> fields = read_header_fields(block);
  std::string names, signed_text;
  for (const std::string_view name : kSignedHeaders) {
    // Fields of one name are taken from the bottom up.
    std::size_t found = fields.size();
    for (std::size_t i = fields.size(); i-- > 0;)
      if (fields[i].name == name) {
        found = i;
        break;
      }
    if (found == fields.size() && name != "from") continue;
    names.append(names.empty() ? "" : ":").append(name);
    if (found == fields.size()) continue;
    signed_text += fields[found].relaxed + "\r\n";
    fields.erase(fields.begin() + static_cast<std::ptrdiff_t>(found));
  }
  std::string value = " v=1; a=rsa-sha256; c=relaxed/relaxed; d=" + key.domain + "; s=" + key.selector +
                      ";\r\n\tt=" + std::to_string(now.ms / 1000) + "; h=" + replace_all(names, ":", ":\r\n\t ") +
                      ";\r\n\tbh=" + to_base64(sha256(relaxed_body(body))) + ";\r\n\tb=";
  signed_text += relaxed_header("DKIM-Signature", value);

  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  std::string signature(static_cast<std::size_t>(EVP_PKEY_size(private_key.get())), '\0');
  std::size_t size = signature.size();
  if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, private_key.get()) != 1 ||
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                     reinterpret_cast<const unsigned char*>(signed_text.data()), signed_text.size()) != 1) {
    result.error = "The mail could not be signed with the DKIM key.";
    return result;
  }
  signature.resize(size);
  result.header = "DKIM-Signature:" + value + folded_base64(to_base64(signature)) + "\r\n";
  return result;
}

std::string make_dkim_key() {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_RSA_gen(2048), EVP_PKEY_free);
  const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), BIO_free);
  if (!key || !out || PEM_write_bio_PrivateKey(out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
    throw std::runtime_error("The system cannot make a key for DKIM.");
  char* pem = nullptr;
  const long size = BIO_get_mem_data(out.get(), &pem);
  return {pem, static_cast<std::size_t>(size)};
}

std::string dkim_dns_record(const std::string& private_key_pem) {
  const PrivateKey key = read_private_key(private_key_pem);
  if (!key || EVP_PKEY_base_id(key.get()) != EVP_PKEY_RSA) return {};
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(key.get(), &der);
  if (size <= 0) return {};
  const std::string record =
      "v=DKIM1; k=rsa; p=" + to_base64({reinterpret_cast<const char*>(der), static_cast<std::size_t>(size)});
  OPENSSL_free(der);
  return record;
}

}  // namespace peakdesk::platform
