#include "platform/files/file_store.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <vector>

#include "base/error.h"
#include "platform/crypto/encoding.h"
#include "platform/crypto/hash.h"
#include "platform/crypto/random_bytes.h"

namespace peakdesk::files {
namespace {

[[noreturn]] void throw_file_error(const std::string& doing, const std::string& path, int why) {
  if (why == ENOSPC || why == EDQUOT || why == EFBIG)
    throw RequestError(ErrorKind::StorageFull, "storage_full",
                       "The disk is full, so no file can be saved now. Reading goes on; free some space and try again.",
                       "", 10);
  throw std::runtime_error("The file store cannot " + doing + " " + path + ": " + std::strerror(why) + ".");
}

void sync_folder(const std::string& path) {
  const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) throw_file_error("open", path, errno);
  const int failed = ::fsync(folder);
  const int why = errno;
  ::close(folder);
  if (failed) throw_file_error("sync", path, why);
}

/// True when it was made now.
bool make_folder(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) == 0) return true;
  if (errno != EEXIST) throw_file_error("make", path, errno);
  return false;
}

bool is_file_name(std::string_view name) {
  return name.size() == 64 && name.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool is_there(const std::string& path) { return ::access(path.c_str(), F_OK) == 0; }

}  // namespace

struct FileStore::Writer::State {
  const FileStore& store;
  std::string aside;
  int file = -1;
  std::int64_t size = 0;
  crypto::Sha256 hash;

  explicit State(const FileStore& store)
      : store(store), aside(store.folder_ + "/new/" + crypto::to_hex(crypto::random_bytes(12))) {
    struct statvfs disk {};
    if (::statvfs(store.folder_.c_str(), &disk) == 0 &&
        static_cast<std::int64_t>(disk.f_bavail) * static_cast<std::int64_t>(disk.f_frsize) < store.reserve_bytes_)
      throw_file_error("write", aside, ENOSPC);
    file = ::open(aside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) throw_file_error("write", aside, errno);
  }
  ~State() {
    if (file < 0) return;
    ::close(file);
    ::unlink(aside.c_str());
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
};

FileStore::Writer::Writer(std::unique_ptr<State> state) : state_(std::move(state)) {}
FileStore::Writer::~Writer() = default;
FileStore::Writer::Writer(Writer&&) noexcept = default;
FileStore::Writer& FileStore::Writer::operator=(Writer&&) noexcept = default;

std::int64_t FileStore::Writer::size() const { return state_->size; }

void FileStore::Writer::add(std::string_view bytes) {
  state_->hash.add(bytes);
  state_->size += static_cast<std::int64_t>(bytes.size());
  while (!bytes.empty()) {
    const ssize_t written = ::write(state_->file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw_file_error("write", state_->aside, errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

StoredFile FileStore::Writer::finish() {
  const std::string name = crypto::to_hex(state_->hash.finish());
  const std::string path = state_->store.path_of(name);
  const StoredFile stored{name, state_->size};
  if (is_there(path)) return stored;  // the state's end clears what was written aside
  const std::string outer = state_->store.folder_ + "/" + name.substr(0, 2);
  const std::string inner = outer + "/" + name.substr(2, 2);
  if (make_folder(outer)) sync_folder(state_->store.folder_);
  if (make_folder(inner)) sync_folder(outer);
  if (::fsync(state_->file) != 0) throw_file_error("sync", state_->aside, errno);
  if (::rename(state_->aside.c_str(), path.c_str()) != 0) throw_file_error("put in place", path, errno);
  ::close(state_->file);
  state_->file = -1;
  sync_folder(inner);
  return stored;
}

FileStore::FileStore(std::string folder, std::int64_t reserve_bytes)
    : folder_(std::move(folder)), reserve_bytes_(reserve_bytes) {
  make_folder(folder_);
  make_folder(folder_ + "/new");
  // Another process may be writing right now (the command line beside a running server): only what is a day old was
  // abandoned.
  const auto yesterday = std::filesystem::file_time_type::clock::now() - std::chrono::hours(24);
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder_ + "/new", ignored))
    if (entry.last_write_time(ignored) < yesterday) std::filesystem::remove(entry.path(), ignored);
}

FileStore::Writer FileStore::begin() const { return Writer(std::make_unique<Writer::State>(*this)); }

StoredFile FileStore::put(std::string_view bytes) const {
  const std::string name = crypto::to_hex(crypto::sha256(bytes));
  if (exists(name)) {
    // Young again: a sweep of files that nobody names leaves it to the row that is about to name it.
    ::utimensat(AT_FDCWD, path_of(name).c_str(), nullptr, 0);
    return {name, static_cast<std::int64_t>(bytes.size())};
  }
  Writer writer = begin();
  writer.add(bytes);
  return writer.finish();
}

std::string FileStore::path_of(std::string_view name) const {
  if (!is_file_name(name)) throw std::invalid_argument("no name of a stored file: " + std::string(name.substr(0, 80)));
  return folder_ + "/" + std::string(name.substr(0, 2)) + "/" + std::string(name.substr(2, 2)) + "/" +
         std::string(name);
}

bool FileStore::exists(std::string_view name) const { return is_file_name(name) && is_there(path_of(name)); }

std::string FileStore::read(std::string_view name) const {
  const std::string path = path_of(name);
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0 && errno == ENOENT) throw_not_found("file");
  if (file < 0) throw_file_error("read", path, errno);
  std::string content;
  struct stat about {};
  if (::fstat(file, &about) == 0) content.reserve(static_cast<std::size_t>(about.st_size));
  char buffer[64 * 1024];
  ssize_t length = 0;
  while ((length = ::read(file, buffer, sizeof buffer)) != 0) {
    if (length < 0 && errno == EINTR) continue;
    if (length < 0) break;
    content.append(buffer, static_cast<std::size_t>(length));
  }
  const int why = errno;
  ::close(file);
  if (length < 0) throw_file_error("read", path, why);
  return content;
}

bool FileStore::is_intact(std::string_view name) const {
  return exists(name) && crypto::to_hex(crypto::sha256(read(name))) == name;
}

bool FileStore::is_older_than(std::string_view name, std::int64_t seconds) const {
  struct stat about {};
  return exists(name) && ::stat(path_of(name).c_str(), &about) == 0 && ::time(nullptr) - about.st_mtime > seconds;
}

bool FileStore::remove(std::string_view name) const {
  return is_file_name(name) && ::unlink(path_of(name).c_str()) == 0;
}

}  // namespace peakdesk::files
