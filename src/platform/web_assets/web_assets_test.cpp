#include "platform/web_assets/web_assets.h"

#include <gtest/gtest.h>

namespace peakdesk::web_assets {
namespace {
const std::string kPack =
    "assets/main-4f2a.js\t\"e1\"\t5\t2\t3\nindex.html\t\"e2\"\t4\t0\t0\nfavicon.svg\t\"e3\"\t3\t0\t2\n\n"
    "plainbrgzipagesvgzz";

http::Request get(const std::string& path, std::vector<std::pair<std::string, std::string>> headers = {}) {
  http::Request request;
  request.method = "GET";
  request.path = path;
  request.headers = std::move(headers);
  return request;
}

std::string header(const http::Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers)
    if (key == name) return value;
  return {};
}

TEST(WebAssets, ServesTheBestForm) {
  const WebAssets assets(kPack);
  const auto plain = assets.serve(get("/assets/main-4f2a.js"));
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->embedded, "plain");
  EXPECT_EQ(plain->content_type, "text/javascript; charset=utf-8");
  EXPECT_EQ(header(*plain, "Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(assets.serve(get("/assets/main-4f2a.js", {{"Accept-Encoding", "gzip, br"}}))->embedded, "br");
  const auto gzip = assets.serve(get("/assets/main-4f2a.js", {{"Accept-Encoding", "gzip"}}));
  EXPECT_EQ(gzip->embedded, "gzi");
  EXPECT_EQ(header(*gzip, "Content-Encoding"), "gzip");
  const auto icon = assets.serve(get("/favicon.svg", {{"Accept-Encoding", "gzip, br"}}));
  EXPECT_EQ(icon->embedded, "zz") << "no brotli form";
  EXPECT_EQ(header(*icon, "Cache-Control"), "no-cache");
}

TEST(WebAssets, EveryPageIsTheScreens) {
  const WebAssets assets(kPack);
  for (const std::string path : {"/", "/tickets/12", "/customers/anna@shop.test", "/apiary"}) {
    const auto page = assets.serve(get(path));
    ASSERT_TRUE(page) << path;
    EXPECT_EQ(page->embedded, "page");
    EXPECT_NE(header(*page, "Content-Security-Policy").find("script-src 'self';"), std::string::npos);
  }
  for (const std::string path :
       {"/api", "/api/nothing", "/ws", "/forms/x", "/health", "/metrics", "/assets/old-1234.js", "/robots.txt"})
    EXPECT_FALSE(assets.serve(get(path))) << path;
}

TEST(WebAssets, KnownEtagsNeedNoBody) {
  const WebAssets assets(kPack);
  EXPECT_EQ(assets.serve(get("/", {{"If-None-Match", "\"x\", W/\"e2\""}}))->status, 304);
  EXPECT_EQ(assets.serve(get("/", {{"If-None-Match", "\"e1\""}}))->status, 200);
}

TEST(WebAssets, WithoutScreensAPageSaysHow) {
  const WebAssets assets{std::string_view()};
  EXPECT_FALSE(assets.is_built());
  EXPECT_NE(assets.serve(get("/"))->body.find("./dev web"), std::string::npos);
}

TEST(WebAssets, DamagedPacksAreNoticed) {
  for (const std::string pack : {"x", "a\tb\n\n", "a\t\"e\"\t10\t0\t0\n\nshort", "a\t\"e\"\tten\t0\t0\n\n"})
    EXPECT_THROW(read_pack(pack), std::runtime_error) << pack;
}

TEST(WebAssets, TheBuiltInPackCanBeRead) {
  const auto assets = read_pack(built_in_pack());
  for (const auto& asset : assets) EXPECT_FALSE(asset.path.empty());
}
}  // namespace
}  // namespace peakdesk::web_assets
