// Signs outgoing mail by DKIM (RFC 6376): rsa-sha256, relaxed/relaxed. Owns no keys and asks no DNS.
#pragma once
#include <string>
#include <string_view>

#include "base/clock.h"

namespace peakdesk::platform {

struct DkimKey {
  std::string domain;           // "shop.test"
  std::string selector;         // the record stands at <selector>._domainkey.<domain>
  std::string private_key_pem;  // RSA, 1024 bits at least (2048 is usual)
};

struct DkimSignature {
  std::string header;  // "DKIM-Signature: …\r\n", to be put in front of the mail
  std::string error;   // a sentence; not empty: there is no header
};

/// `mail` as build_mail() gives it (CRLF).
DkimSignature sign_dkim(const DkimKey& key, std::string_view mail, Instant now);

/// A new RSA key of 2048 bits as PEM. Takes some tens of milliseconds. Throws std::runtime_error when there is no
/// randomness.
std::string make_dkim_key();

/// The TXT record a shop must publish for this key ("v=DKIM1; k=rsa; p=…"), or empty when the key cannot be read.
std::string dkim_dns_record(const std::string& private_key_pem);

}  // namespace peakdesk::platform
