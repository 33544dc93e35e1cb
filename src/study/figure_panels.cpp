#include "study/figure_panels.h"

#include <algorithm>
#include <cstddef>

#include <fmt/format.h>

#include "base/error.h"
#include "data/image_io.h"
#include "inference/predictor.h"
#include "inference/triplet_panels.h"

namespace hoi {
namespace {

void make_panel_folder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    throw InputError(
        fmt::format("{}: cannot create this folder: {}", folder.string(), error.message()));
  }
}

/// Rows of the pictures that have most to show, at most `count`; equal ones in their order.
std::vector<std::size_t> richest_pictures(const AnnotatedPictures& pictures, std::int64_t count) {
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < pictures.images.size(); ++i) {
    if (!pictures.images[i].interactions.empty()) rows.push_back(i);
  }
  std::stable_sort(rows.begin(), rows.end(), [&pictures](std::size_t a, std::size_t b) {
    return pictures.images[a].interactions.size() > pictures.images[b].interactions.size();
  });
  if (static_cast<std::int64_t>(rows.size()) > count) {
    rows.resize(static_cast<std::size_t>(std::max<std::int64_t>(count, 0)));
  }
  return rows;
}

}  // namespace

std::vector<std::filesystem::path> draw_figure_panels(const std::filesystem::path& model,
                                                      const FigurePanelOptions& options) {
  ModelPackage package = read_model_package(model);
  const auto pictures = read_picture_sources({options.data}, &package.vocabulary);
  PredictorOptions prediction;
  prediction.device = options.device;
  prediction.masks = package.config.network.segmentation.enabled;
  Predictor predictor(std::move(package), prediction);
  make_panel_folder(options.output);
  std::vector<std::filesystem::path> written;
  for (const std::size_t i : richest_pictures(pictures, options.images)) {
    const ImageAnnotation& annotation = pictures.images[i];
    const Image image = read_image(pictures.paths[i]);
    const TimedResult timed = pictures.faces_known[i]
                                  ? predictor.predict(image, annotation.file_name, annotation.faces)
                                  : predictor.predict(image, annotation.file_name);
    const auto stem = std::filesystem::path(annotation.file_name).stem().string();
    written.push_back(options.output / (stem + ".png"));
    write_image(written.back(),
                draw_triplet_panels(image.bgr, timed.result, predictor.package().vocabulary));
  }
  return written;
}

}  // namespace hoi
