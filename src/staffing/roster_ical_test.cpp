#include "staffing/roster_ical.h"

#include <gtest/gtest.h>

#include <sstream>

namespace peakdesk::staffing {
namespace {

std::vector<std::string> physical_lines(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = text.find("\r\n", at);
    if (end == std::string::npos) {
      ADD_FAILURE() << "a line without CRLF";
      break;
    }
    lines.push_back(text.substr(at, end - at));
    at = end + 2;
  }
  return lines;
}

TEST(RosterIcal, LinesAreFoldedAndTextIsEscaped) {
  const std::string name = "Zo\xc3\xab, Lead; north\\team " + std::string(90, 'x') + "\xd0\x9f\xd0\xb8\xd0\xba";
  const std::string text =
      shifts_as_ical("Peak", {{"a@b", name, "Break\n12:00", 1'795'000'000, 1'795'028'800}}, 1'794'000'000, false);
  std::string unfolded;
  for (const std::string& line : physical_lines(text)) {
    EXPECT_LE(line.size(), 75u);
    EXPECT_EQ(line.find('\n'), std::string::npos);
    // No line begins inside a character.
    EXPECT_NE(static_cast<unsigned char>(line[line[0] == ' ' ? 1 : 0]) & 0xC0, 0x80);
    unfolded += line[0] == ' ' ? line.substr(1) : "\n" + line;
  }
  EXPECT_NE(unfolded.find("\nSUMMARY:Zo\xc3\xab\\, Lead\\; north\\\\team "), std::string::npos) << unfolded;
  EXPECT_NE(unfolded.find("\xd0\xb8\xd0\xba\nDESCRIPTION:Break\\n12:00"), std::string::npos) << unfolded;
  EXPECT_NE(unfolded.find("\nDTSTART:20261118T110640Z\n"), std::string::npos) << unfolded;
}

TEST(RosterIcal, EveryShiftIsAnEntryOnItsDay) {
  RosterProblem problem;
  problem.days = 2;
  problem.agents = {{"Ana"}, {"Bo"}};
  problem.shifts = {{"late", 30, 17, {8}, 8}};
  problem.patterns = {{"split", {2, 3, 50}, 0}};
  Roster roster;
  roster.lines.resize(2);
  roster.lines[0].shift_of_day = {-1, 0};
  roster.lines[1].intervals = {2, 3, 50};
  roster.lines[1].pattern = 0;
  const std::string text = roster_as_ical(problem, roster, 20'780, 1'794'000'000);  // 2026-11-23
  EXPECT_NE(text.find("SUMMARY:Ana: late\r\n"), std::string::npos) << text;
  EXPECT_NE(text.find("DTSTART:20261124T150000\r\nDTEND:20261124T233000\r\n"), std::string::npos) << text;
  EXPECT_NE(text.find("DTSTART:20261123T010000\r\nDTEND:20261123T020000\r\n"), std::string::npos) << text;
  EXPECT_NE(text.find("DTSTART:20261124T010000\r\nDTEND:20261124T013000\r\n"), std::string::npos) << text;
  std::size_t entries = 0;
  for (const std::string& line : physical_lines(text)) entries += line == "BEGIN:VEVENT";
  EXPECT_EQ(entries, 3u);
}

}  // namespace
}  // namespace peakdesk::staffing
