// Files by content: a file's name is the SHA-256 of its bytes, so the same attachment sent to a thousand customers
// stands once and a name can never be made to point elsewhere. Owns the folder; the rows that refer to files are their
// rooms'. Nothing is ever changed in place: what put() returned is durable before the row that names it is committed.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace peakdesk::files {

struct StoredFile {
  std::string name;  // 64 hexadecimal digits
  std::int64_t size = 0;
};

class FileStore {
 public:
  /// Makes `folder` when it is missing and clears what an interrupted put() left. `reserve_bytes` of the disk stay free
  /// for the database. Throws std::runtime_error with a sentence for the operator.
  explicit FileStore(std::string folder, std::int64_t reserve_bytes = 64 << 20);

  /// Writes aside, syncs, renames, syncs the folder. Throws RequestError StorageFull when the disk is full or nearly
  /// so.
  StoredFile put(std::string_view bytes) const;

  /// The same in pieces, for what does not fit into memory. Dropped unfinished, it leaves nothing.
  class Writer {
   public:
    ~Writer();
    Writer(Writer&&) noexcept;
    Writer& operator=(Writer&&) noexcept;
    void add(std::string_view bytes);
    StoredFile finish();
    std::int64_t size() const;

   private:
    friend class FileStore;
    struct State;
    explicit Writer(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
  };
  Writer begin() const;

  /// Where the file is, to be streamed. Throws std::invalid_argument for what is no name of a file here.
  std::string path_of(std::string_view name) const;
  bool exists(std::string_view name) const;
  /// The whole content. Throws RequestError NotFound when the file is missing.
  std::string read(std::string_view name) const;
  /// True when the bytes still hash to their name: for `peakdesk check`.
  bool is_intact(std::string_view name) const;
  /// Written or put() again longer ago than that, by the disk's clock.
  bool is_older_than(std::string_view name, std::int64_t seconds) const;
  /// For files that no row names any more; false when there was none.
  bool remove(std::string_view name) const;
  const std::string& folder() const { return folder_; }

 private:
  std::string folder_;
  std::int64_t reserve_bytes_;
};

}  // namespace peakdesk::files
