// GET /health and GET /metrics: answered on the I/O thread, so that they answer when everything else is busy.
#pragma once
#include "platform/db/database.h"
#include "platform/http/router.h"
#include "platform/metrics/registry.h"

namespace peakdesk::app {

void add_machine_routes(Router& router, metrics::Registry& metrics, Database& database);

}  // namespace peakdesk::app
