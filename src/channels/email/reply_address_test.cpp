#include "channels/email/reply_address.h"

#include <gtest/gtest.h>

namespace peakdesk::channels::email {
namespace {
const ReplyAddresses kOurs(std::string(32, 'k'));
const ReplyAddresses kTheirs(std::string(32, 'x'));
const TicketId kTicket(9'007'199'254'740'991);
}  // namespace

TEST(ReplyAddress, ProvesItsTicketInAddressesAndMessageIds) {
  const std::string address = kOurs.address_for("support@shop.example", kTicket);
  EXPECT_EQ(address.find("support+t"), 0u);
  EXPECT_EQ(kOurs.ticket_of(address), kTicket);
  EXPECT_EQ(kOurs.ticket_of("SUPPORT+" + address.substr(8)), kTicket) << "servers may fold case";
  EXPECT_EQ(kOurs.ticket_of(kOurs.message_id_for("support@shop.example", kTicket, MessageId(77))), kTicket);
}

TEST(ReplyAddress, NothingUnsignedOrForeignIsBelieved) {
  EXPECT_FALSE(kOurs.ticket_of(kTheirs.address_for("support@shop.example", kTicket)));
  std::string tampered = kOurs.address_for("support@shop.example", TicketId(1234));
  tampered[tampered.find('+') + 2] = tampered[tampered.find('+') + 2] == 'a' ? 'b' : 'a';
  EXPECT_FALSE(kOurs.ticket_of(tampered));
  for (const char* text : {"", "@", "support@shop.example", "t1-@x", "+t-@", "t-------------------@x",
                           "support+t12-short@shop.example", "tzzzzzzzzzzzzzzzzzzzzzzzz-aaaaaaaaaaaa@x"})
    EXPECT_FALSE(kOurs.ticket_of(text)) << text;
}

}  // namespace peakdesk::channels::email
