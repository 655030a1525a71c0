// The form in which texts to learn from or to be judged by come: one line each, labels, tab, text. Owns that form.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "understanding/corpus.h"

namespace peakdesk::understanding {

/// `label<TAB>text`, several labels joined by a comma; "none", "oos" or nothing is none of these; "\t" and "\n" in a
/// text are a tab and a line end. A first line that names the columns is passed over. False with line and reason in
/// `error`.
bool read_training_file(std::string_view file, std::vector<LabelledText>& out, std::string& error);

/// `language<TAB>labels<TAB>text`, otherwise as above: those of `languages`. False with the reason in `error`.
bool read_examples(std::string_view file, const std::vector<std::string>& languages, std::vector<LabelledText>& out,
                   std::string& error);
/// The inverse of it.
std::string write_examples(const std::vector<LabelledText>& texts);

}  // namespace peakdesk::understanding
