#include "datasets/dataset_conversion.h"

#include <system_error>

#include <fmt/format.h>
#include <unistd.h>

#include "base/error.h"

namespace hoi {
namespace {

namespace fs = std::filesystem;

void check_output(const fs::path& output) {
  std::error_code error;
  if (!fs::exists(output, error)) return;
  if (fs::is_directory(output, error) && fs::is_empty(output, error)) return;
  throw InputError(output.string() +
                   ": exists already; choose a new folder, nothing is overwritten");
}

/// A folder beside `output` that disappears again unless it takes its place.
class PendingFolder {
 public:
  explicit PendingFolder(const fs::path& output)
      : output_(output.has_filename() ? output : output.parent_path()), path_(output_) {
    path_ += fmt::format(".{}.tmp", ::getpid());
    std::error_code error;
    fs::create_directories(path_, error);
    if (error) {
      throw InputError(
          fmt::format("{}: cannot create this folder: {}", path_.string(), error.message()));
    }
  }
  ~PendingFolder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  PendingFolder(const PendingFolder&) = delete;
  PendingFolder& operator=(const PendingFolder&) = delete;

  const fs::path& path() const { return path_; }

  void take_place() {
    std::error_code error;
    fs::rename(path_, output_, error);  // replaces an empty folder
    if (error) {
      throw InputError(
          fmt::format("{}: cannot create this folder: {}", output_.string(), error.message()));
    }
    path_.clear();
  }

 private:
  fs::path output_;
  fs::path path_;
};

}  // namespace

std::int64_t convert_dataset(const fs::path& input, const fs::path& output,
                             const DatasetConversionOptions& options, const DatasetReading& reading,
                             const TransferProgress& progress) {
  check_output(output);
  AnnotatedDataset dataset = read_dataset(options.from, input, reading);
  dataset.images = images_of_splits(dataset, options.splits);
  if (dataset.images.empty()) {
    throw InputError(input.string() + ": no image to convert; check the folder and the splits");
  }
  translate_words(options.words, dataset);
  PendingFolder pending(output);
  const auto placements = write_dataset(options.to, dataset, pending.path(), reading.findings);
  const auto total = static_cast<std::int64_t>(placements.size());
  std::function<void(std::int64_t)> report;
  if (progress) report = [&](std::int64_t done) { progress(done, total); };
  transfer_images(placements, pending.path(), options.images, reading.findings, report);
  pending.take_place();
  return static_cast<std::int64_t>(dataset.images.size());
}

}  // namespace hoi
