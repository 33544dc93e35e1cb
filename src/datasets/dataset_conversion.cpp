#include "datasets/dataset_conversion.h"

#include <algorithm>
#include <string>
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

/// A folder of the same name in a hidden folder beside `output`; both disappear again, the first
/// not if it has taken its place.
class PendingFolder {
 public:
  explicit PendingFolder(const fs::path& output)
      : output_(output.has_filename() ? output : output.parent_path()),
        parent_(output_.parent_path() / fmt::format(".hoi-{}.tmp", ::getpid())),
        path_(parent_ / output_.filename()) {
    std::error_code error;
    fs::create_directories(path_, error);
    if (error) fail(error);
  }
  ~PendingFolder() {
    std::error_code ignored;
    fs::remove_all(parent_, ignored);
  }
  PendingFolder(const PendingFolder&) = delete;
  PendingFolder& operator=(const PendingFolder&) = delete;

  const fs::path& path() const { return path_; }

  void take_place() {
    std::error_code error;
    fs::rename(path_, output_, error);  // replaces an empty folder
    if (error) fail(error);
  }

 private:
  [[noreturn]] void fail(const std::error_code& error) const {
    throw InputError(
        fmt::format("{}: cannot create this folder: {}", output_.string(), error.message()));
  }

  fs::path output_;
  fs::path parent_;
  fs::path path_;
};

/// Official layouts keep pictures below "images" or "image", and so does the own format: names that
/// all start with it lose it, so that it does not stand there twice.
void shorten_names(AnnotatedDataset& dataset) {
  for (const std::string folder : {"images/", "image/"}) {
    const bool common = std::all_of(
        dataset.images.begin(), dataset.images.end(),
        [&](const auto& image) { return image.file_name.compare(0, folder.size(), folder) == 0; });
    if (!common) continue;
    dataset.image_folder /= folder.substr(0, folder.size() - 1);
    for (auto& image : dataset.images) image.file_name.erase(0, folder.size());
    return;
  }
}

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
  shorten_names(dataset);
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
