// What the running thread is called and how eager it is.
#pragma once

namespace peakdesk {

/// Its name in `top -H`, `perf` and debuggers; at most 15 characters are kept.
void name_this_thread(const char* name);
/// Its work can wait: while the processors are busy, threads that somebody waits for go first. For good.
void let_others_go_first();

}  // namespace peakdesk
