#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace hoi {

/// The whole content of a regular file. Throws InputError when it is missing, is not a regular
/// file, cannot be read, or is larger than `max_bytes`.
std::string read_file(const std::filesystem::path& path, std::uintmax_t max_bytes);

/// Writes `content` so that `path` holds either its old or its whole new content, whatever happens
/// in between: temporary file in the same folder, fsync of the file, rename, fsync of the folder.
/// Throws InputError when the folder is missing, the disk has no room (found out before anything is
/// written where the file system says how much is free) or refuses; then the old content is
/// untouched and the temporary file is gone. Only a process that is killed leaves one behind
/// (base/temporary_name.h).
void write_file_atomically(const std::filesystem::path& path, std::string_view content);

}  // namespace hoi
