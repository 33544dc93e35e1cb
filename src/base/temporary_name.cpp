#include "base/temporary_name.h"

#include <atomic>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include <fmt/format.h>
#include <sys/types.h>
#include <unistd.h>

namespace hoi {
namespace {

constexpr std::string_view kTemporarySuffix = ".tmp";

/// A number of decimal digits only.
std::optional<std::int64_t> digits(std::string_view text) {
  if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
  std::int64_t value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

/// The process that a temporary name belongs to; nothing for any other name.
std::optional<pid_t> writer_of(std::string_view name) {
  if (name.size() <= kTemporarySuffix.size()) return std::nullopt;
  if (name.substr(name.size() - kTemporarySuffix.size()) != kTemporarySuffix) return std::nullopt;
  name.remove_suffix(kTemporarySuffix.size());
  const auto dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return std::nullopt;
  const std::string_view numbers = name.substr(dot + 1);
  const auto dash = numbers.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto process = digits(numbers.substr(0, dash));
  if (!process || *process < 1 || !digits(numbers.substr(dash + 1))) return std::nullopt;
  const auto id = static_cast<pid_t>(*process);
  if (id != *process) return std::nullopt;
  return id;
}

/// Whether another process of this id runs; one that belongs to somebody else does too.
bool runs_elsewhere(pid_t process) {
  if (process == ::getpid()) return false;
  return ::kill(process, 0) == 0 || errno == EPERM;
}

}  // namespace

std::filesystem::path temporary_name(const std::filesystem::path& path) {
  static std::atomic<unsigned> counter{0};
  auto name = path;
  name += fmt::format(".{}-{}{}", ::getpid(), counter++, kTemporarySuffix);
  return name;
}

std::size_t remove_abandoned_files(const std::filesystem::path& folder) {
  std::size_t removed = 0;
  std::error_code ignored;  // what cannot be listed or removed costs disk, nothing else
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
    const auto writer = writer_of(entry.path().filename().string());
    if (!writer || runs_elsewhere(*writer)) continue;
    if (!std::filesystem::is_regular_file(entry.symlink_status(ignored))) continue;
    if (std::filesystem::remove(entry.path(), ignored)) ++removed;
  }
  return removed;
}

}  // namespace hoi
