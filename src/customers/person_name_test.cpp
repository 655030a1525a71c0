#include "customers/person_name.h"

#include <gtest/gtest.h>

namespace peakdesk::customers {

TEST(PersonName, TakesNamesApart) {
  EXPECT_EQ(parse_person_name("Anna Müller").first, "Anna");
  EXPECT_EQ(parse_person_name("Anna Müller").last, "Müller");
  EXPECT_EQ(parse_person_name(" \"Müller,  Anna\" ").full, "Anna Müller");
  EXPECT_EQ(parse_person_name("Прасковья").first, "Прасковья");
  EXPECT_EQ(parse_person_name("Prasko").last, "");
  EXPECT_EQ(parse_person_name("Ana Paula de Souza").last, "Paula de Souza");
}

TEST(PersonName, AnAddressIsNoName) {
  EXPECT_EQ(parse_person_name("anna@example.com").full, "");
  EXPECT_EQ(parse_person_name("").full, "");
  EXPECT_EQ(parse_person_name("'anna@example.com'").full, "");
}

}  // namespace peakdesk::customers
