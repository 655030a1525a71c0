#include "app/config.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <fstream>

#include "app/command_failed.h"

namespace peakdesk::app {
namespace {

struct SettingsFile : ::testing::Test {
  std::filesystem::path path = std::filesystem::temp_directory_path() / ("settings-" + std::to_string(::getpid()));
  ~SettingsFile() override { std::filesystem::remove_all(path); }

  Config read(const std::string& text, std::vector<std::string> flags = {}) {
    std::ofstream(path, std::ios::binary) << text;
    return read_as_it_is(std::move(flags));
  }
  Config read_as_it_is(std::vector<std::string> flags = {}) {
    Config config;
    CLI::App command;
    add_settings(command, config);
    flags.insert(flags.end(), {"--config", path.string()});
    std::reverse(flags.begin(), flags.end());
    command.parse(flags);
    finish_config(command, config);
    return config;
  }
  std::string refusal(const std::string& text) {
    try {
      read(text);
    } catch (const CommandFailed& e) {
      return e.what();
    }
    return "";
  }
};

TEST_F(SettingsFile, FillsInWhatNoFlagGave) {
  const Config config = read("listen = \"127.0.0.1:9\"\nio_threads = 7\n", {"--io-threads", "3"});
  EXPECT_EQ(config.listen, "127.0.0.1:9");
  EXPECT_EQ(config.io_threads, 3);
}

TEST_F(SettingsFile, EmptyLeavesEveryDefault) { EXPECT_EQ(read("").listen, Config{}.listen); }

TEST_F(SettingsFile, NamesWhatItCannotUse) {
  EXPECT_NE(refusal("lisen = \"x\"\n").find("'lisen', which is no setting"), std::string::npos);
  EXPECT_NE(refusal("io_threads = \"two\"\n").find("io-threads"), std::string::npos);
  EXPECT_NE(refusal("io_threads = 0\n").find("io-threads must lie between 1 and 64"), std::string::npos);
  EXPECT_NE(refusal("listen = \"a\"\nlog_level = \xd0\xb4\n").find("(line 2)"), std::string::npos);
  EXPECT_NE(refusal("listen =\n").find("(line 1)"), std::string::npos);
}

TEST_F(SettingsFile, MissingOrAFolderIsSaid) {
  EXPECT_THROW(read_as_it_is(), CommandFailed);
  std::filesystem::create_directory(path);
  EXPECT_THROW(read_as_it_is(), CommandFailed);
}

}  // namespace
}  // namespace peakdesk::app
