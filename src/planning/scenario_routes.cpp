#include "base/error.h"
#include "base/text.h"
#include "planning/planning_routes.h"

namespace peakdesk::planning {
namespace {

constexpr std::size_t kMostScenarios = 200;

struct ListScenariosInput {
  bool archived = false;
};
BOOST_DESCRIBE_STRUCT(ListScenariosInput, (), (archived))

struct ScenarioIdInput {
  ScenarioId id;
};
BOOST_DESCRIBE_STRUCT(ScenarioIdInput, (), (id))

struct ScenarioInput {
  ScenarioId id;
  std::optional<std::string> name;
  std::optional<Json> scenario;
  std::optional<bool> archived;
};
BOOST_DESCRIBE_STRUCT(ScenarioInput, (), (id, name, scenario, archived))

struct EstimateInput {
  Json scenario;
};
BOOST_DESCRIBE_STRUCT(EstimateInput, (), (scenario))

const JsonObject& object_of(const Json& json) {
  if (!json.is_object()) throw_invalid("scenario", "A scenario is an object.");
  return json.get_object();
}

void apply_scenario(const ScenarioInput& input, StoredScenario& scenario) {
  if (input.name) {
    scenario.name = collapse_space(to_valid_utf8(*input.name));
    if (scenario.name.empty()) throw_invalid("name", "A scenario needs a name.");
    if (length(scenario.name) > 120) throw_invalid("name", "At most 120 characters fit here.");
  }
  if (input.scenario) {
    Planner::check(object_of(*input.scenario), "scenario");
    scenario.scenario.text = boost::json::serialize(*input.scenario);
  }
  if (input.archived) scenario.archived = *input.archived;
}

Page<StoredScenario> list_scenarios(Tx& tx, const Caller& caller, const ListScenariosInput& input) {
  return {store::list_scenarios(tx, caller.account, input.archived), {}};
}

StoredScenario show_scenario(Tx& tx, const Caller& caller, const ScenarioIdInput& input) {
  return store::require_scenario(tx, caller.account, input.id);
}

Created<StoredScenario> add_scenario(Tx& tx, const Caller& caller, const ScenarioInput& input) {
  if (!input.name) throw_invalid("name", "A scenario needs a name.");
  if (!input.scenario) throw_invalid("scenario", "Describe the season: start, volume, channels and teams.");
  if (store::list_scenarios(tx, caller.account, false).size() >= kMostScenarios) {
    throw_conflict("too_many_scenarios", "There are 200 scenarios. Archive or delete some first.");
  }
  StoredScenario scenario;
  scenario.id = tx.new_id<ScenarioId>();
  apply_scenario(input, scenario);
  store::insert_scenario(tx, caller, scenario);
  return {store::require_scenario(tx, caller.account, scenario.id)};
}

StoredScenario change_scenario(Tx& tx, const Caller& caller, const ScenarioInput& input) {
  StoredScenario scenario = store::require_scenario(tx, caller.account, input.id);
  apply_scenario(input, scenario);
  store::update_scenario(tx, caller.account, scenario);
  return store::require_scenario(tx, caller.account, input.id);
}

NoContent delete_scenario(Tx& tx, const Caller& caller, const ScenarioIdInput& input) {
  store::require_scenario(tx, caller.account, input.id);
  store::delete_scenario(tx, caller.account, input.id);
  return {};
}

}  // namespace

void add_scenario_routes(Router& router, Database& database, Planner& planner) {
  router.read("GET", "/api/planning/scenarios", agents(kReadScope), list_scenarios);
  router.write("POST", "/api/planning/scenarios", leads(kWriteScope), add_scenario);
  router.read("GET", "/api/planning/scenarios/{id}", agents(kReadScope), show_scenario);
  router.write("PATCH", "/api/planning/scenarios/{id}", leads(kWriteScope), change_scenario);
  router.write("DELETE", "/api/planning/scenarios/{id}", leads(kWriteScope), delete_scenario);
  router.work("POST", "/api/planning/estimate", agents(kReadScope), [&database, &planner](const http::Call& call) {
    const auto input = from_json<EstimateInput>(call.request.body);
    std::optional<Scenario> scenario;
    database.read(
        [&](Tx& tx) { scenario = planner.resolve(tx, call.caller.account, object_of(input.scenario), "scenario"); });
    return http::Response::json(to_json(result_of(*scenario, plan_needs(*scenario, 1), std::nullopt)));
  });
}

void add_planning_routes(Router& router, Database& database, Planner& planner) {
  add_scenario_routes(router, database, planner);
  add_run_routes(router, database, planner);
  add_past_routes(router, database, planner);
  add_calendar_routes(router);
}

}  // namespace peakdesk::planning
