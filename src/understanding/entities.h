// Things named in a message: order and tracking numbers, addresses, telephone numbers, dates, amounts, products. Owns
// how each looks and its check digits; looks nothing up, so a number found here need not exist.
#pragma once
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace peakdesk::understanding {

class ProductNames;

enum class EntityKind { Order, Tracking, Email, Phone, Date, Amount, Product };

struct Entity {
  EntityKind kind = EntityKind::Order;
  std::size_t start = 0;  // bytes into the text
  std::size_t length = 0;
  std::string
      value;  // order and tracking numbers without blanks, "+33612345678", "2026-12-24", "49.90", the product's name
  std::string detail;    // carrier ("ups"), currency ("EUR"), "before" or "after" a date
  bool checked = false;  // its check digit is right, or it has the shop's own form
};

struct EntityHints {
  /// How the shop writes its order numbers: 9 a digit, A a letter, N either, anything else itself; "+" repeats the one
  /// before it. "#9+", "SO-99999", "999-9999999-9999999". Without one, numbers after a word for order are taken.
  std::vector<std::string> order_patterns;
  /// Midnight of today where the customer is; zero leaves what hangs on it open ("--12-24", "+1d").
  Instant today;
  const ProductNames* products = nullptr;
};

std::string_view name_of(EntityKind kind);  // "order", "tracking" …

/// In order of appearance, never overlapping. Reads the first 20,000 bytes.
std::vector<Entity> find_entities(std::string_view text, const EntityHints& hints = {});

}  // namespace peakdesk::understanding
