#include "app/bench/season.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "accounts/accounts.h"
#include "accounts/administration.h"
#include "accounts/sessions.h"
#include "app/app.h"
#include "app/command_failed.h"
#include "base/random.h"
#include "customers/customers.h"
#include "tickets/message_store.h"
#include "tickets/ticket_store.h"
#include "tickets/views.h"

namespace peakdesk::app::bench {
namespace {

constexpr std::size_t kWords = 50'000;
constexpr std::int64_t kDays = 90;
constexpr std::int64_t kTeams = 20;
constexpr std::int64_t kTicketsPerWrite = 2'000;
constexpr std::int64_t kLongTicket = 2'000;  // messages
// How many tickets arrive between a message and the next of the same ticket: answers lie scattered over the store.
constexpr std::int64_t kLags[] = {0, 70, 900, 6'000, 20'000};

constexpr const char* kFrequent[] = {
    "the",     "my",      "order", "I",       "is",      "to",       "and",      "you",   "please", "it",
    "a",       "not",     "for",   "have",    "parcel",  "of",       "when",     "was",   "refund", "in",
    "with",    "your",    "hello", "still",   "on",      "thank",    "delivery", "me",    "size",   "this",
    "arrived", "be",      "but",   "return",  "what",    "received", "number",   "can",   "would",  "tracking",
    "from",    "waiting", "days",  "address", "package", "exchange", "paid",     "wrong", "broken", "today"};

/// Made of syllables by rank, so that a word is the same in every season.
std::vector<std::string> make_words() {
  static constexpr const char* kSyllables[] = {"ba",  "ke", "lo",  "mi",  "nu",  "ra", "sel", "tor",
                                               "ven", "zi", "pon", "dal", "gre", "fa", "hun", "cor"};
  std::vector<std::string> words(std::begin(kFrequent), std::end(kFrequent));
  for (std::size_t rank = words.size(); rank < kWords; ++rank) {
    std::string word;
    for (std::size_t rest = rank; rest > 0; rest /= 16) word += kSyllables[rest % 16];
    words.push_back(std::move(word));
  }
  return words;
}

/// Rank by Zipf with exponent 1: the inverse of the continuous distribution, exact enough for text.
std::size_t zipf_rank(Random& random) {
  const double rank = std::exp(random.uniform() * std::log(double(kWords)));
  return std::min(kWords, static_cast<std::size_t>(rank)) - 1;
}

const std::vector<std::string>& words() {
  static const std::vector<std::string> all = make_words();
  return all;
}

class Filler {
 public:
  Filler(const std::string& folder, const SeasonSize& size)
      : size_(size), now_(SystemClock().now()), clock_(now_ - days(kDays)), app_(config_for(folder), clock_) {}

  Season fill(const std::function<void(std::int64_t)>& progress) {
    season_.tickets = size_.tickets;
    season_.messages = size_.tickets * size_.messages_per_ticket;
    make_people();
    make_customers();
    for (std::int64_t first = 0; first < size_.tickets; first += kTicketsPerWrite) {
      const std::int64_t last = std::min(first + kTicketsPerWrite, size_.tickets);
      app_.database->write([&](Tx& tx) {
        for (std::int64_t i = first; i < last; ++i) make_step(tx, i);
      });
      progress(last);
    }
    // What would have come after the last ticket, and the conversation that never ends.
    app_.database->write([&](Tx& tx) {
      for (std::int64_t i = size_.tickets; i < size_.tickets + kLags[4]; ++i) make_answers(tx, i);
      make_long_ticket(tx);
    });
    app_.search_index.rebuild();
    clock_.set(now_);
    app_.search_index.catch_up();
    sign_in();
    for (std::size_t rank = 2; rank < 50; rank += 5) season_.common_words.push_back(words()[rank]);
    for (std::size_t rank = 20'000; rank < 40'000; rank += 401) season_.rare_words.push_back(words()[rank]);
    return season_;
  }

 private:
  static Config config_for(const std::string& folder) {
    Config config;
    config.data = folder;
    config.log_level = "error";
    config.cache_mib = 256;
    return config;
  }

  void make_people() {
    app_.database->write([&](Tx& tx) {
      account_ = accounts::create_account(tx, {"Peak season", "season.example", "en", "Europe/Berlin"});
      const Caller desk = accounts::system_caller(account_);
      for (std::int64_t i = 0; i < size_.agents; ++i) {
        const std::string name = "Agent " + std::to_string(i + 1);
        agents_.push_back(accounts::create_user(tx, desk,
                                                {"agent" + std::to_string(i + 1) + "@season.example",
                                                 name,
                                                 i == 0 ? Role::Owner : Role::Agent,
                                                 "",
                                                 "en",
                                                 "Europe/Berlin",
                                                 {}}));
      }
      for (std::int64_t i = 0; i < kTeams; ++i)
        teams_.push_back(accounts::create_team(tx, desk, {"Team " + std::to_string(i + 1), "", {}}));
    });
    season_.api_key = accounts::add_api_key_from_terminal(app_.account_services, "load", {"*"});
  }

  void make_customers() {
    const std::int64_t count = std::max<std::int64_t>(1, size_.tickets / 5);
    for (std::int64_t first = 0; first < count; first += 2'000) {
      app_.database->write([&](Tx& tx) {
        for (std::int64_t i = first; i < std::min(first + 2'000, count); ++i)
          customers_.push_back(customers::find_or_create(tx, account_, {"system", 0}, "email",
                                                         "shopper" + std::to_string(i) + "@mail.example",
                                                         "Shopper " + std::to_string(i)));
      });
    }
  }

  Instant time_of(std::int64_t step) const {
    return now_ - days(kDays) + Duration{step * days(kDays).ms / (size_.tickets + kLags[4] + 1)};
  }

  /// Ticket i arrives, and so do the next messages of earlier ones.
  void make_step(Tx& tx, std::int64_t i) {
    clock_.set(time_of(i));
    Random random(static_cast<std::uint64_t>(i) + 1);
    tickets::store::TicketRow row;
    row.id = tx.new_id<TicketId>();
    row.number = tickets::store::next_number(tx, account_);
    row.subject = season_text(random.next(), 45);
    row.channel = "email";
    row.customer_id = customer_of(i);
    const bool is_recent = i > size_.tickets - size_.tickets / 20;  // the last twentieth still waits for somebody
    const std::uint64_t dice = random.below(100);
    row.status = is_recent && dice < 90 ? tickets::TicketStatus::Open
                 : dice == 99           ? tickets::TicketStatus::Snoozed
                                        : tickets::TicketStatus::Closed;
    row.priority = static_cast<std::int64_t>(random.below(20) == 0) + static_cast<std::int64_t>(random.below(50) == 0);
    row.assignee_team_id = teams_[random.below(teams_.size())];
    if (random.below(3) != 0) row.assignee_user_id = agents_[random.below(agents_.size())];
    row.is_unread = random.below(2) == 0;
    row.message_count = size_.messages_per_ticket;
    row.last_message_from_agent = row.status == tickets::TicketStatus::Closed;
    row.created_at = row.opened_at = tx.now();
    const auto messages = static_cast<std::size_t>(std::clamp<std::int64_t>(size_.messages_per_ticket, 1, 5));
    row.last_message_at = row.updated_at = row.last_received_message_at = time_of(i + kLags[messages - 1]);
    if (row.status == tickets::TicketStatus::Closed) row.closed_at = row.last_message_at;
    if (row.status == tickets::TicketStatus::Snoozed) row.snooze_until = now_ + days(30);
    row.excerpt = season_text(random.next(), 120);
    tickets::store::insert_ticket(tx, account_, row);
    ticket_ids_.push_back(row.id);
    if (i % std::max<std::int64_t>(1, size_.tickets / 1'000) == 0) season_.ticket_ids.push_back(row.id.value);
    make_answers(tx, i);
  }

  void make_answers(Tx& tx, std::int64_t i) {
    for (std::int64_t k = 0; k < size_.messages_per_ticket; ++k) {
      const std::int64_t ticket = i - kLags[std::min<std::int64_t>(k, 4)];
      if (ticket >= 0 && ticket < size_.tickets)
        make_message(tx, ticket_ids_[static_cast<std::size_t>(ticket)], ticket, k);
    }
  }

  CustomerId customer_of(std::int64_t ticket) const {
    return customers_[Random(static_cast<std::uint64_t>(ticket) * 7 + 3).below(customers_.size())];
  }

  void make_message(Tx& tx, TicketId ticket, std::int64_t index, std::int64_t k) {
    tickets::store::MessageRow row;
    row.id = tx.new_id<MessageId>();
    row.ticket_id = ticket;
    row.from_agent = k % 2 == 1;
    row.channel = "email";
    if (row.from_agent)
      row.sender_user_id = agents_[static_cast<std::size_t>(index) % agents_.size()];
    else
      row.sender_customer_id = customer_of(index);
    row.body_text =
        season_text(static_cast<std::uint64_t>(index * 8 + k), 150 + static_cast<std::size_t>((index + k) % 150));
    row.state = row.from_agent ? tickets::MessageState::Sent : tickets::MessageState::Received;
    row.created_at = tx.now();
    if (row.from_agent) row.sent_at = tx.now();
    tickets::store::insert_message(tx, account_, row);
  }

  void make_long_ticket(Tx& tx) {
    tickets::store::TicketRow row;
    row.id = tx.new_id<TicketId>();
    row.number = tickets::store::next_number(tx, account_);
    row.subject = "The order that never ends";
    row.channel = "email";
    row.customer_id = customers_.front();
    row.assignee_user_id = agents_.front();
    row.created_at = row.opened_at = row.updated_at = row.last_message_at = row.last_received_message_at = tx.now();
    row.message_count = kLongTicket;
    row.excerpt = season_text(1, 120);
    tickets::store::insert_ticket(tx, account_, row);
    for (std::int64_t k = 0; k < kLongTicket; ++k) make_message(tx, row.id, size_.tickets + k, k);
    season_.long_ticket_id = row.id.value;
  }

  void sign_in() {
    app_.database->write([&](Tx& tx) {
      for (const UserId agent : agents_) {
        auto started = accounts::start_session(tx, app_.account_services, account_, agent, {});
        season_.session_tokens.push_back(std::move(started.token));
        season_.csrf_tokens.push_back(std::move(started.session.csrf_token));
      }
      const Caller owner = accounts::caller_of_user(tx, account_, agents_.front());
      for (const auto& view : tickets::list_view_rows(tx, owner)) season_.view_ids.push_back(view.id.value);
    });
  }

  SeasonSize size_;
  Instant now_;
  FakeClock clock_;
  App app_;
  Season season_;
  AccountId account_;
  std::vector<UserId> agents_;
  std::vector<TeamId> teams_;
  std::vector<CustomerId> customers_;
  std::vector<TicketId> ticket_ids_;
};

}  // namespace

std::string season_text(std::uint64_t seed, std::size_t characters) {
  Random random(seed * 0x9e3779b97f4a7c15ULL + 11);
  std::string text;
  while (text.size() < characters) {
    if (!text.empty()) text += ' ';
    text += words()[zipf_rank(random)];
  }
  return text;
}

Season open_season(const std::string& folder, const SeasonSize& size,
                   const std::function<void(std::int64_t)>& progress) {
  const std::string note = folder + "/season.json";
  if (std::filesystem::exists(note)) {
    std::ifstream file(note);
    std::stringstream text;
    text << file.rdbuf();
    auto season = from_json<Season>(text.str());
    if (season.tickets != size.tickets || season.messages != size.tickets * size.messages_per_ticket)
      throw CommandFailed(folder + " holds a season of " + std::to_string(season.tickets) +
                          " tickets; name another folder, or remove it.");
    return season;
  }
  if (std::filesystem::exists(store_path(folder)))
    throw CommandFailed(folder + " holds a desk that no measurement made. Name an empty folder.");
  Season season = Filler(folder, size).fill(progress);
  std::ofstream(note) << to_json(season);
  return season;
}

}  // namespace peakdesk::app::bench
