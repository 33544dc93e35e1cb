#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "datasets/dataset_layout.h"
#include "datasets/official_score.h"
#include "domain/annotation.h"

namespace hoi {

/// A data set folder and the part of it that a model was run on.
struct EvaluatedData {
  DatasetLayout layout = DatasetLayout::kHoi;
  std::filesystem::path folder;
  std::vector<std::string> splits;
  AnnotatedDataset dataset;  ///< the images of these splits, words of the model
};

/// The ground truth of `data` as files of a metric, so that a model's own evaluation and `hoi
/// score` are one path. The organisers' own files are used where they say more than an annotated
/// data set can (V-COCO and HICO-DET, one official split); else files are written below `scratch`,
/// an existing folder, and what they cannot express goes to `findings`. `predictions` stays empty.
ScoreFiles official_ground_truth(OfficialMetric metric, const EvaluatedData& data,
                                 const std::filesystem::path& scratch, DatasetFindings& findings);

}  // namespace hoi
