#include "datasets/pending_folder.h"

#include <fmt/format.h>
#include <unistd.h>

#include "base/error.h"

namespace hoi {

namespace fs = std::filesystem;

void require_new_folder(const fs::path& output) {
  std::error_code error;
  if (!fs::exists(output, error)) return;
  if (fs::is_directory(output, error) && fs::is_empty(output, error)) return;
  throw InputError(output.string() +
                   ": exists already; choose a new folder, nothing is overwritten");
}

PendingFolder::PendingFolder(const fs::path& output)
    : output_(output.has_filename() ? output : output.parent_path()),
      parent_(output_.parent_path() / fmt::format(".hoi-{}.tmp", ::getpid())),
      path_(parent_ / output_.filename()) {
  std::error_code error;
  fs::create_directories(path_, error);
  if (error) fail(error);
}

PendingFolder::~PendingFolder() {
  std::error_code ignored;
  fs::remove_all(parent_, ignored);
}

void PendingFolder::take_place() {
  std::error_code error;
  fs::rename(path_, output_, error);  // replaces an empty folder
  if (error) fail(error);
}

void PendingFolder::fail(const std::error_code& error) const {
  throw InputError(
      fmt::format("{}: cannot create this folder: {}", output_.string(), error.message()));
}

}  // namespace hoi
