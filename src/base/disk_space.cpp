#include "base/disk_space.h"

#include <fmt/format.h>
#include <sys/statvfs.h>

#include "base/error.h"

namespace hoi {

std::optional<std::uintmax_t> free_disk_space(const std::filesystem::path& folder) {
  struct statvfs status {};
  if (::statvfs(folder.c_str(), &status) != 0) return std::nullopt;
  if (status.f_blocks == 0) return std::nullopt;  // some virtual file systems count nothing
  return std::uintmax_t{status.f_bavail} * std::uintmax_t{status.f_frsize};
}

void require_disk_space(const std::filesystem::path& folder, std::uintmax_t bytes,
                        const std::string& what, const std::string& advice) {
  const auto free = free_disk_space(folder);
  if (!free || *free >= bytes) return;
  throw InputError(fmt::format("{}: needs {} of disk, {} are free in {}; {}", what,
                               rough_size(bytes), rough_size(*free), folder.string(), advice));
}

std::string rough_size(std::uintmax_t bytes) {
  const auto value = static_cast<double>(bytes);
  if (bytes < 100'000) return fmt::format("{} bytes", bytes);
  if (bytes < 1'000'000'000) return fmt::format("{:.1f} MB", value / 1e6);
  return fmt::format("{:.1f} GB", value / 1e9);
}

}  // namespace hoi
