#include "datasets/dataset_conversion.h"

#include <algorithm>
#include <string>

#include "base/error.h"
#include "datasets/pending_folder.h"

namespace hoi {
namespace {

namespace fs = std::filesystem;

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
  require_new_folder(output);
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
