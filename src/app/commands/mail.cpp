#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

#include "app/command_failed.h"
#include "app/commands.h"
#include "channels/email/mail_inspect.h"

namespace peakdesk::app {
namespace {

bool print_mail_line(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream bytes;
  if (in) bytes << in.rdbuf();
  // Reading a folder opens well and fails here.
  const bool readable = in.good() || (in.eof() && !in.bad());
  const std::string line = readable && in.is_open()
                               ? channels::email::inspect_mail(path, bytes.view())
                               : channels::email::inspect_failure(path, "The file cannot be read.");
  std::fwrite(line.data(), 1, line.size(), stdout);
  std::fputc('\n', stdout);
  return readable;
}

}  // namespace

void add_mail_command(CLI::App& root) {
  CLI::App* mail = root.add_subcommand("mail", "Look at mails as the desk does");
  mail->require_subcommand(1);
  CLI::App* inspect =
      mail->add_subcommand("inspect", "Print what the desk understands of each mail, one line of JSON a file");
  auto files = std::make_shared<std::vector<std::string>>();
  inspect->add_option("FILE", *files, "Mails as files (.eml)")->required();
  inspect->callback([files] {
    std::size_t unreadable = 0;
    for (const std::string& file : *files) unreadable += print_mail_line(file) ? 0 : 1;
    std::fflush(stdout);
    if (unreadable > 0)
      throw CommandFailed(std::to_string(unreadable) + " of the files could not be read; their lines say which.");
  });
}

}  // namespace peakdesk::app
