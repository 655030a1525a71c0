#include "app/import/mail_files.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "app/command_failed.h"
#include "base/text.h"

namespace peakdesk::app {
namespace {

namespace fs = std::filesystem;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// "From someone@example.com Thu Nov 26 08:15:00 2026": an mbox puts it in front of every mail. A sentence that begins
/// with From has no clock time.
bool is_separator(std::string_view line) {
  if (!line.starts_with("From ") || line.size() > 300) return false;
  for (std::size_t i = 5; i + 4 < line.size(); ++i)
    if (is_digit(line[i]) && is_digit(line[i + 1]) && line[i + 2] == ':' && is_digit(line[i + 3]) &&
        is_digit(line[i + 4]))
      return true;
  return false;
}

bool looks_like_mail(std::string_view start) {
  const std::string_view line = start.substr(0, start.find('\n'));
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || colon < 2 || colon > 60) return false;
  return std::all_of(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(colon),
                     [](char c) { return c > ' ' && c < 0x7f; });
}

Instant time_of(const std::string& path) {
  struct stat about {};
  return ::stat(path.c_str(), &about) == 0 ? Instant{about.st_mtime * 1000LL} : Instant{};
}

class Finder {
 public:
  explicit Finder(MailFiles& out) : out_(out) {}

  void look_into(const fs::path& path, bool named_by_person) {
    std::error_code failed;
    if (fs::is_directory(path, failed)) {
      look_into_folder(path);
    } else if (fs::is_regular_file(path, failed)) {
      look_into_file(path.string(), named_by_person);
    } else if (named_by_person) {
      throw CommandFailed("There is no file or folder " + path.string() + ".");
    }
  }

 private:
  void look_into_folder(const fs::path& folder) {
    std::vector<fs::path> inside;
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator(folder, failed)) inside.push_back(entry.path());
    if (failed) throw CommandFailed("The folder " + folder.string() + " cannot be read: " + failed.message() + ".");
    std::sort(inside.begin(), inside.end());
    const bool is_maildir = fs::is_directory(folder / "cur", failed);
    for (const auto& path : inside) {
      const std::string name = path.filename().string();
      const bool is_maildir_part = name == "cur" || name == "new" || name == "tmp";
      if (is_maildir && name == "tmp") continue;
      if (is_maildir && is_maildir_part)
        look_into_maildir(path);
      else if (!is_maildir || fs::is_directory(path, failed))
        look_into(path, false);
    }
  }

  void look_into_maildir(const fs::path& folder) {
    std::vector<std::string> inside;
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator(folder, failed))
      if (entry.is_regular_file(failed) && !entry.path().filename().string().starts_with('.'))  // no mail, says Maildir
        inside.push_back(entry.path().string());
    std::sort(inside.begin(), inside.end());
    for (const auto& path : inside) {
      const auto flags = path.rfind(":2,");
      const std::string_view set = flags == std::string::npos ? "" : std::string_view(path).substr(flags + 3);
      if (set.find('D') != std::string_view::npos)
        out_.skipped.push_back(path + ": a draft");
      else if (set.find('T') != std::string_view::npos)
        out_.skipped.push_back(path + ": in the trash");
      else
        add(path, 0, fs::file_size(path, failed), false);
    }
  }

  void look_into_file(const std::string& path, bool named_by_person) {
    std::error_code failed;
    if (fs::file_size(path, failed) == 0) {
      out_.skipped.push_back(path + ": empty");
      return;
    }
    const MappedFile file(path);
    const std::string_view bytes = file.bytes();
    if (is_separator(bytes.substr(0, bytes.find('\n')))) {
      split_mbox(path, bytes);
      return;
    }
    const std::string extension = to_lower_ascii(fs::path(path).extension().string());
    const bool is_named_mail = extension == ".eml" || extension == ".mail" || extension == ".msg-rfc822";
    if (named_by_person || is_named_mail || (extension.empty() && looks_like_mail(bytes.substr(0, 200))))
      add(path, 0, bytes.size(), false);
    else
      out_.skipped.push_back(path + ": not a mail");
  }

  void split_mbox(const std::string& path, std::string_view bytes) {
    std::size_t begin = bytes.find('\n') + 1;
    bool blank_before = false;
    for (std::size_t at = begin; at < bytes.size();) {
      const std::size_t end = std::min(bytes.find('\n', at), bytes.size());
      const std::string_view line = bytes.substr(at, end - at);
      if (blank_before && is_separator(line)) {
        add(path, begin, at, true);
        begin = std::min(end + 1, bytes.size());
      }
      blank_before = line.empty() || line == "\r";
      at = end + 1;
    }
    add(path, begin, bytes.size(), true);
  }

  void add(const std::string& path, std::size_t begin, std::size_t end, bool quoted) {
    if (out_.paths.empty() || out_.paths.back() != path) {
      out_.paths.push_back(path);
      file_time_ = time_of(path);
    }
    out_.mails.push_back({out_.paths.size() - 1, begin, end, quoted, file_time_});
  }

  MailFiles& out_;
  Instant file_time_;
};

}  // namespace

MappedFile::MappedFile(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat about {};
  if (file < 0 || ::fstat(file, &about) != 0) {
    const int why = errno;
    if (file >= 0) ::close(file);
    throw CommandFailed("The file " + path + " cannot be read: " + std::strerror(why) + ".");
  }
  size_ = static_cast<std::size_t>(about.st_size);
  void* mapped = size_ == 0 ? nullptr : ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file, 0);
  const int why = errno;
  ::close(file);
  if (mapped == MAP_FAILED) throw CommandFailed("The file " + path + " cannot be read: " + std::strerror(why) + ".");
  data_ = static_cast<const char*>(mapped);
}

MappedFile::~MappedFile() {
  if (data_) ::munmap(const_cast<char*>(data_), size_);
}

std::string MailFiles::name_of(const FoundMail& mail) const {
  return paths[mail.file] + (mail.quoted ? ", byte " + std::to_string(mail.begin) : "");
}

MailFiles find_mails(const std::vector<std::string>& paths) {
  MailFiles found;
  Finder finder(found);
  for (const auto& path : paths) finder.look_into(path, true);
  return found;
}

std::string mail_bytes(const FoundMail& mail, const MappedFile& file) {
  const std::string_view bytes = file.bytes().substr(mail.begin, mail.end - mail.begin);
  if (!mail.quoted) return std::string(bytes);
  std::string out;
  out.reserve(bytes.size());
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', at), bytes.size() - 1) + 1;
    std::string_view line = bytes.substr(at, end - at);
    const std::size_t quotes = std::min(line.find_first_not_of('>'), line.size());
    if (quotes > 0 && line.substr(quotes).starts_with("From ")) line.remove_prefix(1);
    out += line;
    at = end;
  }
  // The blank line before the next "From " is the mailbox's.
  if (out.ends_with("\r\n\r\n"))
    out.resize(out.size() - 2);
  else if (out.ends_with("\n\n"))
    out.pop_back();
  return out;
}

}  // namespace peakdesk::app
