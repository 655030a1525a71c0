#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "app/commands.h"
#include "app/demo.h"

namespace peakdesk::app {

void add_demo_command(CLI::App& root) {
  struct Options {
    std::string data = "./data";
    int tickets = 240;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = root.add_subcommand("demo", "Fill an empty data folder with a demo shop");
  command->add_option("--data", options->data, "The data folder")->envname("PEAKDESK_DATA")->capture_default_str();
  command->add_option("--tickets", options->tickets, "How many conversations")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  command->callback([options] {
    std::printf("Filling a demo shop in %s …\n", options->data.c_str());
    std::fflush(stdout);
    fill_demo(options->data, options->tickets);
    std::printf("Done. Sign in as %s with the password %s\n", kDemoEmail, kDemoPassword);
  });
}

}  // namespace peakdesk::app
