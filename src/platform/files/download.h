// Files of strangers given out safely: what a browser is told about them and under which name they are saved. A hostile
// attachment must never run in the desk's origin, whatever its sender called it.
#pragma once
#include <string>
#include <string_view>

#include "platform/files/file_store.h"
#include "platform/http/message.h"

namespace peakdesk::files {

enum class Disposition { Attachment, InlineIfImage };

/// A name a person can save on any system: valid UTF-8 on one line, no path, no control or direction-changing
/// characters, no leading dots, at most 200 bytes with its ending kept. "file" when nothing is left.
std::string safe_file_name(std::string_view name);

/// "type/subtype" in lower case without parameters; "application/octet-stream" for what is none.
std::string safe_content_type(std::string_view declared);

/// True for PNG, JPEG, GIF and WebP whose first bytes say so too: all that is ever shown in place. Never SVG, which can
/// hold script.
bool is_safe_image(std::string_view content_type, std::string_view first_bytes);

/// Streams the file with a sandboxing Content-Security-Policy and Content-Disposition: attachment, or inline
/// for safe images when asked. Types that a browser might run are named application/octet-stream. Throws NotFound when
/// the file is gone.
http::Response download(const FileStore& store, std::string_view file, std::string_view name,
                        std::string_view content_type, Disposition disposition = Disposition::Attachment);

}  // namespace peakdesk::files
