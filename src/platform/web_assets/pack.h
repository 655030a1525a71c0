// The file format in which built web files lie inside the binary: text lines that describe, then bytes. Written by
// pack_web_assets at build time, read by WebAssets at start.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace peakdesk::web_assets {

/// One file. The compressed forms are empty where they would not be smaller.
struct Asset {
  std::string path;  // "assets/main-4f2a.js"
  std::string etag;
  std::string_view plain;
  std::string_view brotli;
  std::string_view gzip;
};

/// The views point into `pack`. Throws std::runtime_error when it is no pack.
std::vector<Asset> read_pack(std::string_view pack);
/// The pack this binary was built with; empty when the screens were not built.
std::string_view built_in_pack();

}  // namespace peakdesk::web_assets
