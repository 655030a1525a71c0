// import: what another system knows comes in: old mails, customers, macros, tickets.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "app/app.h"
#include "app/command_failed.h"
#include "app/commands.h"
#include "app/import/import_mails.h"
#include "app/import/import_tables.h"
#include "app/terminal.h"

namespace peakdesk::app {
namespace {

struct ImportOptions {
  std::string data = "./data";
  MailImportOptions mail;
  TableImportOptions table;
};

void add_shared(CLI::App& command, ImportOptions& options, bool& dry_run) {
  command.add_option("--data", options.data, "The data folder")->envname("PEAKDESK_DATA")->capture_default_str();
  command.add_flag("--dry-run", dry_run, "Check everything and store nothing");
}

/// Opens the desk without serving it; beside a running server too.
template <class Work>
void with_desk_in(const std::string& data, Work work) {
  if (!std::filesystem::exists(store_path(data)))
    throw CommandFailed("There is no Peakdesk store in " + data + ". Name the data folder with --data.");
  Config config;
  config.data = data;
  config.log_level = "error";
  const SystemClock clock;
  try {
    App app(config, clock);
    work(app);
  } catch (const RequestError& error) {
    throw CommandFailed(error.what());
  }
}

void run_mail_import(const ImportOptions& options) {
  MailImportResult result;
  with_desk_in(options.data, [&](App& app) {
    const Interruption interruption;
    ProgressLine line("mails");
    result = import_mails(app, options.mail, [&](std::size_t done, std::size_t all, const std::string& detail) {
      line.show(done, all, detail);
      return !interruption.requested();
    });
  });
  if (options.mail.dry_run) {
    std::printf("%zu mails found: %zu new, %zu here already, %zu would be set aside. Nothing was stored.\n",
                result.found, result.stored, result.known, result.set_aside);
  } else {
    std::printf(
        "%zu mails found: %zu taken in, %zu here already, %zu only kept (bounces, automatic mail), %zu set "
        "aside.\nThe desk now has %zu imported tickets; %zu of them were closed as over.\n",
        result.found, result.stored, result.known, result.noted, result.set_aside, result.tickets, result.closed);
  }
  if (result.skipped_files > 0)
    std::printf("%zu files were left out: drafts, trash, or no mails.\n", result.skipped_files);
  for (const auto& [reason, count] : result.reasons) std::printf("  %zu: %s\n", count, reason.c_str());
  for (const auto& example : result.examples) std::printf("  set aside: %s\n", example.c_str());
  if (result.interrupted) throw CommandFailed("Interrupted. Start the same import again to go on.");
}

void run_table_import(const ImportOptions& options) {
  TableImportResult result;
  with_desk_in(options.data, [&](App& app) {
    const Interruption interruption;
    ProgressLine line("records");
    result = import_table(app, options.table, [&](std::size_t done, std::size_t all, const std::string& detail) {
      line.show(done, all, detail);
      return !interruption.requested();
    });
  });
  for (const auto& error : result.errors) std::fprintf(stderr, "%s\n", error.c_str());
  if (result.wrong > result.errors.size())
    std::fprintf(stderr, "… and %zu more.\n", result.wrong - result.errors.size());
  std::printf("%zu records: %zu %s, %zu here already, %zu wrong.%s\n", result.records, result.made,
              options.table.dry_run ? "new" : "stored", result.known, result.wrong,
              options.table.dry_run ? " Nothing was stored." : "");
  if (result.interrupted) throw CommandFailed("Interrupted. Start the same import again to go on.");
  if (result.wrong > 0)
    throw CommandFailed(
        "Some records are wrong (above). Correct them and import the same file again: what is here "
        "already stays as it is.");
}

void add_table(CLI::App& import, const std::shared_ptr<ImportOptions>& options, const char* name, const char* about,
               TableKind kind) {
  CLI::App* command = import.add_subcommand(name, about);
  add_shared(*command, *options, options->table.dry_run);
  command->add_option("FILE", options->table.path, "CSV or JSON lines; - for standard input")->required();
  command->callback([options, kind] {
    options->table.kind = kind;
    run_table_import(*options);
  });
}

}  // namespace

void add_import_command(CLI::App& root) {
  CLI::App* import = root.add_subcommand("import", "Bring in what came before: old mails, customers, macros, tickets");
  import->require_subcommand(1);
  import->footer(
      "Nothing is sent because of an import, and the same import twice makes nothing twice.\n"
      "The shapes of the files: docs/how-to/import.md");
  auto options = std::make_shared<ImportOptions>();
  CLI::App* mail = import->add_subcommand("mail", "Mailbox files (mbox), Maildirs, single mails, folders of these");
  add_shared(*mail, *options, options->mail.dry_run);
  mail->add_option("PATH", options->mail.paths, "Files and folders")->required();
  mail->add_option("--mailbox", options->mail.mailbox,
                   "Address of the mailbox they belong to; without it the addresses in each mail tell");
  mail->add_option("--own", options->mail.own, "Further addresses the shop wrote from (old ones, for example)")
      ->allow_extra_args(false);
  mail->add_option("--close-after-days", options->mail.close_after_days,
                   "Imported tickets without a word for that long are closed")
      ->check(CLI::Range(0, 100'000))
      ->capture_default_str();
  mail->callback([options] { run_mail_import(*options); });
  add_table(*import, options, "customers", "Customers", TableKind::Customers);
  add_table(*import, options, "macros", "Macros", TableKind::Macros);
  add_table(*import, options, "tickets", "Tickets with their messages", TableKind::Tickets);
}

}  // namespace peakdesk::app
