#include "interchange/input_files.h"

#include <algorithm>
#include <system_error>

#include "base/error.h"

namespace hoi {

std::vector<std::filesystem::path> input_files(const std::filesystem::path& path,
                                               const std::string& extension,
                                               const std::string& kind) {
  namespace fs = std::filesystem;
  std::error_code problem;
  if (fs::is_regular_file(path, problem)) return {path};
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(path, problem)) {
    if (entry.path().extension() == extension) files.push_back(entry.path());
  }
  if (problem) throw InputError(path.string() + ": cannot be read: " + problem.message());
  if (files.empty()) throw InputError(path.string() + ": has no " + kind);
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace hoi
