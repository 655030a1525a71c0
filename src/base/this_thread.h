// What the running thread is called and how eager it is.
#pragma once

namespace peakdesk {

/// Its name in `top -H`, `perf` and debuggers; at most 15 characters are kept.
void name_this_thread(const char* name);
/// Its work can wait: while the processors are busy, threads that somebody waits for go first. For good. `niceness`: of
/// 10 it has about a tenth of an eager thread's share, of 19 next to nothing.
void let_others_go_first(int niceness = 10);

}  // namespace peakdesk
