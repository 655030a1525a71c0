#ifdef PEAKDESK_TCMALLOC
#include <gperftools/malloc_extension.h>
#endif

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <memory>

#include "app/app.h"
#include "app/commands.h"
#include "app/config.h"

namespace peakdesk::app {
namespace {

void serve(const Config& config, bool announce_demo) {
  // Blocked here and in every thread made from now on: sigwait below is the only one to take them.
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
#ifdef PEAKDESK_TCMALLOC
  // A large mail's buffers go back to the machine when it is taken in, instead of waiting for the next such mail.
  MallocExtension::instance()->SetNumericProperty("tcmalloc.aggressive_memory_decommit", 1);
#endif
  std::signal(SIGXFSZ, SIG_IGN);  // a limit on file sizes is a full disk, not an end

  const SystemClock clock;
  App app(config, clock);
  app.start();
  const std::string host = config.listen.substr(0, config.listen.rfind(':'));
  std::printf("Peakdesk %s serves on http://%s:%u\n", PEAKDESK_VERSION, host.c_str(), app.port());
  if (announce_demo) std::printf("Sign in as demo@peakdesk.example with the password peak-demo-2026\n");
  std::printf("Ctrl+C ends it.\n");
  std::fflush(stdout);
  int received = 0;
  sigwait(&ends, &received);
  std::printf("Ending …\n");
  std::fflush(stdout);
  app.stop();
}

}  // namespace

void add_serve_command(CLI::App& root) {
  CLI::App* command = root.add_subcommand("serve", "Serve the desk: workspace, API, mailboxes, jobs");
  auto config = std::make_shared<Config>();
  auto announce_demo = std::make_shared<bool>(false);
  add_settings(*command, *config);
  command->add_flag("--announce-demo", *announce_demo, "Print the demo shop's sign-in (used by ./run)");
  command->callback([command, config, announce_demo] {
    finish_config(*command, *config);
    serve(*config, *announce_demo);
  });
  CLI::App* settings_command =
      root.add_subcommand("settings", "Print every setting as a Markdown page (docs/config.md)");
  settings_command->callback([] { std::fputs(settings_as_markdown().c_str(), stdout); });
}

}  // namespace peakdesk::app
