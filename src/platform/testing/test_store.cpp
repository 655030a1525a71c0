#include "platform/testing/test_store.h"

#include <unistd.h>

#include <atomic>

namespace peakdesk::testing {

TestStore::TestStore() {
  static std::atomic<int> counter{0};
  folder = std::filesystem::temp_directory_path() /
           ("peakdesk-test-" + std::to_string(::getpid()) + "-" + std::to_string(counter++));
  std::filesystem::create_directories(folder);
  database = db::Database::open({.path = (folder / "desk.db").string(), .readers = 2, .cache_kib = 2048}, clock);
}

TestStore::~TestStore() {
  database.reset();
  std::filesystem::remove_all(folder);
}

}  // namespace peakdesk::testing
