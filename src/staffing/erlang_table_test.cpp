#include "staffing/erlang_table.h"

#include <gtest/gtest.h>

namespace peakdesk::staffing {
namespace {

std::string added(std::string_view text) {
  Problem problem;
  const ErlangTable table = add_erlang_columns(text, problem);
  return problem ? "problem: " + problem.message : table.text;
}

TEST(ErlangTable, AddsTheColumnsAndKeepsOrderAndForeignOnes) {
  EXPECT_EQ(added("name\tcalls_per_hour\taht_s\tagents\tthreshold_s\nlunch\t0\t180\t14\t20\nnoon\t120\t300\t10\t20\n"),
            "name\tcalls_per_hour\taht_s\tagents\tthreshold_s\tp_wait\tservice_level\tasa_s\toccupancy\tp_abandon\n"
            "lunch\t0\t180\t14\t20\t0\t1\t0\t0\t0\n"
            "noon\t120\t300\t10\t20\t1\t0\tinf\t1\t0\n");
}

TEST(ErlangTable, PartsOfAChatAreNoChats) {
  EXPECT_NE(added("calls_per_hour,aht_s,target,threshold_s,chats_at_once\n100,180,0.9,20,0.7\n").find("problem: "),
            std::string::npos);
}

TEST(ErlangTable, SearchesTheFewestAgentsAndRosters) {
  const std::string text = added(
      "calls_per_hour\taht_s\ttarget\tthreshold_s\tmax_occupancy\tshrinkage\n"
      "200\t180\t0.8\t20\t\t0.3\n200\t180\t0.8\t20\t0.7\t0.3\n");
  EXPECT_NE(text.find("\t0.3\t14\t"), std::string::npos) << text;
  EXPECT_NE(text.find("\t20\n"), std::string::npos) << text;
  EXPECT_NE(text.find("\t0.3\t15\t"), std::string::npos) << text;
  EXPECT_NE(text.find("\t22\n"), std::string::npos) << text;
}

TEST(ErlangTable, TakesSpreadsheetHabits) {
  const std::string plain = added("calls_per_hour\taht_s\tagents\tthreshold_s\n200\t180\t14\t20\n");
  EXPECT_EQ(added("\xef\xbb\xbf"
                  "calls_per_hour\taht_s\tagents\tthreshold_s\r\n200\t180\t14\t20\r\n\r\n"),
            plain);
  EXPECT_NE(added("calls_per_hour,aht_s,agents,threshold_s\n200,180,14,20\n").find("14,20,0.17"), std::string::npos);
}

TEST(ErlangTable, ReplacesAColumnThatItComputes) {
  Problem problem;
  const ErlangTable table =
      add_erlang_columns("p_wait\tcalls_per_hour\taht_s\tagents\tthreshold_s\n9\t0\t180\t14\t20\n", problem);
  EXPECT_EQ(table.text.substr(0, table.text.find('\n')),
            "calls_per_hour\taht_s\tagents\tthreshold_s\tp_wait\tservice_level\tasa_s\toccupancy\tp_abandon");
  EXPECT_NE(table.note.find("p_wait"), std::string::npos);
}

TEST(ErlangTable, ErrorsNameLineAndColumn) {
  const std::string head = "calls_per_hour\taht_s\tagents\tthreshold_s\n1\t1\t1\t1\n";
  for (const auto& [row, column] :
       std::initializer_list<std::pair<const char*, const char*>>{{"x\t1\t1\t1", "calls_per_hour"},
                                                                  {"-1\t1\t1\t1", "calls_per_hour"},
                                                                  {"nan\t1\t1\t1", "calls_per_hour"},
                                                                  {"1\t0\t1\t1", "aht_s"},
                                                                  {"1\t1\t1.5\t1", "agents"},
                                                                  {"1\t1\t\t1", "agents"},
                                                                  {"1\t1\t1e99\t1", "agents"},
                                                                  {"1\t1\t1\tinf", "threshold_s"},
                                                                  {"1,5\t1\t1\t1", "calls_per_hour"}}) {
    const std::string message = added(head + row + "\n");
    EXPECT_NE(message.find(std::string("problem: Line 3, column ") + column), std::string::npos)
        << row << ": " << message;
  }
  EXPECT_NE(added(head + "1\t1\t1\n").find("problem: Line 3 has 3 cells"), std::string::npos);
  EXPECT_NE(added("").find("empty"), std::string::npos);
  EXPECT_NE(added("calls_per_hour\taht_s\n").find("threshold_s"), std::string::npos);
  EXPECT_NE(added("calls_per_hour\taht_s\tthreshold_s\n1\t1\t1\n").find("agents"), std::string::npos);
  EXPECT_NE(added("calls_per_hour\taht_s\tthreshold_s\ttarget\n1\t1\t1\t1\n").find("Line 2, column target"),
            std::string::npos);
}

TEST(ErlangTable, StopsEarlyWithTheRowsDone) {
  Problem problem;
  const ErlangTable table = add_erlang_columns("calls_per_hour\taht_s\tagents\tthreshold_s\n1\t1\t1\t1\n2\t1\t1\t1\n",
                                               problem, [](std::size_t, std::size_t) { return false; });
  EXPECT_EQ(std::count(table.text.begin(), table.text.end(), '\n'), 2);
}

}  // namespace
}  // namespace peakdesk::staffing
