#include "study/figure_panels.h"

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
  for (std::size_t i = 0; i < pictures.images.size(); ++i) {
    if (static_cast<std::int64_t>(written.size()) == options.images) break;
    const ImageAnnotation& annotation = pictures.images[i];
    if (annotation.interactions.empty()) continue;
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
