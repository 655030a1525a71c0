// peakdesk: one binary. Options in, command out; everything else is composed in app/.
#include "app/commands.h"

int main(int argc, char** argv) { return peakdesk::app::run_command_line(argc, argv); }
