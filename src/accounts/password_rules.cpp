#include "accounts/password_rules.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/error.h"
#include "base/text.h"
#include "platform/crypto/password_hash.h"

namespace peakdesk::accounts {
namespace {

constexpr std::size_t kMinCharacters = 10;

// The commonest of ten and more characters in published leaks, in lower case; compared after trailing digits and signs
// are cut, so that "Password123!" is found by "password".
constexpr std::array<std::string_view, 62> kCommonStems = {"password",
                                                           "passwort",
                                                           "motdepasse",
                                                           "contrasena",
                                                           "contraseña",
                                                           "senha",
                                                           "parol",
                                                           "пароль",
                                                           "qwerty",
                                                           "qwertz",
                                                           "azerty",
                                                           "qwertyuiop",
                                                           "qwertyuiopas",
                                                           "asdfghjkl",
                                                           "zxcvbnm",
                                                           "1q2w3e4r",
                                                           "1q2w3e4r5t",
                                                           "1q2w3e4r5t6y",
                                                           "qazwsx",
                                                           "qazwsxedc",
                                                           "1qaz2wsx",
                                                           "1qaz2wsx3edc",
                                                           "zaq12wsx",
                                                           "abc",
                                                           "abcd",
                                                           "abcdef",
                                                           "abcdefgh",
                                                           "abcdefghij",
                                                           "iloveyou",
                                                           "letmein",
                                                           "letmeinnow",
                                                           "welcome",
                                                           "admin",
                                                           "administrator",
                                                           "root",
                                                           "login",
                                                           "master",
                                                           "monkey",
                                                           "dragon",
                                                           "football",
                                                           "baseball",
                                                           "superman",
                                                           "batman",
                                                           "princess",
                                                           "sunshine",
                                                           "shadow",
                                                           "michael",
                                                           "jennifer",
                                                           "starwars",
                                                           "trustno",
                                                           "whatever",
                                                           "changeme",
                                                           "changemenow",
                                                           "secret",
                                                           "support",
                                                           "helpdesk",
                                                           "customer",
                                                           "peakdesk",
                                                           "customerservice",
                                                           "йцукен",
                                                           "йцукенгшщз",
                                                           "passwordpassword"};

std::string stem_of(std::string_view folded) {
  const auto is_tail = [](char c) {
    return (c >= '0' && c <= '9') ||
           (static_cast<unsigned char>(c) < 0x80 && !std::isalpha(static_cast<unsigned char>(c)));
  };
  while (!folded.empty() && is_tail(folded.back())) folded.remove_suffix(1);
  return std::string(folded);
}

bool is_a_run(std::string_view text) {
  // "1234567890", "9876543210", "aaaaaaaaaa": every step the same small one; 9 -> 0 goes round.
  if (text.size() < 2) return true;
  for (const int step : {-1, 0, 1}) {
    bool all = true;
    for (std::size_t i = 1; i < text.size() && all; ++i) {
      const int difference = text[i] - text[i - 1];
      all = difference == step || (step == 1 && difference == -9) || (step == -1 && difference == 9);
    }
    if (all) return true;
  }
  return false;
}

}  // namespace

void check_new_password(const std::string& field, std::string_view password, std::string_view email,
                        std::string_view name) {
  if (!is_valid_utf8(password)) throw_invalid(field, "The password must be text (UTF-8).");
  if (length(password) < kMinCharacters)
    throw_invalid(field, "Choose a password of at least 10 characters. A short sentence is easy to keep.");
  if (password.size() > crypto::kMaxPasswordBytes)
    throw_invalid(field, "A password of at most 1,000 characters, please.");
  const std::string folded = fold(password);
  const std::string address = fold(email);
  const std::string person = fold(name);
  const std::string local_part = address.substr(0, address.find('@'));
  const std::string stem = stem_of(folded);
  if (folded == address || folded == person || (!local_part.empty() && stem == local_part) ||
      (!person.empty() && stem == person))
    throw_invalid(field, "Choose a password that is not your address or name.");
  const bool common = std::find(kCommonStems.begin(), kCommonStems.end(), stem) != kCommonStems.end();
  const bool few_characters = std::set<char>(folded.begin(), folded.end()).size() < 4;
  if (common || few_characters || is_a_run(folded))
    throw_invalid(
        field,
        "This password is among the first that anybody would try. Choose another; a short sentence is easy to keep.");
}

}  // namespace peakdesk::accounts
