// What `peakdesk bench` measures, each against this very program served as a process of its own on loopback.
#pragma once
#include <string>
#include <vector>

#include "app/bench/figure.h"
#include "app/bench/season.h"

namespace peakdesk::app::bench {

struct MeasureOptions {
  std::string folder;  // for stores; the season lies in it too
  SeasonSize season;
  double seconds = 3;  // of each round
  int rounds = 3;
  std::vector<int> connections = {1, 16, 64, 256};
  /// A program that measures the raw limit of intake, run between the rounds as `PROGRAM STORE GROUP SECONDS`: it
  /// copies the newest ticket's rows of STORE as often as it can, GROUP tickets a commit, and prints tickets per
  /// second.
  std::string beside;
};

/// Durable tickets a second through HTTP, a kilobyte of text each, by connections.
std::vector<Figure> measure_intake(const MeasureOptions& options);
/// Inbox view, search, a long conversation, push, cold start and memory over the season.
std::vector<Figure> measure_season(const MeasureOptions& options);

}  // namespace peakdesk::app::bench
