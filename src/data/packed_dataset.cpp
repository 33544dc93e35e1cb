#include "data/packed_dataset.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "base/disk_space.h"
#include "base/error.h"
#include "base/file.h"
#include "data/image_io.h"
#include "data/image_transform.h"
#include "data/packed_annotation.h"
#include "data/packed_picture.h"
#include "data/packed_pixels.h"
#include "data/packed_shard.h"
#include "datasets/pending_folder.h"
#include "formats/annotation_file.h"

namespace hoi {
namespace {

constexpr std::int64_t kMostShardMegabytes = 15;

void check_pack_options(const PackOptions& options) {
  if (options.short_side < 0 || options.long_side < 0 ||
      (options.short_side == 0) != (options.long_side == 0)) {
    throw InputError(
        fmt::format("short and long side: found {} and {}; give both, as in "
                    "input.short_side and input.long_side of the training, or none",
                    options.short_side, options.long_side));
  }
  if (options.shard_megabytes < 1 || options.shard_megabytes > kMostShardMegabytes) {
    throw InputError(fmt::format("megabytes of a shard: found {}; expected 1 to {}",
                                 options.shard_megabytes, kMostShardMegabytes));
  }
}

/// What changes the size of pictures, if anything does.
std::optional<ImageTransform> resizing_of(const PackOptions& options) {
  if (options.short_side == 0) return std::nullopt;
  ImageTransformOptions transform;
  transform.short_side = options.short_side;
  transform.long_side = options.long_side;
  return ImageTransform(transform);
}

/// Fills one shard after the other.
class ShardSeries {
 public:
  ShardSeries(std::filesystem::path folder, std::uint64_t most_bytes)
      : folder_(std::move(folder)), most_bytes_(most_bytes) {}

  /// Adds a picture and returns its name relative to the folder of the shards.
  std::string add(const std::string& name, const cv::Mat& bgr) {
    const std::string_view pixels(reinterpret_cast<const char*>(bgr.data),
                                  bgr.total() * bgr.elemSize());
    const std::string packed = pack_pixels(pixels, bgr.cols, bgr.rows);
    if (shard_.size_with(name, packed.size()) > most_bytes_) finish();
    if (shard_.size_with(name, packed.size()) > most_bytes_) {
      throw InputError(fmt::format(
          "picture '{}': packed it has {}, a shard at most {}; give --short-side and --long-side",
          name, rough_size(packed.size()), rough_size(most_bytes_)));
    }
    shard_.add(name, bgr.cols, bgr.rows, packed);
    ++summary_.pictures;
    summary_.pixel_bytes += pixels.size();
    return shard_name() + "/" + name;
  }

  /// Writes the last shard.
  PackSummary finish() {
    if (shard_.pictures() == 0) return summary_;
    const std::string bytes = shard_.bytes();
    write_file_atomically(folder_ / shard_name(), bytes);
    summary_.shard_bytes += bytes.size();
    ++summary_.shards;
    shard_ = PackedShardWriter();
    return summary_;
  }

 private:
  std::string shard_name() const {
    return fmt::format("pictures-{:05d}{}", summary_.shards, kShardEnding);
  }

  std::filesystem::path folder_;
  std::uint64_t most_bytes_;
  PackedShardWriter shard_;
  PackSummary summary_;
};

/// The picture as it is to be stored; its rows lie one after the other.
cv::Mat picture_to_pack(const std::filesystem::path& path, const ImageAnnotation& annotation,
                        const std::optional<ImageTransform>& resizing) {
  const cv::Mat bgr = read_image(path).bgr;
  if (bgr.cols != annotation.width || bgr.rows != annotation.height) {
    throw InputError(fmt::format("{}: the picture is {} x {} but its annotation says {} x {}",
                                 path.string(), bgr.cols, bgr.rows, annotation.width,
                                 annotation.height));
  }
  const cv::Mat resized = resizing ? resizing->resized(bgr) : bgr;
  return resized.isContinuous() ? resized : resized.clone();
}

}  // namespace

PackSummary pack_dataset(AnnotatedDataset dataset, const std::filesystem::path& output,
                         const PackOptions& options, const PackProgress& progress) {
  check_pack_options(options);
  require_new_folder(output);
  if (dataset.images.empty()) {
    throw InputError("no image to pack; check the folder and the splits");
  }
  const auto resizing = resizing_of(options);
  PendingFolder pending(output);
  const auto folder = pending.path() / kImageFolderName;
  std::filesystem::create_directory(folder);
  ShardSeries series(folder, static_cast<std::uint64_t>(options.shard_megabytes) << 20);
  std::int64_t done = 0;
  const auto total = static_cast<std::int64_t>(dataset.images.size());
  for (ImageAnnotation& image : dataset.images) {
    const auto path = dataset.image_folder / image.file_name;
    const cv::Mat bgr = picture_to_pack(path, image, resizing);
    const auto packed_before = packed_location(path);  // pictures of shards leave their old one
    const std::string name = packed_before ? packed_before->name : image.file_name;
    image = resized_annotation(std::move(image), bgr.cols, bgr.rows);
    image.file_name = series.add(name, bgr);
    if (progress) progress(++done, total);
  }
  const PackSummary summary = series.finish();
  write_annotation_file(dataset, pending.path() / kAnnotationFileName);
  pending.take_place();
  return summary;
}

}  // namespace hoi
