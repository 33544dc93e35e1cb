#include "training/metrics_log.h"

#include <cerrno>
#include <cstring>
#include <string>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/write_bytes.h"

namespace hoi {
namespace {

constexpr std::uintmax_t kLargestMetrics = std::uintmax_t{4} << 30;

bool is_kept(const std::string& line, std::int64_t step,
             std::optional<std::int64_t> finished_epochs) {
  const auto entry = nlohmann::json::parse(line, nullptr, false);
  if (!entry.is_object()) return false;
  const auto number_at = [&entry](const char* key) {
    const auto found = entry.find(key);
    return found != entry.end() && found->is_number() ? found->get<double>() : 0;
  };
  if (number_at("step") > static_cast<double>(step)) return false;
  return !entry.contains("validation") || !finished_epochs ||
         number_at("epoch") <= static_cast<double>(*finished_epochs);
}

[[noreturn]] void fail_to_log(const std::filesystem::path& path, const char* problem) {
  throw InputError(fmt::format("{}: {}: {}", path.string(), problem, std::strerror(errno)));
}

}  // namespace

MetricsLog::MetricsLog(const std::filesystem::path& path)
    : path_(path), file_(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666)) {
  if (file_ < 0) fail_to_log(path, "cannot be opened for writing");
}

MetricsLog::~MetricsLog() { ::close(file_); }

void MetricsLog::write(const nlohmann::json& entry) {
  if (!write_bytes(file_, entry.dump() + "\n")) fail_to_log(path_, "cannot be written");
}

void MetricsLog::sync() {
  if (::fsync(file_) != 0 && errno != EINVAL) fail_to_log(path_, "cannot be synced");
}

std::size_t cut_metrics(const std::filesystem::path& path, std::int64_t step,
                        std::optional<std::int64_t> finished_epochs) {
  if (!std::filesystem::exists(path)) return 0;
  const std::string content = read_file(path, kLargestMetrics);
  std::string kept;
  std::size_t removed = 0;
  for (std::size_t begin = 0; begin < content.size();) {
    const std::size_t end = content.find('\n', begin);
    const bool is_whole = end != std::string::npos;
    const std::string line = content.substr(begin, is_whole ? end - begin : end);
    if (is_whole && is_kept(line, step, finished_epochs)) {
      kept += line + "\n";
    } else {
      ++removed;
    }
    begin = is_whole ? end + 1 : content.size();
  }
  if (removed > 0) write_file_atomically(path, kept);
  return removed;
}

}  // namespace hoi
