#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "base/text.h"
#include "tickets/search_language.h"

// Whatever is typed: no crash, and what comes out keeps the promises that the compiler to SQL relies on.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace peakdesk;
  const auto parsed = tickets::parse_search({reinterpret_cast<const char*>(data), size});
  if (const auto* error = std::get_if<tickets::SearchError>(&parsed)) {
    if (error->message.empty()) std::abort();
    return 0;
  }
  const auto& query = std::get<tickets::SearchQuery>(parsed);
  if (query.words.size() + query.filters.size() > 50) std::abort();
  for (const auto& word : query.words)
    if (trim(word.text).empty() || !is_valid_utf8(word.text)) std::abort();
  for (const auto& filter : query.filters)
    if (filter.values.empty()) std::abort();
  return 0;
}
