#include "platform/log/log.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace peakdesk::log {
namespace {
TEST(FormatLine, QuotesWhatNeedsIt) {
  EXPECT_EQ(format_line("mail sent", {{"to", "a@b.test"}, {"bytes", 12}, {"subject", "Hi there"}}),
            "mail sent to=a@b.test bytes=12 subject=\"Hi there\"");
  EXPECT_EQ(format_line("x", {{"empty", ""}, {"quote", "a\"b\\c"}}), "x empty=\"\" quote=\"a\\\"b\\\\c\"");
}

TEST(FormatLine, NobodyForgesALine) {
  EXPECT_EQ(format_line("x", {{"name", "a\n2026 error owned\r\x1b[31m"}}),
            "x name=\"a\\n2026 error owned\\x0d\\x1b[31m\"");
}

TEST(Logger, WritesWhatIsImportantEnough) {
  const auto file = std::filesystem::temp_directory_path() / ("peakdesk-log-" + std::to_string(::getpid()));
  {
    const auto logger = open_log(Level::Info, file.string());
    logger->debug("hidden");
    logger->info("shown", {{"n", 1}});
    logger->error("bad");
  }
  std::ifstream in(file);
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  std::filesystem::remove(file);
  EXPECT_EQ(text.find("hidden"), std::string::npos);
  EXPECT_NE(text.find("Z info shown n=1\n"), std::string::npos) << text;
  EXPECT_NE(text.find("Z error bad\n"), std::string::npos) << text;
  EXPECT_THROW(open_log(Level::Info, "/dev/null/log"), std::runtime_error);
}

TEST(Logger, LevelsHaveNames) {
  Level level = Level::Info;
  EXPECT_TRUE(parse_level("warning", level));
  EXPECT_EQ(level, Level::Warning);
  EXPECT_FALSE(parse_level("loud", level));
}
}  // namespace
}  // namespace peakdesk::log
