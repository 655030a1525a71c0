// A ticket as the API shows it: a row of a list, and the whole. Shapes only.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/json.h"

namespace peakdesk::tickets {

enum class TicketStatus { Open, Snoozed, Closed };
BOOST_DESCRIBE_ENUM(TicketStatus, Open, Snoozed, Closed)
enum class TicketPriority { Low = -1, Normal = 0, High = 1, Urgent = 2 };  // the number is what the database sorts by
BOOST_DESCRIBE_ENUM(TicketPriority, Low, Normal, High, Urgent)

struct UserRef {
  UserId id;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(UserRef, (), (id, name))
struct TeamRef {
  TeamId id;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(TeamRef, (), (id, name))
struct CustomerRef {
  CustomerId id;
  std::string name;
  std::string email;
};
BOOST_DESCRIBE_STRUCT(CustomerRef, (), (id, name, email))
struct TagRef {
  TagId id;
  std::string name;
  std::string colour;
};
BOOST_DESCRIBE_STRUCT(TagRef, (), (id, name, colour))
struct MailboxRef {
  MailboxId id;
  std::string name;
  std::string address;
};
BOOST_DESCRIBE_STRUCT(MailboxRef, (), (id, name, address))

struct MailAddress {
  std::string name;
  std::string address;
};
BOOST_DESCRIBE_STRUCT(MailAddress, (), (name, address))

struct Attachment {
  AttachmentId id;
  std::string name;
  std::string content_type;
  std::int64_t size = 0;  // bytes
  std::string url;
  bool is_inline = false;
  std::string content_id;
};
BOOST_DESCRIBE_STRUCT(Attachment, (), (id, name, content_type, size, url, is_inline, content_id))

struct TicketSummary {
  TicketId id;
  std::int64_t number = 0;
  std::string subject;
  std::string excerpt;
  TicketStatus status = TicketStatus::Open;
  TicketPriority priority = TicketPriority::Normal;
  std::string channel;
  std::string via;
  std::string language;
  CustomerRef customer;
  std::optional<UserRef> assignee_user;
  std::optional<TeamRef> assignee_team;
  std::vector<TagRef> tags;
  bool is_unread = false;
  bool spam = false;
  Instant trashed_datetime;
  Instant snooze_datetime;
  std::int64_t message_count = 0;
  bool last_message_from_agent = false;
  bool has_failed_message = false;
  TicketId merged_into_id;
  Instant created_datetime;
  Instant updated_datetime;
  Instant opened_datetime;
  Instant closed_datetime;
  Instant last_message_datetime;
  Instant last_received_message_datetime;
  RawJson custom_fields;
};
BOOST_DESCRIBE_STRUCT(TicketSummary, (),
                      (id, number, subject, excerpt, status, priority, channel, via, language, customer, assignee_user,
                       assignee_team, tags, is_unread, spam, trashed_datetime, snooze_datetime, message_count,
                       last_message_from_agent, has_failed_message, merged_into_id, created_datetime, updated_datetime,
                       opened_datetime, closed_datetime, last_message_datetime, last_received_message_datetime,
                       custom_fields))

/// What an agent has begun to write.
struct Draft {
  UserRef user;
  bool public_ = true;
  std::string body_html;
  std::string body_text;
  std::vector<MailAddress> to;
  std::vector<MailAddress> cc;
  std::vector<Attachment> attachments;
  Instant updated_datetime;
};
BOOST_DESCRIBE_STRUCT(Draft, (), (user, public_, body_html, body_text, to, cc, attachments, updated_datetime))

/// Where an answer would go.
struct ReplyTo {
  std::string channel;
  MailboxId from_mailbox_id;
  std::vector<MailAddress> to;
  std::vector<MailAddress> cc;
};
BOOST_DESCRIBE_STRUCT(ReplyTo, (), (channel, from_mailbox_id, to, cc))

struct Ticket : TicketSummary {
  std::optional<MailboxRef> mailbox;
  std::string external_id;
  bool from_agent = false;  // the first message was written by an agent
  std::vector<Draft> drafts;
  ReplyTo reply_to;
};
BOOST_DESCRIBE_STRUCT(Ticket, (TicketSummary), (mailbox, external_id, from_agent, drafts, reply_to))

}  // namespace peakdesk::tickets
