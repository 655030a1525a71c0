#include "understanding/tone.h"

#include <string>

#include "understanding/tone_words.h"

namespace peakdesk::understanding {
namespace {

struct ToneFeatures {
  std::uint64_t as_said, denied;
};

struct Hashes {
  std::vector<ToneFeatures> line, strength;  // by tone; that of a strength is shared by all its feelings
  Hashes() {
    auto hashes_of = [](const std::string& name) {
      return ToneFeatures{named_feature("tone " + name), named_feature("denied tone " + name)};
    };
    for (const ToneWords& words : kToneWords) {
      line.push_back(hashes_of("line " + std::to_string(line.size())));
      strength.push_back(hashes_of("strength " + std::to_string(words.strength)));
    }
  }
};

}  // namespace

void ToneReader::read(std::uint8_t tone, std::vector<Feature>& out) {
  const bool denied = since_denial_ < kReach;
  if (denied) ++since_denial_;
  if (tone == 0) return;
  static const Hashes hashes;
  const std::size_t line = tone - 1U;
  const ToneKind kind = kToneWords[line].kind;
  if (kind == ToneKind::Denial) since_denial_ = 0;
  if (kind != ToneKind::Feeling) {
    out.push_back({hashes.line[line].as_said, FeatureKind::Meaning});
    return;
  }
  for (const auto* of : {&hashes.line, &hashes.strength})
    out.push_back({denied ? (*of)[line].denied : (*of)[line].as_said, FeatureKind::Meaning});
}

}  // namespace peakdesk::understanding
