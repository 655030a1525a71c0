// backup, restore, check: what an operator does with the data folder.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <set>

#include "app/app.h"
#include "app/command_failed.h"
#include "app/commands.h"

namespace peakdesk::app {
namespace {

namespace fs = std::filesystem;

void require_store(const std::string& data) {
  if (!fs::exists(store_path(data)))
    throw CommandFailed("There is no Peakdesk store in " + data + ". Name the data folder with --data.");
}

/// The server may run meanwhile: its search index is left alone.
db::DatabaseOptions beside_a_server(const std::string& data) {
  return {.path = store_path(data), .readers = 1, .search_index = false};
}

void copy_files(const fs::path& from, const fs::path& to) {
  if (!fs::exists(from)) return;
  for (const auto& entry : fs::recursive_directory_iterator(from)) {
    const fs::path target = to / fs::relative(entry.path(), from);
    if (entry.is_directory()) {
      fs::create_directories(target);
    } else if (!fs::exists(target) ||
               fs::file_size(target) != entry.file_size()) {  // files are named by their content: same name, same file
      fs::create_directories(target.parent_path());
      fs::copy_file(entry.path(), target, fs::copy_options::overwrite_existing);
    }
  }
}

void backup(const std::string& data, const std::string& to) {
  require_store(data);
  const SystemClock clock;
  fs::create_directories(to);
  const auto database = Database::open(beside_a_server(data), clock);
  const std::string fresh = store_path(to) + ".new";
  fs::remove(fresh);
  // The store first: every file it names exists by then, and files are never changed.
  database->backup_to(fresh);
  copy_files(fs::path(data) / "files", fs::path(to) / "files");
  fs::copy_file(fs::path(data) / "secret.key", fs::path(to) / "secret.key", fs::copy_options::overwrite_existing);
  fs::permissions(fs::path(to) / "secret.key", fs::perms::owner_read | fs::perms::owner_write);
  fs::rename(fresh, store_path(to));
  std::printf("Backed up to %s (%.1f MiB and %s). Keep secret.key private.\n", to.c_str(),
              double(fs::file_size(store_path(to))) / (1 << 20),
              fs::exists(fs::path(to) / "files") ? "the attachments" : "no attachments");
}

void restore(const std::string& from, const std::string& data) {
  require_store(from);
  if (fs::exists(store_path(data)))
    throw CommandFailed("There is a store in " + data + " already. Restore into an empty folder, then serve from it.");
  prepare_data_folder(data);
  copy_files(fs::path(from) / "files", fs::path(data) / "files");
  fs::copy_file(fs::path(from) / "secret.key", fs::path(data) / "secret.key");
  fs::permissions(fs::path(data) / "secret.key", fs::perms::owner_read | fs::perms::owner_write);
  fs::copy_file(store_path(from), store_path(data));
  const SystemClock clock;
  const auto problems = Database::open(beside_a_server(data), clock)->check();
  if (!problems.empty()) throw CommandFailed("The restored store is damaged: " + problems.front());
  std::printf("Restored into %s. Start it with: peakdesk serve --data %s\n", data.c_str(), data.c_str());
}

void check(const std::string& data) {
  require_store(data);
  const SystemClock clock;
  const auto database = Database::open(beside_a_server(data), clock);
  std::vector<std::string> problems = database->check();
  const files::FileStore files(data + "/files");
  std::set<std::string> named;
  database->read([&](Tx& tx) {
    for (const char* sql : {"SELECT DISTINCT file FROM attachments WHERE account_id > 0",
                            "SELECT DISTINCT raw_file FROM messages WHERE account_id > 0 AND raw_file <> ''",
                            "SELECT DISTINCT raw_file FROM set_aside_mails WHERE account_id > 0 AND raw_file <> ''"})
      for (auto& name : tx.list<std::string>(sql)) named.insert(std::move(name));
  });
  for (const auto& name : named) {
    if (!files.exists(name))
      problems.push_back("the file " + name + " is missing");
    else if (!files.is_intact(name))
      problems.push_back("the file " + name + " is damaged");
  }
  const auto of_search = database->check_search();
  for (const auto& problem : of_search) std::printf("search index: %s\n", problem.c_str());
  for (const auto& problem : problems) std::printf("%s\n", problem.c_str());
  if (!problems.empty())
    throw CommandFailed(std::to_string(problems.size()) + " problems found. Restore a backup with `peakdesk restore`.");
  if (!of_search.empty())
    throw CommandFailed("The store is sound, its search index is damaged. Nothing is lost: end the server, delete " +
                        db::search_path_of(store_path(data)) + " and start it again; the index is then built anew.");
  std::printf("The store is sound; %zu files are as they were stored.\n", named.size());
}

}  // namespace

void add_store_commands(CLI::App& root) {
  struct Paths {
    std::string data = "./data";
    std::string other;
  };
  auto paths = std::make_shared<Paths>();
  CLI::App* backup_command = root.add_subcommand("backup", "Copy the whole desk into a folder while it runs");
  backup_command->add_option("--data", paths->data, "The data folder")->envname("PEAKDESK_DATA")->capture_default_str();
  backup_command->add_option("--to", paths->other, "Where to; a second backup there copies only new files")->required();
  backup_command->callback([paths] { backup(paths->data, paths->other); });
  CLI::App* restore_command = root.add_subcommand("restore", "Make a data folder from a backup");
  restore_command->add_option("--from", paths->other, "The backup's folder")->required();
  restore_command->add_option("--data", paths->data, "The new data folder")
      ->envname("PEAKDESK_DATA")
      ->capture_default_str();
  restore_command->callback([paths] { restore(paths->other, paths->data); });
  CLI::App* check_command = root.add_subcommand("check", "Look for damage in the store and its files");
  check_command->add_option("--data", paths->data, "The data folder")->envname("PEAKDESK_DATA")->capture_default_str();
  check_command->callback([paths] { check(paths->data); });
}

}  // namespace peakdesk::app
