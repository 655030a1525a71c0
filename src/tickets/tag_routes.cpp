#include "base/error.h"
#include "base/text.h"
#include "platform/http/page_cursor.h"
#include "tickets/tags.h"
#include "tickets/tickets.h"

namespace peakdesk::tickets {
namespace {

struct ListTagsInput {
  std::string search;
  std::string cursor;
  std::int64_t limit = 30;
  std::string order_by = "name:asc";
};
BOOST_DESCRIBE_STRUCT(ListTagsInput, (), (search, cursor, limit, order_by))

struct TagInput {
  TagId id;
  std::optional<std::string> name;
  std::optional<TagColour> colour;
  std::optional<std::string> description;
};
BOOST_DESCRIBE_STRUCT(TagInput, (), (id, name, colour, description))

struct TagIdInput {
  TagId id;
};
BOOST_DESCRIBE_STRUCT(TagIdInput, (), (id))

struct MergeTagsInput {
  TagId id;
  TagId from_tag_id;
};
BOOST_DESCRIBE_STRUCT(MergeTagsInput, (), (id, from_tag_id))

// Counting stops at 10,000: exact numbers of very common tags are not worth walking over a million rows for a settings
// page.
constexpr const char* kSelectTags =
    "SELECT g.id, g.name, g.colour, g.description, (SELECT COUNT(*) FROM (SELECT 1 FROM ticket_tags tt WHERE "
    "tt.account_id = g.account_id AND "
    "tt.tag_id = g.id LIMIT 10000) AS counted) AS ticket_count FROM tags g WHERE g.account_id = $1";

Tag get_tag(Tx& tx, AccountId account, TagId id) {
  auto tag = tx.find<Tag>(std::string(kSelectTags) + " AND g.id = $2", account, id);
  if (!tag) throw_not_found("tag");
  return *tag;
}

// Names are texts and tags are few: the cursor of this list is a position.
Page<Tag> list_tags(Tx& tx, const Caller& caller, const ListTagsInput& input) {
  const int limit = http::checked_limit(input.limit);
  if (input.order_by != "name:asc" && input.order_by != "name:desc")
    throw_invalid("order_by", "Tags can be ordered by name:asc or name:desc.");
  const std::string order = "tags/" + input.order_by;
  const auto cursor = http::decode_cursor(order, input.cursor, 1);
  std::int64_t offset = 0;
  if (cursor) offset = cursor->backwards ? std::max<std::int64_t>(0, cursor->keys[0] - limit) : cursor->keys[0] + 1;
  const std::string from = fold(trim(input.search));
  const std::string to = from.empty() ? "\xF4\x8F\xBF\xBF" : from + "\xF4\x8F\xBF\xBF";
  Page<Tag> page;
  page.data = tx.list<Tag>(std::string(kSelectTags) +
                               " AND g.name_folded >= $2 AND g.name_folded < $3 ORDER BY g.name_folded " +
                               (input.order_by == "name:asc" ? "ASC" : "DESC") + " LIMIT $4 OFFSET $5",
                           caller.account, from, to, limit + 1, offset);
  const bool more = page.data.size() > static_cast<std::size_t>(limit);
  if (more) page.data.pop_back();
  if (more) page.meta.next_cursor = http::encode_cursor(order, {false, {offset + limit - 1}});
  if (offset > 0) page.meta.prev_cursor = http::encode_cursor(order, {true, {offset}});
  return page;
}

void check_name_is_free(Tx& tx, AccountId account, const std::string& name, TagId own) {
  const TagId other = find_tag(tx, account, name);
  if (other && other != own)
    throw RequestError(ErrorKind::Conflict, "name_taken", "There is a tag of that name already. Merge the two instead.",
                       "name");
}

Created<Tag> create_tag(Tx& tx, const Caller& caller, const TagInput& input) {
  if (!input.name) throw_invalid("name", "A tag needs a name.");
  check_name_is_free(tx, caller.account, *input.name, {});
  const TagRef tag = ensure_tag(tx, cause_of(caller), *input.name, "name");
  tx.exec("UPDATE tags SET colour = $3, description = $4 WHERE account_id = $1 AND id = $2", caller.account, tag.id,
          enum_name(input.colour.value_or(TagColour::Grey)), truncate(input.description.value_or(""), 2000));
  return {get_tag(tx, caller.account, tag.id)};
}

Tag update_tag(Tx& tx, const Caller& caller, const TagInput& input) {
  Tag tag = get_tag(tx, caller.account, input.id);
  if (input.name) {
    tag.name = collapse_space(to_valid_utf8(*input.name));
    if (tag.name.empty() || length(tag.name) > 100) throw_invalid("name", "A tag's name has 1 to 100 characters.");
    check_name_is_free(tx, caller.account, tag.name, tag.id);
  }
  if (input.colour) tag.colour = *input.colour;
  if (input.description) tag.description = truncate(*input.description, 2000);
  tx.exec(
      "UPDATE tags SET name = $3, name_folded = $4, colour = $5, description = $6 WHERE account_id = $1 AND id = $2",
      caller.account, tag.id, tag.name, fold(tag.name), enum_name(tag.colour), tag.description);
  emit(tx, cause_of(caller), "tag.changed", {}, SettingChangedEvent{tag.id.value});
  return tag;
}

NoContent delete_tag(Tx& tx, const Caller& caller, const TagIdInput& input) {
  get_tag(tx, caller.account, input.id);
  tx.exec("DELETE FROM ticket_tags WHERE account_id = $1 AND tag_id = $2", caller.account, input.id);
  tx.exec("DELETE FROM tags WHERE account_id = $1 AND id = $2", caller.account, input.id);
  emit(tx, cause_of(caller), "tag.changed", {}, SettingChangedEvent{input.id.value});
  return {};
}

Tag merge_tags(Tx& tx, const Caller& caller, const MergeTagsInput& input) {
  if (input.id == input.from_tag_id) throw_invalid("from_tag_id", "A tag cannot be merged into itself.");
  get_tag(tx, caller.account, input.id);
  get_tag(tx, caller.account, input.from_tag_id);
  tx.exec(
      "INSERT INTO ticket_tags (account_id, ticket_id, tag_id) SELECT account_id, ticket_id, $3 FROM ticket_tags WHERE "
      "account_id = $1 AND "
      "tag_id = $2 ON CONFLICT (account_id, ticket_id, tag_id) DO NOTHING",
      caller.account, input.from_tag_id, input.id);
  tx.exec("DELETE FROM ticket_tags WHERE account_id = $1 AND tag_id = $2", caller.account, input.from_tag_id);
  tx.exec("DELETE FROM tags WHERE account_id = $1 AND id = $2", caller.account, input.from_tag_id);
  emit(tx, cause_of(caller), "tag.changed", {}, SettingChangedEvent{input.id.value});
  return get_tag(tx, caller.account, input.id);
}

}  // namespace

void add_tag_routes(Router& router) {
  router.read("GET", "/api/tags", observers("settings:read"), list_tags);
  router.write("POST", "/api/tags", leads("settings:write"), create_tag);
  router.write("PATCH", "/api/tags/{id}", leads("settings:write"), update_tag);
  router.write("DELETE", "/api/tags/{id}", leads("settings:write"), delete_tag);
  router.write("POST", "/api/tags/{id}/merge", leads("settings:write"), merge_tags);
}

}  // namespace peakdesk::tickets
