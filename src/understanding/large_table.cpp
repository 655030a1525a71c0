#include "understanding/large_table.h"

#include <sys/mman.h>

#include <cstdlib>
#include <new>

namespace peakdesk::understanding {
namespace {

constexpr std::size_t kHugePage = std::size_t{2} << 20;

}  // namespace

void* allocate_table(std::size_t bytes) {
  if (bytes < kHugePage) return ::operator new(bytes);
  const std::size_t whole_pages = (bytes + kHugePage - 1) / kHugePage * kHugePage;
  void* table = std::aligned_alloc(kHugePage, whole_pages);
  if (table == nullptr) throw std::bad_alloc();
  ::madvise(table, whole_pages, MADV_HUGEPAGE);  // refused: ordinary pages, only slower
  return table;
}

void free_table(void* table, std::size_t bytes) {
  if (bytes < kHugePage)
    ::operator delete(table);
  else
    std::free(table);
}

}  // namespace peakdesk::understanding
