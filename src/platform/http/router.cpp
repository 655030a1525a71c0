#include "platform/http/router.h"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

namespace peakdesk::http {

struct Router::Segment {
  std::map<std::string, std::unique_ptr<Segment>, std::less<>> literals;
  std::unique_ptr<Segment> parameter;
  std::vector<std::pair<std::string, std::size_t>> methods;  // method -> index into routes_
};

namespace {
/// Cuts the first segment off "/a/b" -> "a", "/b".
std::string_view next_segment(std::string_view& path) {
  path.remove_prefix(1);
  const auto slash = path.find('/');
  const auto segment = path.substr(0, slash);
  path = slash == std::string_view::npos ? std::string_view() : path.substr(slash);
  return segment;
}

bool is_parameter(std::string_view segment) {
  return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

std::vector<std::string> parameter_names(std::string_view pattern) {
  std::vector<std::string> names;
  while (!pattern.empty()) {
    const auto segment = next_segment(pattern);
    if (is_parameter(segment)) names.emplace_back(segment.substr(1, segment.size() - 2));
  }
  return names;
}
}  // namespace

void Router::add(Route route) {
  if (route.pattern.empty() || route.pattern.front() != '/')
    throw std::logic_error("a route's pattern begins with '/': " + route.pattern);
  if (!root_) root_ = std::make_shared<Segment>();
  Segment* at = root_.get();
  std::string_view rest = route.pattern;
  while (!rest.empty()) {
    const auto segment = next_segment(rest);
    auto& next = is_parameter(segment) ? at->parameter : at->literals[std::string(segment)];
    if (!next) next = std::make_unique<Segment>();
    at = next.get();
  }
  for (const auto& [method, index] : at->methods)
    if (method == route.method)
      throw std::logic_error("two routes for " + method + " " + route.pattern +
                             " (the other: " + routes_[index].pattern + ")");
  at->methods.emplace_back(route.method, routes_.size());
  routes_.push_back(std::move(route));
}

void Router::work(std::string method, std::string pattern, Access access, std::function<Response(const Call&)> handler,
                  std::size_t max_body) {
  add({std::move(method), std::move(pattern), access, RunsOn::Pool, max_body,
       [handler = std::move(handler)](const std::shared_ptr<const Request>& request) -> Prepared {
         return [&handler, request](Tx*, const Caller& caller) { return handler(Call{*request, caller}); };
       }});
}

void Router::at_once(std::string method, std::string pattern, std::function<Response(const Call&)> handler) {
  add({std::move(method), std::move(pattern), everyone(), RunsOn::Loop, 0,
       [handler = std::move(handler)](const std::shared_ptr<const Request>& request) -> Prepared {
         return [&handler, request](Tx*, const Caller& caller) { return handler(Call{*request, caller}); };
       }});
}

void Router::allow_cross_origin(const std::string& pattern) {
  bool found = false;
  for (auto& route : routes_)
    if (route.pattern == pattern) found = route.cross_origin = true;
  if (!found) throw std::logic_error("no route has the pattern " + pattern);
}

// A literal goes before a parameter, and when it leads nowhere the parameter is tried: "/views/counts" and
// "/views/{id}" live together. `found` returns true to stop.
void Router::collect(const Segment& at, std::string_view rest, std::vector<std::string_view>& values,
                     const std::function<bool(const Segment&)>& found) const {
  if (rest.empty()) {
    if (!at.methods.empty() && found(at)) values.emplace_back();  // marks the stop
    return;
  }
  const auto segment = next_segment(rest);
  const std::size_t depth = values.size();
  if (const auto literal = at.literals.find(segment); literal != at.literals.end()) {
    collect(*literal->second, rest, values, found);
    if (values.size() > depth) return;
  }
  if (at.parameter && !segment.empty()) {
    values.push_back(segment);
    collect(*at.parameter, rest, values, found);
    if (values.size() == depth + 1) values.pop_back();
  }
}

const Route* Router::match(const std::string& method, const std::string& path,
                           std::vector<std::pair<std::string, std::string>>& params, bool& path_exists) const {
  path_exists = false;
  if (!root_ || path.empty() || path.front() != '/') return nullptr;
  const Route* route = nullptr;
  std::vector<std::string_view> values;
  collect(*root_, path, values, [&](const Segment& at) {
    path_exists = true;
    for (const auto& [name, index] : at.methods)
      if (name == method) route = &routes_[index];
    return route != nullptr;
  });
  if (!route) return nullptr;
  params.clear();
  std::size_t i = 0;
  for (auto& name : parameter_names(route->pattern)) params.emplace_back(std::move(name), std::string(values[i++]));
  return route;
}

std::string Router::allowed_methods(const std::string& path) const {
  std::set<std::string> methods;
  std::vector<std::string_view> values;
  if (root_ && !path.empty() && path.front() == '/')
    collect(*root_, path, values, [&](const Segment& at) {
      for (const auto& [name, index] : at.methods) {
        methods.insert(name);
        if (name == "GET") methods.insert("HEAD");
      }
      return false;
    });
  std::string out;
  for (const auto& method : methods) out += (out.empty() ? "" : ", ") + method;
  return out;
}

}  // namespace peakdesk::http
