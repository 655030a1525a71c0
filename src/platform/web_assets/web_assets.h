// Serves the built screens out of the binary: compressed beforehand, hashed names for ever, the others by ETag; every
// other path that is nobody's is a page of the screens.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "platform/http/message.h"
#include "platform/web_assets/pack.h"

namespace peakdesk::web_assets {

class WebAssets {
 public:
  /// `pack` must outlive this.
  explicit WebAssets(std::string_view pack = built_in_pack());
  /// False when the binary was built without the screens; then their place is taken by a page that says how.
  bool is_built() const { return assets_.contains("index.html"); }
  /// For Server::static_files. Nothing for paths of the API and for names of files that are not there.
  std::optional<http::Response> serve(const http::Request& request) const;

 private:
  std::map<std::string, Asset, std::less<>> assets_;
};

}  // namespace peakdesk::web_assets
