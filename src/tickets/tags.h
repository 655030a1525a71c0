// Tags: made by whoever works tickets, on first use; renamed, coloured, merged and deleted by leads.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "tickets/events.h"

namespace peakdesk::tickets {

enum class TagColour { Grey, Red, Orange, Yellow, Green, Teal, Blue, Indigo, Violet, Pink };
BOOST_DESCRIBE_ENUM(TagColour, Grey, Red, Orange, Yellow, Green, Teal, Blue, Indigo, Violet, Pink)

struct Tag {
  TagId id;
  std::string name;
  TagColour colour = TagColour::Grey;
  std::string description;
  std::int64_t ticket_count = 0;  // up to 10,000; more are not counted on
};
BOOST_DESCRIBE_STRUCT(Tag, (), (id, name, colour, description, ticket_count))

/// The tag of that name regardless of case; made when there is none. Throws Invalid (field) for an empty or over-long
/// name.
TagRef ensure_tag(Tx& tx, const Cause& cause, const std::string& name, const std::string& field = "tags");
/// Null id when there is none.
TagId find_tag(Tx& tx, AccountId account, std::string_view name);

/// `replace` sets them all; then adds and removes. Emits ticket.tagged when anything changed.
void change_tags(Tx& tx, const Cause& cause, TicketId ticket, const std::optional<std::vector<std::string>>& replace,
                 const std::vector<std::string>& add, const std::vector<std::string>& remove);
std::vector<TagRef> tags_of(Tx& tx, AccountId account, TicketId ticket);

}  // namespace peakdesk::tickets
