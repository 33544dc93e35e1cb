#pragma once

#include <cstddef>
#include <filesystem>

namespace hoi {

/// A name beside `path` that no other thread or process of this machine uses:
/// "<path>.<process id>-<number>.tmp".
std::filesystem::path temporary_name(const std::filesystem::path& path);

/// Removes the files of such names that processes left in `folder` when they were killed while
/// writing, and returns how many. Those of processes that live stay. A file that carries this
/// process's own id counts as left behind: a restarted container has the old ids again. So call it
/// before this process writes there. Does nothing in a folder that does not exist.
std::size_t remove_abandoned_files(const std::filesystem::path& folder);

}  // namespace hoi
