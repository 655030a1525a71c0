// Makes the shipped model from the texts in corpus/. Owns the recipe (how much of what); reads no file itself.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "understanding/model.h"

namespace peakdesk::understanding {

/// `files`: name ("fr.txt", "words.tsv") to content. False with the reason in `error`. The same files give the same
/// bytes.
bool build_shipped_model(const std::map<std::string, std::string>& files, Model& out, std::string& error);

/// How the shipped intents are learnt.
TrainingOptions shipped_learning();

/// The texts that the patterns of one language speak, as the shipped model learns them.
std::vector<LabelledText> speak_corpus(const Corpus& corpus, std::uint32_t first_group);

/// A smaller sample of the same, in the form of write_examples: what a shop's own learning must not forget.
bool speak_examples(const std::map<std::string, std::string>& files, std::string& out, std::string& error);

/// words.tsv: language, word, count. Read into `counts`; false with the reason in `error`.
bool read_word_counts(std::string_view file, WordCounts& counts, std::string& error);

}  // namespace peakdesk::understanding
