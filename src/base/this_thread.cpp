#include "base/this_thread.h"

#include <pthread.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

namespace peakdesk {

void name_this_thread(const char* name) {
  char kept[16] = {};
  std::memcpy(kept, name, std::min(sizeof kept - 1, std::strlen(name)));
  ::pthread_setname_np(::pthread_self(), kept);
}

void let_others_go_first(int niceness) {
  // On Linux threads have a niceness each. Refused nowhere: a thread may always stand back.
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::syscall(SYS_gettid)), niceness);
}

}  // namespace peakdesk
