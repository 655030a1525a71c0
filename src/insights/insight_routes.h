// Routes of what messages want: of a ticket, corrections, what people ask, learning.
#pragma once
#include "insights/analysers.h"
#include "platform/db/database.h"
#include "platform/http/router.h"

namespace peakdesk::insights {

void add_insight_routes(Router& router, Database& database, Analysers& analysers);

}  // namespace peakdesk::insights
