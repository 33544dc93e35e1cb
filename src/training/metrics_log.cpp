#include "training/metrics_log.h"

#include <fmt/format.h>

#include "base/error.h"

namespace hoi {

MetricsLog::MetricsLog(const std::filesystem::path& path) : stream_(path, std::ios::app) {
  if (!stream_) throw InputError(fmt::format("{}: cannot be opened for writing", path.string()));
}

void MetricsLog::write(const nlohmann::json& entry) {
  stream_ << entry.dump() << '\n' << std::flush;
}

}  // namespace hoi
