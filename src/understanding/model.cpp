#include "understanding/model.h"

#include "understanding/bytes.h"

namespace peakdesk::understanding {
namespace {

constexpr std::string_view kMagic = "PEAKDESK-UNDERSTANDING";
constexpr std::uint32_t kVersion = 4;

}  // namespace

std::string Model::write() const {
  ByteWriter out;
  out.text(kMagic);
  out.number(kVersion);
  languages.write(out);
  intents.write(out);
  sentiment.write(out);
  base.write(out);
  sentiment_base.write(out);
  cues.write(out);
  return std::move(out.bytes);
}

bool Model::read(std::string_view bytes, Model& out, std::string& error) {
  ByteReader in(bytes);
  if (in.text() != kMagic) {
    error = "This file is not a Peakdesk model; make one with `peakdesk train`.";
    return false;
  }
  if (in.number<std::uint32_t>() != kVersion) {
    error = "The model was made by another version of Peakdesk; train it again with `peakdesk train`.";
    return false;
  }
  out.languages = LanguageTable::read(in);
  out.intents = TextClassifier::read(in);
  out.sentiment = TextClassifier::read(in);
  out.base = TextClassifier::read(in);
  out.sentiment_base = TextClassifier::read(in);
  out.cues = Cues::read(in);
  if (in.bad() || !in.at_end()) {
    error = "The model file is damaged or cut short; train it again with `peakdesk train`.";
    return false;
  }
  return true;
}

std::string write_classifier(const TextClassifier& classifier) {
  ByteWriter out;
  out.text(kMagic);
  out.number(kVersion);
  classifier.write(out);
  return std::move(out.bytes);
}

bool read_classifier(std::string_view bytes, TextClassifier& out) {
  ByteReader in(bytes);
  if (in.text() != kMagic || in.number<std::uint32_t>() != kVersion) return false;
  out = TextClassifier::read(in);
  return !in.bad() && in.at_end() && !out.empty();
}

}  // namespace peakdesk::understanding
