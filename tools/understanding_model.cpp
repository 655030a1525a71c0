// Build tool: makes the model that ships from src/understanding/corpus/.
//   understanding_model build CORPUS_FOLDER OUT_FILE
//   understanding_model words LANGID_TSV          prints the table of words (corpus/words.tsv) of texts: language,
//   kind, text
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include "base/text.h"
#include "understanding/model_build.h"

namespace {

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

int build(const char* folder, const char* out_path) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.is_regular_file()) files[entry.path().filename().string()] = read_file(entry.path());
  peakdesk::understanding::Model model;
  std::string error;
  if (!peakdesk::understanding::build_shipped_model(files, model, error)) {
    std::fprintf(stderr, "understanding_model: %s\n", error.c_str());
    return 1;
  }
  std::ofstream(out_path, std::ios::binary) << model.write();
  return 0;
}

int words(const char* path) {
  std::map<std::string, std::unordered_map<std::string, std::uint32_t>> counts;
  const std::string file = read_file(path);
  for (std::string_view line : peakdesk::split(file, '\n')) {
    const auto columns = peakdesk::split(line, '\t');
    if (columns.size() == 3 && columns[0].size() == 2)
      peakdesk::understanding::count_words(columns[2], counts[std::string(columns[0])]);
  }
  for (const auto& [language, seen] : counts)
    for (const auto& [word, n] : std::map<std::string, std::uint32_t>(seen.begin(), seen.end()))
      std::printf("%s\t%s\t%u\n", language.c_str(), word.c_str(), n);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "";
  if (what == "build" && argc == 4) return build(argv[2], argv[3]);
  if (what == "words" && argc == 3) return words(argv[2]);
  std::fprintf(stderr, "usage: understanding_model build CORPUS_FOLDER OUT_FILE | words LANGID_TSV\n");
  return 2;
}
