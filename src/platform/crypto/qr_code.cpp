#include "platform/crypto/qr_code.h"

#include <qrencode.h>

#include <memory>

#include "base/error.h"

namespace peakdesk::crypto {

std::string qr_svg(std::string_view text) {
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeData(static_cast<int>(text.size()), reinterpret_cast<const unsigned char*>(text.data()), 0,
                        QR_ECLEVEL_M),
      &QRcode_free);
  if (!code) throw RequestError(ErrorKind::TooLarge, "too_large", "This text is too long for a QR code.");
  constexpr int kQuiet = 4;
  const int width = code->width;
  const std::string side = std::to_string(width + 2 * kQuiet);
  std::string svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + side + " " + side +
                    "\" shape-rendering=\"crispEdges\" role=\"img\"><rect width=\"" + side + "\" height=\"" + side +
                    "\" fill=\"#fff\"/><path fill=\"#000\" d=\"";
  for (int y = 0; y < width; ++y) {
    for (int x = 0; x < width; ++x) {
      if ((code->data[y * width + x] & 1) == 0) continue;
      int run = 1;
      while (x + run < width && (code->data[y * width + x + run] & 1) != 0) ++run;
      svg += "M" + std::to_string(x + kQuiet) + " " + std::to_string(y + kQuiet) + "h" + std::to_string(run) + "v1h-" +
             std::to_string(run) + "z";
      x += run;
    }
  }
  return svg + "\"/></svg>";
}

}  // namespace peakdesk::crypto
