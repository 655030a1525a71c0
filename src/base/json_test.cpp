#include "base/json.h"

#include <gtest/gtest.h>

namespace peakdesk {
namespace {

enum class Colour { DeepBlue, Red };
BOOST_DESCRIBE_ENUM(Colour, DeepBlue, Red)

struct Inner {
  std::string name;
  int count = 0;
};
BOOST_DESCRIBE_STRUCT(Inner, (), (name, count))

struct Shape {
  TicketId id;
  Colour colour = Colour::Red;
  std::vector<Inner> parts;
  std::optional<std::string> note;
  Patch<TicketId> parent;
  Instant at;
};
struct ShapeOut {
  TicketId id;
  Colour colour = Colour::Red;
  std::vector<Inner> parts;
  std::optional<std::string> note;
  Instant at;
  RawJson extra;
};
BOOST_DESCRIBE_STRUCT(Shape, (), (id, colour, parts, note, parent, at))
BOOST_DESCRIBE_STRUCT(ShapeOut, (), (id, colour, parts, note, at, extra))

struct Keyword {
  bool public_ = false;
};
BOOST_DESCRIBE_STRUCT(Keyword, (), (public_))

std::string field_of_error(std::string_view text) {
  try {
    from_json<Shape>(text);
  } catch (const RequestError& e) {
    return e.field + ": " + e.what();
  }
  return "no error";
}

}  // namespace

TEST(Json, ReadsAndWritesDescribedStructs) {
  const auto shape =
      from_json<Shape>(R"({"id":7,"colour":"deep_blue","parts":[{"name":"a\n\"","count":2}],"parent":null})");
  EXPECT_EQ(shape.id.value, 7);
  EXPECT_EQ(shape.colour, Colour::DeepBlue);
  EXPECT_TRUE(shape.parent.present);
  EXPECT_FALSE(shape.parent.value.has_value());
  EXPECT_EQ(
      to_json(ShapeOut{shape.id, shape.colour, shape.parts, shape.note, Instant{1000}, {}}),
      R"({"id":7,"colour":"deep_blue","parts":[{"name":"a\n\"","count":2}],"note":null,"at":"1970-01-01T00:00:01.000Z","extra":{}})");
}

TEST(Json, ErrorsNameTheField) {
  EXPECT_EQ(field_of_error(R"({"parts":[{"count":1},{"count":"x"}]})"), "parts[1].count: This must be a whole number.");
  EXPECT_EQ(field_of_error(R"({"colour":"green"})"), "colour: This must be one of deep_blue, red.");
  EXPECT_EQ(field_of_error(R"({"colr":1})"),
            "colr: There is no such field. Known here: id, colour, parts, note, parent, at.");
  EXPECT_NE(field_of_error("{").find("not valid JSON"), std::string::npos);
  EXPECT_NE(field_of_error("{} x").find("not valid JSON"), std::string::npos);
}

TEST(Json, AKeywordAsANameLosesItsUnderscore) {
  EXPECT_EQ(to_json(Keyword{true}), R"({"public":true})");
  EXPECT_TRUE(from_json<Keyword>(R"({"public":true})").public_);
}

TEST(Json, DeepNestingIsRefused) {
  EXPECT_NE(field_of_error(std::string(10'000, '[')).find("not valid JSON"), std::string::npos);
}

}  // namespace peakdesk
