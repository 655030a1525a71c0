#include "platform/web_assets/web_assets.h"

#include <array>

#include "base/text.h"
#include "platform/http/compression.h"

namespace peakdesk::web_assets {
namespace {
// What the screens may load: our own files only. The screens write no inline styles; a mail's HTML, with its styles and
// the remote images its reader asked for, is a page of its own in a frame (GET /api/messages/{id}/html) with its own
// policy.
constexpr std::string_view kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'";

constexpr std::string_view kNotBuilt =
    "<!doctype html><meta charset=utf-8><title>Peakdesk</title><body><h1>Peakdesk runs, but without its screens</h1>"
    "<p>This program was built without the web files. In the source folder, run <code>./dev web</code>, then "
    "<code>./dev build</code> (or simply <code>./run</code>, which does both). The API under <code>/api</code> "
    "works.</p>";

constexpr std::array<std::pair<std::string_view, std::string_view>, 17> kTypes = {{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".webp", "image/webp"},
    {".gif", "image/gif"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".woff", "font/woff"},
    {".txt", "text/plain; charset=utf-8"},
    {".webmanifest", "application/manifest+json"},
    {".wasm", "application/wasm"},
}};

std::string_view type_of(std::string_view path) {
  for (const auto& [suffix, type] : kTypes)
    if (path.ends_with(suffix)) return type;
  return {};
}

bool is_of_others(std::string_view path) {
  for (const std::string_view prefix : {"/api", "/ws", "/forms", "/health", "/metrics"})
    if (path == prefix || (path.starts_with(prefix) && path[prefix.size()] == '/')) return true;
  return false;
}

// Vite puts hashed names, and only those, into assets/.
bool has_hashed_name(std::string_view path) { return path.starts_with("assets/"); }

bool is_known(std::string_view if_none_match, std::string_view etag) {
  for (auto known : split(if_none_match, ',')) {
    known = trim(known);
    if (known.starts_with("W/")) known.remove_prefix(2);
    if (known == "*" || known == etag) return true;
  }
  return false;
}

http::Response respond(const Asset& asset, const http::Request& request) {
  http::Response response;
  const auto type = type_of(asset.path);
  response.content_type = type.empty() ? "application/octet-stream" : std::string(type);
  auto coding = http::choose_coding(request.header("Accept-Encoding"), !asset.brotli.empty());
  if (coding == http::Coding::Gzip && asset.gzip.empty()) coding = http::Coding::None;
  const bool is_page = asset.path == "index.html";
  response.headers = {
      {"ETag", asset.etag},
      {"Vary", "Accept-Encoding"},
      {"Cache-Control", has_hashed_name(asset.path) ? "public, max-age=31536000, immutable" : "no-cache"}};
  if (is_page) {
    response.headers.emplace_back("Content-Security-Policy", kPolicy);
    response.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
    response.headers.emplace_back("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
  }
  if (is_known(request.header("If-None-Match"), asset.etag)) {
    response.status = 304;
    response.content_type.clear();
    return response;
  }
  response.embedded = asset.plain;
  if (coding == http::Coding::Brotli) response.embedded = asset.brotli;
  if (coding == http::Coding::Gzip) response.embedded = asset.gzip;
  if (coding != http::Coding::None)
    response.headers.emplace_back("Content-Encoding", coding == http::Coding::Brotli ? "br" : "gzip");
  return response;
}
}  // namespace

WebAssets::WebAssets(std::string_view pack) {
  for (auto& asset : read_pack(pack)) {
    std::string path = asset.path;
    assets_.emplace(std::move(path), std::move(asset));
  }
}

std::optional<http::Response> WebAssets::serve(const http::Request& request) const {
  if (request.path.empty() || is_of_others(request.path)) return std::nullopt;
  const std::string_view path = std::string_view(request.path).substr(1);
  if (const auto found = assets_.find(path); found != assets_.end()) return respond(found->second, request);
  if (has_hashed_name(path) || !type_of(path).empty()) return std::nullopt;  // a file that should be there
  if (const auto page = assets_.find("index.html"); page != assets_.end()) return respond(page->second, request);
  http::Response response = http::Response::html(std::string(kNotBuilt));
  response.status = 503;
  return response;
}

}  // namespace peakdesk::web_assets
