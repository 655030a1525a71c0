// Memory for tables far larger than a processor's cache that are read all over: in huge pages, so that a look-up does
// not wait for the address to be found before it waits for the number itself.
#pragma once
#include <cstddef>
#include <vector>

namespace peakdesk::understanding {

/// In huge pages where the system grants them and the table fills one; throws std::bad_alloc.
void* allocate_table(std::size_t bytes);
void free_table(void* table, std::size_t bytes);

template <typename T>
struct TableMemory {
  using value_type = T;
  TableMemory() = default;
  template <typename Other>
  explicit TableMemory(const TableMemory<Other>&) {}
  T* allocate(std::size_t count) { return static_cast<T*>(allocate_table(count * sizeof(T))); }
  void deallocate(T* table, std::size_t count) { free_table(table, count * sizeof(T)); }
  bool operator==(const TableMemory&) const { return true; }
};

template <typename T>
using LargeTable = std::vector<T, TableMemory<T>>;

}  // namespace peakdesk::understanding
