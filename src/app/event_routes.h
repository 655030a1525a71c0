// GET /api/events for programs that follow the desk (waiting when there is nothing new), GET /api/jobs and their retry.
#pragma once
#include "platform/http/router.h"

namespace peakdesk::app {

void add_event_routes(Router& router);

}  // namespace peakdesk::app
