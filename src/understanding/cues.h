// Words that say it cannot wait and words that threaten, in nine languages. Owns the phrases and how they are found.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "understanding/features.h"

namespace peakdesk::understanding {

class ByteReader;
class ByteWriter;

class Cues {
 public:
  struct Found {
    bool urgent = false;
    bool threat = false;
  };
  /// corpus/cues.tsv: "urgent" or "threat", tab, phrases with | between them; a word ending in * stands for its
  /// beginnings.
  static bool parse(std::string_view file, Cues& out, std::string& error);
  Found find(const std::vector<Token>& tokens) const;
  void write(ByteWriter& out) const;
  static Cues read(ByteReader& in);

 private:
  struct Phrase {
    bool threat = false;
    std::vector<std::u32string> words;  // folded; a last letter U'*' allows any ending
  };
  void add(bool threat, std::string_view text);
  std::vector<std::pair<bool, std::string>> written_;
  std::unordered_map<std::uint64_t, std::vector<Phrase>> by_first_letters_;
};

}  // namespace peakdesk::understanding
