// What a record of `peakdesk import tickets|macros` holds (customers: customers::NewCustomer). docs/how-to/import.md
// describes the same.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "base/json.h"
#include "tickets/ticket.h"

namespace peakdesk::app {

struct ImportedCustomer {
  std::string external_id;
  std::string email;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(ImportedCustomer, (), (external_id, email, name))

struct ImportedMessage {
  std::string message_id;  // the mail's, when it was one
  bool from_agent = false;
  bool public_ = true;
  std::string author_email;
  std::string author_name;
  std::string body_text;
  std::string body_html;
  Instant created_datetime;
};
BOOST_DESCRIBE_STRUCT(ImportedMessage, (),
                      (message_id, from_agent, public_, author_email, author_name, body_text, body_html,
                       created_datetime))

struct ImportedTicket {
  std::string external_id;
  std::string subject;
  std::string channel = "email";
  tickets::TicketStatus status = tickets::TicketStatus::Closed;
  tickets::TicketPriority priority = tickets::TicketPriority::Normal;
  std::string language;
  std::vector<std::string> tags;
  ImportedCustomer customer;
  std::string assignee_email;
  std::string team;
  std::map<std::string, Json> custom_fields;
  Instant created_datetime;
  Instant closed_datetime;
  std::vector<ImportedMessage> messages;
};
BOOST_DESCRIBE_STRUCT(ImportedTicket, (),
                      (external_id, subject, channel, status, priority, language, tags, customer, assignee_email, team,
                       custom_fields, created_datetime, closed_datetime, messages))

struct ImportedMacro {
  std::string external_id;
  std::string name;
  std::string intent;
  std::string language;
  std::string body_text;
  std::string body_html;
  std::vector<std::string> tags;
  std::string status;
};
BOOST_DESCRIBE_STRUCT(ImportedMacro, (), (external_id, name, intent, language, body_text, body_html, tags, status))

}  // namespace peakdesk::app
