#pragma once

#include <string_view>

namespace hoi {

/// Writes all of `bytes` to an open file descriptor, however many calls the system needs. Returns
/// whether it did; errno says why not.
bool write_bytes(int descriptor, std::string_view bytes);

}  // namespace hoi
