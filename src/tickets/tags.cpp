#include "tickets/tags.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/error.h"
#include "base/text.h"

namespace peakdesk::tickets {
namespace {

void link_tag(Tx& tx, AccountId account, TicketId ticket, TagId tag) {
  tx.exec(
      "INSERT INTO ticket_tags (account_id, ticket_id, tag_id) VALUES ($1, $2, $3) ON CONFLICT (account_id, ticket_id, "
      "tag_id) DO NOTHING",
      account, ticket, tag);
}

void unlink_tag(Tx& tx, AccountId account, TicketId ticket, TagId tag) {
  tx.exec("DELETE FROM ticket_tags WHERE account_id = $1 AND ticket_id = $2 AND tag_id = $3", account, ticket, tag);
}

/// Until somebody chooses: tags of different names mostly look different, and one name looks the same on every desk.
std::string_view colour_of_new(std::string_view folded) {
  static constexpr std::array<std::string_view, 9> kColours{"teal",  "blue",   "violet", "orange", "pink",
                                                            "green", "indigo", "red",    "yellow"};
  std::uint32_t sum = 2166136261u;
  for (const char c : folded) sum = (sum ^ static_cast<unsigned char>(c)) * 16777619u;
  return kColours[sum % kColours.size()];
}

}  // namespace

TagRef ensure_tag(Tx& tx, const Cause& cause, const std::string& name_text, const std::string& field) {
  const std::string name = collapse_space(to_valid_utf8(name_text));
  if (name.empty()) throw_invalid(field, "A tag needs a name.");
  if (length(name) > 100) throw_invalid(field, "A tag's name has at most 100 characters.");
  const std::string folded = fold(name);
  if (auto found = tx.find<TagRef>("SELECT id, name, colour FROM tags WHERE account_id = $1 AND name_folded = $2",
                                   cause.account, folded))
    return *found;
  const TagRef tag{tx.new_id<TagId>(), name, std::string(colour_of_new(folded))};
  tx.exec("INSERT INTO tags (id, account_id, name, name_folded, colour, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
          tag.id, cause.account, tag.name, folded, tag.colour, tx.now());
  emit(tx, cause, "tag.changed", {}, SettingChangedEvent{tag.id.value});
  return tag;
}

TagId find_tag(Tx& tx, AccountId account, std::string_view name) {
  return TagId(tx.scalar<std::int64_t>(0, "SELECT id FROM tags WHERE account_id = $1 AND name_folded = $2", account,
                                       fold(collapse_space(name))));
}

std::vector<TagRef> tags_of(Tx& tx, AccountId account, TicketId ticket) {
  return tx.list<TagRef>(
      "SELECT g.id, g.name, g.colour FROM ticket_tags tt JOIN tags g ON g.id = tt.tag_id AND g.account_id = "
      "tt.account_id "
      "WHERE tt.account_id = $1 AND tt.ticket_id = $2 ORDER BY g.name_folded",
      account, ticket);
}

void change_tags(Tx& tx, const Cause& cause, TicketId ticket, const std::optional<std::vector<std::string>>& replace,
                 const std::vector<std::string>& add, const std::vector<std::string>& remove) {
  if (!replace && add.empty() && remove.empty()) return;
  const auto before = tags_of(tx, cause.account, ticket);
  std::vector<TagRef> after = replace ? std::vector<TagRef>{} : before;
  const auto has = [](const std::vector<TagRef>& tags, TagId id) {
    return std::any_of(tags.begin(), tags.end(), [&](const TagRef& tag) { return tag.id == id; });
  };
  const auto put = [&](const std::vector<std::string>& names, const char* field) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      const TagRef tag = ensure_tag(tx, cause, names[i], std::string(field) + "[" + std::to_string(i) + "]");
      if (!has(after, tag.id)) after.push_back(tag);
    }
  };
  if (replace) put(*replace, "tags");
  put(add, "add_tags");
  for (const auto& name : remove) {
    const std::string folded = fold(collapse_space(name));
    std::erase_if(after, [&](const TagRef& tag) { return fold(tag.name) == folded; });
  }
  if (after.size() > 100) throw_invalid("tags", "A ticket carries at most 100 tags.");
  TaggedEvent event;
  for (const auto& tag : after)
    if (!has(before, tag.id)) {
      link_tag(tx, cause.account, ticket, tag.id);
      event.added.push_back(tag.name);
    }
  for (const auto& tag : before)
    if (!has(after, tag.id)) {
      unlink_tag(tx, cause.account, ticket, tag.id);
      event.removed.push_back(tag.name);
    }
  if (!event.added.empty() || !event.removed.empty()) {
    tx.exec("UPDATE tickets SET updated_at = $3 WHERE account_id = $1 AND id = $2", cause.account, ticket, tx.now());
    emit(tx, cause, "ticket.tagged", ticket, event);
  }
}

}  // namespace peakdesk::tickets
