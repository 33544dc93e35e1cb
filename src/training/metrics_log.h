#pragma once

#include <filesystem>
#include <fstream>

#include <nlohmann/json.hpp>

namespace hoi {

/// metrics.jsonl: one JSON object per line, flushed line by line so that a killed run keeps what it
/// measured. A resumed run appends.
class MetricsLog {
 public:
  explicit MetricsLog(const std::filesystem::path& path);

  void write(const nlohmann::json& entry);

 private:
  std::ofstream stream_;
};

}  // namespace hoi
