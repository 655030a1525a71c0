// For tests: a real store in a temporary folder, with a clock that stands still until it is moved.
#pragma once
#include <filesystem>
#include <memory>
#include <string>

#include "base/clock.h"
#include "platform/db/database.h"

namespace peakdesk::testing {

class TestStore {
 public:
  TestStore();
  ~TestStore();
  std::filesystem::path folder;
  FakeClock clock;
  std::unique_ptr<db::Database> database;

  /// Runs `work` in a write transaction and returns its result.
  template <class Work>
  auto write(Work work) {
    using Result = decltype(work(std::declval<db::Tx&>()));
    if constexpr (std::is_void_v<Result>) {
      database->write([&](db::Tx& tx) { work(tx); });
    } else {
      std::optional<Result> result;
      database->write([&](db::Tx& tx) { result.emplace(work(tx)); });
      return std::move(*result);
    }
  }
  template <class Work>
  auto read(Work work) {
    using Result = decltype(work(std::declval<db::Tx&>()));
    if constexpr (std::is_void_v<Result>) {
      database->read([&](db::Tx& tx) { work(tx); });
    } else {
      std::optional<Result> result;
      database->read([&](db::Tx& tx) { result.emplace(work(tx)); });
      return std::move(*result);
    }
  }
};

}  // namespace peakdesk::testing
