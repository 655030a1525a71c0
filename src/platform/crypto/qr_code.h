// QR codes as SVG, by libqrencode.
#pragma once
#include <string>
#include <string_view>

namespace peakdesk::crypto {

/// A square <svg> of black modules on white with the quiet zone of four modules; one unit a module, so it scales to any
/// size. Throws RequestError TooLarge when the text does not fit into a QR code (about 2,300 bytes).
std::string qr_svg(std::string_view text);

}  // namespace peakdesk::crypto
