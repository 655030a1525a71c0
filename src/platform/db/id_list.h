// `IN ($3,$4,…)` for a list of ids. The list is filled up with zeros (no row has id 0) to a power of two, so that the
// number of different statement texts, and so of prepared statements, stays small.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "platform/db/value.h"

namespace peakdesk::db {

class IdList {
 public:
  void add(std::int64_t id) { ids_.push_back(id); }
  template <class Tag>
  void add(Id<Tag> id) {
    ids_.push_back(id.value);
  }
  bool empty() const { return ids_.empty(); }
  /// Appends the ids to `values` and returns "($n,$n+1,…)" that names them.
  std::string append_to(std::vector<Value>& values) const {
    std::size_t places = 1;
    while (places < ids_.size()) places *= 2;
    std::string sql = "(";
    for (std::size_t i = 0; i < places; ++i) {
      values.push_back(bind(i < ids_.size() ? ids_[i] : std::int64_t{0}));
      if (i) sql += ',';
      sql += '$' + std::to_string(values.size());
    }
    return sql + ')';
  }

 private:
  std::vector<std::int64_t> ids_;
};

}  // namespace peakdesk::db
