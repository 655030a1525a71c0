// A shop after a long season, for measuring: a million tickets with five messages each, a thousand agents signed in.
// The words follow Zipf's law, so that some are in every third message and some in one of ten thousand. Rows are
// written in bulk by the tickets room's own inserts; nothing is sent and no events are kept for them.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/json.h"

namespace peakdesk::app::bench {

struct SeasonSize {
  std::int64_t tickets = 1'000'000;
  std::int64_t messages_per_ticket = 5;
  std::int64_t agents = 1'000;
};

/// What a load needs to know of a filled folder; kept beside the store as season.json.
struct Season {
  std::int64_t tickets = 0;
  std::int64_t messages = 0;
  std::string api_key;
  std::vector<std::string> session_tokens;  // one an agent
  std::vector<std::string> csrf_tokens;     // of the same sessions
  std::vector<std::int64_t> ticket_ids;     // a sample
  std::int64_t long_ticket_id = 0;          // the one with 2,000 messages
  std::vector<std::int64_t> view_ids;
  std::vector<std::string> common_words;  // in a few to thirty of a hundred messages
  std::vector<std::string> rare_words;    // in about one of ten thousand
};
BOOST_DESCRIBE_STRUCT(Season, (),
                      (tickets, messages, api_key, session_tokens, csrf_tokens, ticket_ids, long_ticket_id, view_ids,
                       common_words, rare_words))

/// The season in `folder`, filled now when the folder is new; `progress` hears how many tickets are written. Throws
/// CommandFailed when the folder holds another desk or a season of another size.
Season open_season(const std::string& folder, const SeasonSize& size,
                   const std::function<void(std::int64_t)>& progress);

/// `characters` of text in the season's words; the same for a seed.
std::string season_text(std::uint64_t seed, std::size_t characters);

}  // namespace peakdesk::app::bench
