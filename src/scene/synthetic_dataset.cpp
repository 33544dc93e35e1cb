#include "scene/synthetic_dataset.h"

#include <algorithm>
#include <string>
#include <system_error>

#include <opencv2/core/utility.hpp>
#include <opencv2/imgcodecs.hpp>

#include "base/error.h"
#include "formats/annotation_file.h"
#include "scene/scene_generator.h"

namespace hoi {

namespace {

constexpr int kImagesPerStep = 64;  // between two calls of progress; drawn in parallel
constexpr int kJpegQuality = 95;

void check_dataset_options(const SyntheticDatasetOptions& options) {
  if (options.images < 1) {
    throw InputError("synthetic data set: " + std::to_string(options.images) +
                     " images; expected at least 1");
  }
  if (options.val_fraction < 0 || options.test_fraction < 0 ||
      options.val_fraction + options.test_fraction >= 1) {
    throw InputError("synthetic data set: fractions " + std::to_string(options.val_fraction) +
                     " (val) and " + std::to_string(options.test_fraction) +
                     " (test); expected at least 0 each and less than 1 together");
  }
}

void prepare_folder(const std::filesystem::path& folder) {
  if (std::filesystem::exists(folder / kAnnotationFileName)) {
    throw InputError((folder / kAnnotationFileName).string() +
                     ": exists already; name a new folder or remove it first");
  }
  std::error_code error;
  std::filesystem::create_directories(folder / kImageFolderName, error);
  if (error) {
    throw InputError((folder / kImageFolderName).string() + ": cannot be created (" +
                     error.message() + "); name a folder that can be written");
  }
}

std::string file_name_of(int index) {
  const std::string number = std::to_string(index + 1);
  return std::string(number.size() < 6 ? 6 - number.size() : 0, '0') + number + ".jpg";
}

std::string split_of(int index, const SyntheticDatasetOptions& options) {
  const auto images = static_cast<double>(options.images);
  const double test = static_cast<double>(cvRound(images * options.test_fraction));
  const double val = static_cast<double>(cvRound(images * options.val_fraction));
  if (index >= images - test) return "test";
  return index >= images - test - val ? "val" : "train";
}

ImageAnnotation write_scene(const std::filesystem::path& images,
                            const SyntheticDatasetOptions& options, int index) {
  SyntheticScene scene = generate_scene(options.scene, options.seed, index);
  scene.annotation.file_name = file_name_of(index);
  scene.annotation.split = split_of(index, options);
  // No need for a sync per picture: the annotation file comes last, and without it there is no set.
  const std::filesystem::path file = images / scene.annotation.file_name;
  if (!cv::imwrite(file.string(), scene.image, {cv::IMWRITE_JPEG_QUALITY, kJpegQuality})) {
    throw InputError(file.string() + ": cannot be written; is the disk full?");
  }
  return scene.annotation;
}

}  // namespace

void write_synthetic_dataset(const std::filesystem::path& folder,
                             const SyntheticDatasetOptions& options,
                             const std::function<void(int done)>& progress) {
  check_dataset_options(options);
  generate_scene(options.scene, options.seed, 0);  // refuses bad options before a folder is made
  prepare_folder(folder);
  AnnotatedDataset dataset;
  dataset.vocabulary = scene_vocabulary();
  dataset.image_folder = folder / kImageFolderName;
  dataset.images.resize(static_cast<std::size_t>(options.images));
  for (int first = 0; first < options.images; first += kImagesPerStep) {
    const int end = std::min(first + kImagesPerStep, options.images);
    cv::parallel_for_(cv::Range(first, end), [&](const cv::Range& range) {
      for (int index = range.start; index < range.end; ++index) {
        dataset.images[static_cast<std::size_t>(index)] =
            write_scene(dataset.image_folder, options, index);
      }
    });
    if (progress) progress(end);
  }
  std::int64_t id = 0;  // unique in the whole file
  for (auto& image : dataset.images) {
    for (auto& instance : image.instances) instance.id = ++id;
  }
  write_annotation_file(dataset, folder / kAnnotationFileName);
}

}  // namespace hoi
