// Tracking numbers of the big carriers, told by their form and proved by their check digit.
#pragma once
#include <string_view>

namespace peakdesk::understanding {

struct TrackingNumber {
  std::string_view
      carrier;  // "ups", "usps", "fedex", "dhl", "dpd", "postnl", "colissimo", "post" (any postal service); empty: none
  bool checked = false;  // has a check digit and it is right
  bool certain = false;  // the form alone says so; otherwise only beside a word for parcels
};

/// `number`: upper-case letters and digits without blanks.
TrackingNumber tracking_number(std::string_view number);

}  // namespace peakdesk::understanding
