// Finds the mails in what a person names: mbox files, Maildirs (with their subfolders) and single mails, folders of all
// these. Owns the files while they are read; understands nothing of what a mail says.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace peakdesk::app {

/// A file in memory as the disk has it. Throws CommandFailed naming the file.
class MappedFile {
 public:
  explicit MappedFile(const std::string& path);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  std::string_view bytes() const { return {data_, size_}; }

 private:
  const char* data_ = nullptr;
  std::size_t size_ = 0;
};

struct FoundMail {
  std::size_t file = 0;            // index into MailFiles::paths
  std::size_t begin = 0, end = 0;  // bytes within it
  bool quoted = false;             // lines ">From " of an mbox stand for "From "
  Instant file_time;               // of the file: for mails that carry no date
};

struct MailFiles {
  std::vector<std::string> paths;
  std::vector<FoundMail> mails;      // in the order they were found
  std::vector<std::string> skipped;  // files that hold no mail, and drafts and trash of Maildirs: "path: why"

  /// "archive.mbox, byte 1234": for messages to a person.
  std::string name_of(const FoundMail& mail) const;
};

/// Throws CommandFailed for a path that is not there or cannot be read.
MailFiles find_mails(const std::vector<std::string>& paths);
/// The mail as it was before a mailbox file quoted it.
std::string mail_bytes(const FoundMail& mail, const MappedFile& file);

}  // namespace peakdesk::app
