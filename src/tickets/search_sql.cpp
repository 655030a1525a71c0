#include "tickets/search_sql.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "customers/customers.h"
#include "platform/db/match_query.h"
#include "tickets/directory.h"
#include "tickets/tags.h"

namespace peakdesk::tickets {
namespace {

// Below this a list of tickets is collected and sorted; above it the order's index is walked and each row checked.
constexpr std::int64_t kNarrowAtMost = 5'000;
// Full-text matches that a list or a view looks at, newest first.
constexpr int kMostMatches = 5'000;

struct Compiler {
  Tx& tx;
  AccountId account;
  UserId me;
  const std::string& field;
  CompiledSearch out;

  void add(bool negated, const std::string& condition) {
    out.where += (negated ? " AND NOT (" : " AND (") + condition + ")";
  }

  /// `t.column IN (…)` for bound values.
  template <class T>
  std::string one_of(const char* column, const std::vector<T>& values) {
    if (values.size() == 1) return std::string(column) + " = " + out.place(db::bind(values[0]));
    std::string sql = std::string(column) + " IN (";
    for (std::size_t i = 0; i < values.size(); ++i) sql += (i ? ", " : "") + out.place(db::bind(values[i]));
    return sql + ")";
  }

  static std::string state_condition(const std::string& value) {
    if (value == "unread") return "t.is_unread = TRUE";
    if (value == "read") return "t.is_unread = FALSE";
    if (value == "spam") return "t.spam = TRUE";
    if (value == "trash") return "t.trashed_at > 0";
    if (value == "unassigned") return "t.assignee_user_id = 0";
    if (value == "assigned") return "t.assignee_user_id <> 0";
    if (value == "failed") return "t.has_failed_message = TRUE";
    if (value == "escalating")
      return "EXISTS (SELECT 1 FROM ticket_insights e WHERE e.account_id = $1 AND e.ticket_id = t.id AND e.escalation "
             "= "
             "TRUE)";
    return "t.status = '" + value + "'";  // open, snoozed, closed: the parser lets nothing else through
  }

  std::string is_condition(const SearchFilter& filter) {
    std::string sql;
    for (const auto& value : filter.values) sql += (sql.empty() ? "" : " OR ") + state_condition(value);
    return sql;
  }

  std::vector<std::int64_t> users(const SearchFilter& filter, const char* key) {
    std::vector<std::int64_t> ids;
    for (const auto& value : filter.values) {
      const std::string folded = to_lower_ascii(value);
      if (folded == "me") {
        ids.push_back(me ? me.value : -1);
      } else if (folded == "none") {
        ids.push_back(0);
      } else {
        const UserId user = directory::user_called(tx, account, value);
        if (!user)
          throw_invalid(field, "The filter " + std::string(key) + ": knows no agent \"" + value +
                                   "\". Possible: me, none, " + directory::user_names(tx, account) + ".");
        ids.push_back(user.value);
      }
    }
    return ids;
  }

  std::vector<std::int64_t> teams(const SearchFilter& filter) {
    std::vector<std::int64_t> ids;
    for (const auto& value : filter.values) {
      if (to_lower_ascii(value) == "none") {
        ids.push_back(0);
        continue;
      }
      const TeamId team = directory::team_called(tx, account, value);
      if (!team)
        throw_invalid(field, "The filter team: knows no team \"" + value + "\". Possible: none, " +
                                 directory::team_names(tx, account) + ".");
      ids.push_back(team.value);
    }
    return ids;
  }

  void add_tags(const SearchFilter& filter) {
    std::vector<std::int64_t> ids;
    for (const auto& value : filter.values) {
      const TagId tag = find_tag(tx, account, value);
      ids.push_back(tag ? tag.value : -1);  // a tag nobody made is on no ticket
    }
    std::int64_t common = 0;
    for (const auto id : ids)
      common += tx.scalar<std::int64_t>(
          0,
          "SELECT COUNT(*) FROM (SELECT 1 FROM ticket_tags WHERE account_id = $1 AND tag_id = $2 LIMIT $3) AS counted",
          account, id, kNarrowAtMost + 1);
    if (!filter.negated && common <= kNarrowAtMost) {
      out.is_narrow = true;
      add(false, "t.id IN (SELECT tt.ticket_id FROM ticket_tags tt WHERE tt.account_id = $1 AND " +
                     one_of("tt.tag_id", ids) + ")");
    } else {
      add(filter.negated, "EXISTS (SELECT 1 FROM ticket_tags tt WHERE tt.account_id = $1 AND tt.ticket_id = t.id AND " +
                              one_of("tt.tag_id", ids) + ")");
    }
  }

  /// What the insights say of a ticket; "none" is a ticket that no label covers.
  void add_intents(const SearchFilter& filter) {
    std::vector<std::string> labels;
    bool none = false;
    for (const auto& value : filter.values) {
      if (to_lower_ascii(value) == "none")
        none = true;
      else
        labels.push_back(fold(value));
    }
    std::int64_t common = 0;
    for (const auto& label : labels)
      common += tx.scalar<std::int64_t>(
          0,
          "SELECT COUNT(*) FROM (SELECT 1 FROM ticket_intents WHERE account_id = $1 AND intent = $2 LIMIT $3) AS "
          "counted",
          account, label, kNarrowAtMost + 1);
    std::string places;
    for (const auto& label : labels) places += (places.empty() ? "" : ", ") + out.place_text(label);
    if (!none && !filter.negated && common <= kNarrowAtMost) {
      out.is_narrow = true;
      add(false, "t.id IN (SELECT ti.ticket_id FROM ticket_intents ti WHERE ti.account_id = $1 AND ti.intent IN (" +
                     places + "))");
      return;
    }
    std::string sql;
    if (!labels.empty())
      sql =
          "EXISTS (SELECT 1 FROM ticket_intents ti WHERE ti.account_id = $1 AND ti.ticket_id = t.id AND ti.intent IN "
          "(" +
          places + "))";
    if (none)
      sql += std::string(sql.empty() ? "" : " OR ") +
             "NOT EXISTS (SELECT 1 FROM ticket_intents ti WHERE ti.account_id = $1 AND ti.ticket_id = t.id)";
    add(filter.negated, sql);
  }

  /// A column of ticket_insights with a closed list of values, which the parser has checked.
  void add_insight(const SearchFilter& filter, const char* column) {
    std::string values;
    for (const auto& value : filter.values) values += (values.empty() ? "'" : ", '") + value + "'";
    add(filter.negated,
        "EXISTS (SELECT 1 FROM ticket_insights n WHERE n.account_id = $1 AND n.ticket_id = t.id AND n." +
            std::string(column) + " IN (" + values + "))");
  }

  void add_customers(const SearchFilter& filter) {
    std::vector<std::int64_t> ids;
    for (const auto& value : filter.values) {
      CustomerId customer = customers::find_by_address(tx, account, "email", value);
      if (!customer && value.find_first_not_of("0123456789") == std::string::npos && value.size() < 17)
        customer = CustomerId(std::stoll(value));
      ids.push_back(customer ? customer.value : -1);
    }
    if (!filter.negated) out.is_narrow = true;
    add(filter.negated, one_of("t.customer_id", ids));
  }

  void add_mailboxes(const SearchFilter& filter) {
    std::string addresses;
    for (const auto& value : filter.values) addresses += (addresses.empty() ? "" : ", ") + out.place_text(fold(value));
    add(filter.negated,
        "t.mailbox_id IN (SELECT b.id FROM mailboxes b WHERE b.account_id = $1 AND b.address_folded IN (" + addresses +
            "))");
  }

  void add_time(const SearchFilter& filter, const char* column) {
    const auto& time = filter.time;
    std::string sql;
    if (time.kind == TimeRange::Kind::YoungerThan) {
      sql = std::string(column) + " > " + out.place(db::bind(tx.now().ms - time.age_ms));
    } else if (time.kind == TimeRange::Kind::OlderThan) {
      sql = std::string(column) + " <= " + out.place(db::bind(tx.now().ms - time.age_ms));
    } else {
      if (time.from_ms != INT64_MIN) sql = std::string(column) + " >= " + out.place(db::bind(time.from_ms));
      if (time.to_ms != INT64_MAX)
        sql += std::string(sql.empty() ? "" : " AND ") + column + " < " + out.place(db::bind(time.to_ms));
    }
    add(filter.negated, sql);
  }

  void add_field(const SearchFilter& filter) {
    // Values are compared as text in their JSON spelling; engines differ in how a boolean comes out of JSON.
    std::string possible;
    for (const auto& value : filter.values) {
      possible += (possible.empty() ? "" : ", ") + out.place_text(value);
      if (value == "true" || value == "false") possible += ", " + out.place_text(value == "true" ? "1" : "0");
    }
    add(filter.negated,
        "CAST((t.custom_fields ->> " + out.place_text(filter.field) + ") AS TEXT) IN (" + possible + ")");
  }

  void add_filter(const SearchFilter& filter) {
    switch (filter.key) {
      case FilterKey::Is:
        return add(filter.negated, is_condition(filter));
      case FilterKey::Channel:
        return add_texts(filter, "t.channel", true);
      case FilterKey::Language:
        return add_texts(filter, "t.language", false);
      case FilterKey::Intent:
        return add_intents(filter);
      case FilterKey::Sentiment:
        return add_insight(filter, "sentiment");
      case FilterKey::Urgency:
        return add_insight(filter, "urgency");
      case FilterKey::Assignee:
        return add(filter.negated, one_of("t.assignee_user_id", users(filter, "assignee")));
      case FilterKey::Team:
        return add(filter.negated, one_of("t.assignee_team_id", teams(filter)));
      case FilterKey::Tag:
        return add_tags(filter);
      case FilterKey::Priority:
        return add_priority(filter);
      case FilterKey::Customer:
        return add_customers(filter);
      case FilterKey::Mailbox:
        return add_mailboxes(filter);
      case FilterKey::Created:
        return add_time(filter, "t.created_at");
      case FilterKey::Updated:
        return add_time(filter, "t.updated_at");
      case FilterKey::Field:
        return add_field(filter);
      case FilterKey::Mention:
        if (!filter.negated) out.is_narrow = true;
        return add(filter.negated, "t.id IN (SELECT n.ticket_id FROM mentions n WHERE n.account_id = $1 AND " +
                                       one_of("n.user_id", users(filter, "mention")) + ")");
      case FilterKey::Has:
        return add(filter.negated,
                   "EXISTS (SELECT 1 FROM messages m JOIN attachments a ON a.account_id = m.account_id AND "
                   "a.message_id = m.id "
                   "WHERE m.account_id = $1 AND m.ticket_id = t.id AND m.deleted_at = 0)");
      case FilterKey::Number: {
        std::vector<std::int64_t> numbers;
        for (const auto& value : filter.values) numbers.push_back(std::stoll(value));
        if (!filter.negated) out.is_narrow = true;
        return add(filter.negated, one_of("t.number", numbers));
      }
    }
  }

  /// Tickets with a message, or a subject given later, that matches; the newest kMostMatches of each.
  void add_match(bool negated, const std::string& expression) {
    if (expression.empty()) return;
    if (tx.writes()) return add_match_beside(negated, expression);
    const std::string match = out.place_text(db::match_in_account(account, expression));
    const std::string newest = match + " ORDER BY rowid DESC LIMIT " + std::to_string(kMostMatches);
    add(negated,
        "t.id IN (SELECT m.ticket_id FROM messages m WHERE m.account_id = $1 AND m.id IN (SELECT rowid FROM "
        "message_search WHERE "
        "message_search MATCH " +
            newest + ") UNION SELECT id FROM (SELECT rowid AS id FROM ticket_search WHERE ticket_search MATCH " +
            newest + ") AS retitled)");
  }

  /// The same for a transaction that writes, which does not see the index: the tickets are looked up beside it.
  void add_match_beside(bool negated, const std::string& expression) {
    std::string ids;
    tx.with_search([&](Tx& reader) {
      Compiler found{reader, account, me, field, {}};
      found.out.values.push_back(db::bind(account));
      found.add_match(false, expression);
      const std::string sql = "SELECT t.id FROM tickets t WHERE t.account_id = $1" + found.out.where;
      for (const auto id : reader.list_bound<std::int64_t>(sql, found.out.values.data(), found.out.values.size()))
        ids += (ids.empty() ? "" : ",") + std::to_string(id);
    });
    add(negated, "t.id IN (SELECT value FROM json_each(" + out.place_text("[" + ids + "]") + "))");
  }

  void add_texts(const SearchFilter& filter, const char* column, bool lower) {
    std::string sql;
    for (const auto& value : filter.values)
      sql += (sql.empty() ? "" : ", ") + out.place_text(lower ? to_lower_ascii(value) : value);
    add(filter.negated, std::string(column) + " IN (" + sql + ")");
  }

  void add_priority(const SearchFilter& filter) {
    std::string sql;
    for (const auto& value : filter.values)
      sql += (sql.empty() ? "" : ", ") + std::string(value == "low"      ? "-1"
                                                     : value == "high"   ? "1"
                                                     : value == "urgent" ? "2"
                                                                         : "0");
    add(filter.negated, "t.priority IN (" + sql + ")");
  }
};

bool asks_for(const SearchQuery& query, FilterKey key, std::string_view value = {}) {
  return std::any_of(query.filters.begin(), query.filters.end(), [&](const SearchFilter& filter) {
    return filter.key == key && !filter.negated &&
           (value.empty() || std::find(filter.values.begin(), filter.values.end(), value) != filter.values.end());
  });
}

}  // namespace

std::string match_expression(const std::vector<SearchWord>& words) {
  std::string wanted;
  std::string unwanted;
  for (const auto& word : words) {
    const std::string phrase = db::match_phrase(word.text, word.prefix);
    if (phrase.empty()) continue;
    std::string& side = word.negated ? unwanted : wanted;
    side += (side.empty() ? "" : word.negated ? " OR " : " AND ") + phrase;
  }
  if (wanted.empty()) return {};  // only unwanted words: there is nothing to look for
  return unwanted.empty() ? wanted : "(" + wanted + ") NOT (" + unwanted + ")";
}

CompiledSearch compile_search(Tx& tx, AccountId account, UserId me, const SearchQuery& query,
                              const std::string& field) {
  Compiler compiler{tx, account, me, field, {}};
  compiler.out.values.push_back(db::bind(account));
  for (const auto& filter : query.filters) compiler.add_filter(filter);
  // Spelled like the partial indexes, so that the planner recognises them.
  if (!asks_for(query, FilterKey::Is, "spam")) compiler.out.where += " AND t.spam = FALSE";
  if (!asks_for(query, FilterKey::Is, "trash")) compiler.out.where += " AND t.trashed_at = 0";
  if (!asks_for(query, FilterKey::Number)) compiler.out.where += " AND t.merged_into_id = 0";
  compiler.out.match = match_expression(query.words);
  if (!compiler.out.match.empty()) {
    compiler.out.is_narrow = true;
    compiler.add_match(false, compiler.out.match);
  } else {
    for (const auto& word : query.words)
      if (word.negated) compiler.add_match(true, db::match_phrase(word.text, word.prefix));
  }
  return std::move(compiler.out);
}

CompiledSearch compile_search_text(Tx& tx, AccountId account, UserId me, std::string_view text,
                                   const std::string& field) {
  const auto parsed = parse_search(text);
  if (const auto* error = std::get_if<SearchError>(&parsed)) throw_invalid(field, error->message);
  return compile_search(tx, account, me, std::get<SearchQuery>(parsed), field);
}

}  // namespace peakdesk::tickets
