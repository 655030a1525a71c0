// What the sentiment learns from beside the patterns of the corpus: public messages with a feeling, and the words of
// the tones by themselves. Owns the form of corpus/feelings.xx.tsv; trains nothing.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "understanding/corpus.h"

namespace peakdesk::understanding {

/// Speaks the lines of one file: -, 0 or +, a tab, a message with {choices}. Texts are labelled negative, neutral or
/// positive; groups, one a line, are numbered from `first_group`. False with line and reason in `error`.
bool speak_feelings(std::string_view language, std::string_view file, std::uint32_t first_group,
                    std::vector<LabelledText>& out, std::string& error);

/// The words of the tones as texts of their own: what feels good or bad without saying what about; "not" before them in
/// every language, as denials share their features. Groups are numbered from `first_group`.
void add_tone_lessons(std::vector<LabelledText>& feelings, std::uint32_t first_group);

}  // namespace peakdesk::understanding
