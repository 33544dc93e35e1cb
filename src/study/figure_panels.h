#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "data/picture_sources.h"

namespace hoi {

struct FigurePanelOptions {
  DataSourceOptions data;        ///< where the pictures come from
  std::int64_t images = 5;       ///< those with the most annotated interactions
  std::filesystem::path output;  ///< folder of the PNG files, made if it is missing
  std::string device = "auto";
};

/// Figures 4 to 6: one strip of panels for each picture (inference/triplet_panels.h), with masks
/// where the model has mask heads. Returns the written files. Throws InputError when the model or
/// the data is wrong.
std::vector<std::filesystem::path> draw_figure_panels(const std::filesystem::path& model,
                                                      const FigurePanelOptions& options);

}  // namespace hoi
