#include "platform/metrics/registry.h"

#include <gtest/gtest.h>

#include <thread>

namespace peakdesk::metrics {
namespace {
TEST(Registry, WritesTheExpositionFormat) {
  Registry registry;
  registry.counter("desk_mails_total", "Mails\nin.", {{"mailbox", "a \"b\" \\ c"}}).add(3);
  registry.counter("desk_mails_total", "Mails\nin.", {{"mailbox", "d"}}).add();
  registry.gauge("desk_queue", "Waiting.").set(2.5);
  registry.gauge_from("desk_temperature", "Asked.", [] { return -1.0; });
  auto& times = registry.histogram("desk_seconds", "Times.", {0.1, 1}, {{"route", "/x"}});
  for (const double value : {0.05, 0.1, 0.5, 7.0}) times.observe(value);
  EXPECT_EQ(registry.text(),
            "# HELP desk_mails_total Mails\\nin.\n# TYPE desk_mails_total counter\n"
            "desk_mails_total{mailbox=\"a \\\"b\\\" \\\\ c\"} 3\ndesk_mails_total{mailbox=\"d\"} 1\n"
            "# HELP desk_queue Waiting.\n# TYPE desk_queue gauge\ndesk_queue 2.5\n"
            "# HELP desk_seconds Times.\n# TYPE desk_seconds histogram\n"
            "desk_seconds_bucket{route=\"/x\",le=\"0.1\"} 2\ndesk_seconds_bucket{route=\"/x\",le=\"1\"} 3\n"
            "desk_seconds_bucket{route=\"/x\",le=\"+Inf\"} 4\ndesk_seconds_sum{route=\"/x\"} "
            "7.65\ndesk_seconds_count{route=\"/x\"} 4\n"
            "# HELP desk_temperature Asked.\n# TYPE desk_temperature gauge\ndesk_temperature -1\n");
}

TEST(Registry, ANameIsOfOneKind) {
  Registry registry;
  Counter& counter = registry.counter("desk_x", "X.");
  EXPECT_EQ(&counter, &registry.counter("desk_x", "X."));
  EXPECT_THROW(registry.gauge("desk_x", "X."), std::logic_error);
}

TEST(Registry, CountsFromManyThreads) {
  Registry registry;
  auto& counter = registry.counter("desk_n", "N.");
  auto& times = registry.histogram("desk_t", "T.", {1});
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 10'000; ++i) {
        counter.add();
        times.observe(0.5);
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(counter.value(), 40'000u);
  EXPECT_NE(registry.text().find("desk_t_sum 20000\n"), std::string::npos);
}

TEST(Registry, KnowsItsProcess) {
  Registry registry;
  registry.add_process();
  const std::string text = registry.text();
  for (const std::string name : {"process_resident_memory_bytes ", "process_open_fds ", "process_threads "}) {
    const auto at = text.rfind("\n" + name);
    ASSERT_NE(at, std::string::npos) << name;
    EXPECT_GT(std::stod(text.substr(at + 1 + name.size())), 0) << name;
  }
}
}  // namespace
}  // namespace peakdesk::metrics
