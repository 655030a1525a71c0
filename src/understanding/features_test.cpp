#include "understanding/features.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "understanding/meanings.h"
#include "understanding/tone.h"

namespace peakdesk::understanding {
namespace {

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (const Token& token : tokenize(text)) words.push_back(to_utf8(token.text));
  return words;
}

std::uint16_t meaning_of_word(std::string_view word) {
  const auto tokens = tokenize(word);
  return tokens.size() == 1 ? sense_of(tokens[0].text).meaning : 0;
}

TEST(Features, KeepTheVowelsOfDevanagari) {
  EXPECT_NE(words_of("मुझे"), words_of("मझे"));
  EXPECT_EQ(words_of("où"), words_of("ou"));  // while accents of Latin letters fall away
}

TEST(Features, AStretchedArabicWordIsTheSameWord) { EXPECT_EQ(words_of("شكـــرا"), words_of("شكرا")); }

TEST(Features, TypedFacesAreFaces) {
  EXPECT_EQ(words_of("thanks :-)"), (std::vector<std::string>{"thanks", "☺"}));
  EXPECT_EQ(words_of("lost :'( again"), (std::vector<std::string>{"lost", "☹", "again"}));
  EXPECT_EQ(words_of("love it <3"), (std::vector<std::string>{"love", "it", "❤"}));
  EXPECT_EQ(words_of("at 10:30, see http://a.example"), (std::vector<std::string>{"at", "00", "00", "see", ""}));
  EXPECT_EQ(words_of("size:Dress"), (std::vector<std::string>{"size", "dress"}));
  EXPECT_EQ(words_of("well....."), (std::vector<std::string>{"well", "…"}));
}

TEST(Features, TextMayEndInsideAFace) {
  for (const char* text : {":", ":-", "<", "x:", ":o", "..", "...", "=", ";'"})
    for (const Token& token : tokenize(text)) EXPECT_NE(token.kind, 'e') << text;
}

TEST(Meanings, AreSharedByLanguages) {
  const auto parcel = meaning_of_word("parcel");
  ASSERT_NE(parcel, 0);
  for (const char* word : {"Colis", "paquete", "Päckchen", "посылка", "pakket", "paczka", "pacco"})
    EXPECT_EQ(meaning_of_word(word), parcel) << word;
  EXPECT_EQ(meaning_of_word("remboursement"), meaning_of_word("refund"));
  EXPECT_NE(meaning_of_word("remboursement"), parcel);
  EXPECT_EQ(meaning_of_word("xylophone"), 0);
}

TEST(Meanings, TheirOrderSaysNothing) {
  auto pairs = [](std::string_view text) {
    std::vector<Feature> features;
    extract_features(tokenize(text), features);
    std::vector<std::uint64_t> meanings;
    for (const Feature& f : features)
      if (f.kind == FeatureKind::Meaning) meanings.push_back(f.hash);
    std::sort(meanings.begin(), meanings.end());
    return meanings;
  };
  EXPECT_EQ(pairs("refund parcel").size(), 3U);
  EXPECT_EQ(pairs("refund the parcel"), pairs("colis: remboursement"));
}

std::vector<std::uint64_t> tones_of(std::string_view text) {
  ToneReader reader;
  std::vector<Feature> features;
  for (const Token& token : tokenize(text)) {
    if (token.kind == 'p')
      reader.pause();
    else
      reader.read(sense_of(token.text).tone, features);
  }
  std::vector<std::uint64_t> hashes;
  for (const Feature& f : features) hashes.push_back(f.hash);
  return hashes;
}

TEST(Tones, AreSharedByLanguagesAndEmoji) {
  const auto love = tones_of("love");
  ASSERT_EQ(love.size(), 2U);  // this feeling, and its strength
  for (const char* text : {"J'adore", "amor", "liebe", "miłość", "люблю", "pyaar", "प्यार", "حب", "❤️", "<3", "😍"})
    EXPECT_EQ(tones_of(text), love) << text;
  EXPECT_EQ(tones_of("hate"), tones_of("déteste"));
  EXPECT_NE(tones_of("hate"), love);
  EXPECT_TRUE(tones_of("the parcel stands on a table").empty());
}

TEST(Tones, ADenialTurnsWhatFollowsSoon) {
  const auto good = tones_of("good"), no = tones_of("not"), not_good = tones_of("not good");
  auto starts_with_no = [&](const std::vector<std::uint64_t>& tones) { return !tones.empty() && tones[0] == no[0]; };
  ASSERT_EQ(not_good.size(), 3U);
  EXPECT_TRUE(starts_with_no(not_good));
  EXPECT_NE(not_good[1], good[0]);
  EXPECT_NE(not_good[2], good[1]);
  EXPECT_EQ(tones_of("nicht gut"), not_good);
  EXPECT_EQ(tones_of("not a day good"), not_good);
  const std::vector<std::uint64_t> separate = {no[0], good[0], good[1]};
  EXPECT_EQ(tones_of("not a day with good"), separate);  // too far off
  EXPECT_EQ(tones_of("not! good"), separate);            // another sentence
}

TEST(Tones, AWordThatOnlyBeginsLikeAFeelingHasNone) {
  for (const char* word : {"grossiste", "sale", "die", "Mittwoch", "бесплатно", "robot"})
    EXPECT_TRUE(tones_of(word).empty()) << word;
}

}  // namespace
}  // namespace peakdesk::understanding
