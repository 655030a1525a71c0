// GET /health and GET /metrics: answered on the I/O thread, so that they answer when everything else is busy. Health
// says no more than a load balancer needs; the figures are for the operator alone.
#pragma once
#include <string>

#include "platform/db/database.h"
#include "platform/events/followers.h"
#include "platform/http/router.h"
#include "platform/metrics/registry.h"
#include "platform/search/search_index.h"

namespace peakdesk::app {

/// `metrics_token`: who sends it as "Authorization: Bearer …" may read the figures from anywhere. Programs on this
/// machine may without it; empty: only they may.
void add_machine_routes(Router& router, metrics::Registry& metrics, Database& database,
                        const search::SearchIndex& search_index, const events::Followers& followers,
                        std::string metrics_token);

}  // namespace peakdesk::app
