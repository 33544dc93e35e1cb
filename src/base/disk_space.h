#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace hoi {

/// Bytes that can still be written to the file system of `folder`; nothing when it does not say.
std::optional<std::uintmax_t> free_disk_space(const std::filesystem::path& folder);

/// Throws InputError when fewer than `bytes` are free on the disk of `folder`: "<what>: needs ...
/// of disk, ... are free in <folder>; <advice>".
void require_disk_space(const std::filesystem::path& folder, std::uintmax_t bytes,
                        const std::string& what, const std::string& advice);

/// 999 -> "999 bytes", 1530000 -> "1.5 MB", 2400000000 -> "2.4 GB".
std::string rough_size(std::uintmax_t bytes);

}  // namespace hoi
