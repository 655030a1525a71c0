#include "understanding/entities.h"

#include <gtest/gtest.h>

#include "understanding/products.h"
#include "understanding/tracking_numbers.h"

namespace peakdesk::understanding {
namespace {

Instant day(std::string_view iso) {
  Instant t;
  EXPECT_TRUE(parse_iso8601(iso, t));
  return t;
}

std::string all(std::string_view text, const EntityHints& hints = {}) {
  std::string out;
  for (const Entity& e : find_entities(text, hints)) {
    EXPECT_LE(e.start + e.length, text.size());
    out += (out.empty() ? "" : ", ") + std::string(name_of(e.kind)) + " " + e.value +
           (e.detail.empty() ? "" : " " + e.detail);
  }
  return out;
}

TEST(TrackingNumber, ChecksItsDigit) {
  EXPECT_TRUE(tracking_number("1Z999AA10123456784").checked);  // UPS's own example
  EXPECT_FALSE(tracking_number("1Z999AA10123456785").checked);
  EXPECT_TRUE(tracking_number("RB123456785GB").checked);  // UPU S10's example digits
  EXPECT_FALSE(tracking_number("RB123456786GB").checked);
  EXPECT_EQ(tracking_number("9400111202555842332669").carrier, "usps");
  EXPECT_EQ(tracking_number("986578788855").carrier, "fedex");
  EXPECT_EQ(tracking_number("986578788856").carrier, "");
  EXPECT_EQ(tracking_number("HELLO").carrier, "");
}

TEST(Entities, FindsOrderNumbersBesideTheWord) {
  EXPECT_EQ(all("where is my order 10234?"), "order 10234");
  EXPECT_EQ(all("ma commande n° FR-20817 n'est pas arrivée"), "order FR-20817");
  EXPECT_EQ(all("#1042 please"), "order 1042");
  EXPECT_EQ(all("заказ 778812 не пришёл"), "order 778812");
  EXPECT_EQ(all("I have 2 cats"), "");
}

TEST(Entities, FindsTheShopsOwnForm) {
  EntityHints hints;
  hints.order_patterns = {"SO-99999"};
  EXPECT_EQ(all("it was so-10234, not 55555 nor SO-123456", hints), "order so-10234");
  hints.order_patterns = {"#9+"};
  EXPECT_EQ(all("#1 and #20817", hints), "order #1, order #20817");
}

TEST(Entities, FindsTrackingNumbers) {
  EXPECT_EQ(all("parcel 1Z999AA10123456784 is lost"), "tracking 1Z999AA10123456784 ups");
  EXPECT_EQ(all("1Z 999 AA1 01 2345 6784"), "tracking 1Z999AA10123456784 ups");
  EXPECT_EQ(all("rastreio LB123456785BR"), "tracking LB123456785BR post");
}

TEST(Entities, FindsAddressesAndNumbers) {
  EXPECT_EQ(all("write to Anna.Smith+shop@example.co.uk."), "email anna.smith+shop@example.co.uk");
  EXPECT_EQ(all("appelez-moi au 06 12 34 56 78"), "phone 0612345678");
  EXPECT_EQ(all("+49 (0)30 901820"), "phone +4930901820");
  EXPECT_EQ(all("(11) 91234-5678"), "phone 11912345678");
  EXPECT_EQ(all("not@amail and 12 34"), "");
}

TEST(Entities, FindsAmounts) {
  EXPECT_EQ(all("I paid $1,234.50"), "amount 1234.50 USD");
  EXPECT_EQ(all("49,90 € de trop"), "amount 49.90 EUR");
  EXPECT_EQ(all("cobraram R$ 199,00"), "amount 199.00 BRL");
  EXPECT_EQ(all("1.299 руб"), "amount 1299 RUB");
  EXPECT_EQ(all("20 zł"), "amount 20 PLN");
}

TEST(Entities, FindsDates) {
  EntityHints hints;
  hints.today = day("2026-11-20");  // a Friday
  EXPECT_EQ(all("before Christmas", hints), "date 2026-12-25 before");
  EXPECT_EQ(all("pour le 24", hints), "date 2026-11-24");
  EXPECT_EQ(all("commandé le 12/11", hints), "date 2026-11-12");
  EXPECT_EQ(all("am 3. november bestellt", hints), "date 2026-11-03");
  EXPECT_EQ(all("3 de novembro de 2025", hints), "date 2025-11-03");
  EXPECT_EQ(all("tomorrow", hints), "date 2026-11-21");
  EXPECT_EQ(all("il y a 10 jours", hints), "date 2026-11-10");
  EXPECT_EQ(all("next monday", hints), "date 2026-11-23");
  EXPECT_EQ(all("lundi dernier", hints), "date 2026-11-16");
  EXPECT_EQ(all("две недели назад", hints), "date 2026-11-06");
  EXPECT_EQ(all("2026-12-01", hints), "date 2026-12-01");
  EXPECT_EQ(all("31/02/2026", hints), "");
  EXPECT_EQ(all("before Christmas"), "date --12-25 before");
}

TEST(Entities, FindsProductsAlthoughMisspelt) {
  const ProductNames names({"Thermo Bottle 500 ml", "Trail Running Shoes", "Alpine Jacket", "Bottle Brush"});
  EntityHints hints;
  hints.products = &names;
  EXPECT_EQ(all("the alpine jaket is too small", hints), "product Alpine Jacket");
  EXPECT_EQ(all("my trial runing shoes are gone", hints), "product Trail Running Shoes");
  EXPECT_EQ(all("a jacket from another shop", hints), "");
}

TEST(Entities, TakesRubbish) {
  for (const std::string& text :
       {std::string(), std::string(100'000, '9'), std::string(100'000, '@'), std::string("\xff\xfe+\xf0\x9f"),
        std::string(50'000, '#'), std::string("+++((((0000"), std::string(30'000, '-') + "1"})
    for (const Entity& e : find_entities(text)) EXPECT_LE(e.start + e.length, text.size());
}

}  // namespace
}  // namespace peakdesk::understanding
