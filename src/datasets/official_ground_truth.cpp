#include "datasets/official_ground_truth.h"

#include <utility>

#include "formats/annotation_file.h"
#include "vcoco/vcoco_folder.h"

namespace hoi {
namespace {

/// The only split of the evaluation, "" when there are several or all.
std::string single_split(const EvaluatedData& data) {
  return data.splits.size() == 1 ? data.splits.front() : std::string();
}

/// The organisers' files of V-COCO say more than pairs can: agents without objects, actions
/// without annotated object, "point".
ScoreFiles vcoco_files(const VcocoFolder& found, const std::string& split) {
  ScoreFiles files;
  for (const auto& part : found.splits) {
    if (part.split != split) continue;
    files.ground_truth = part.labels;
    files.split_ids = part.ids;
  }
  // With COCO's own two files: the test split is part of val2014, the others of train2014.
  const std::string year = split == "test" ? "val2014" : "train2014";
  for (const auto& file : found.coco) {
    const bool fits = file.filename().string().find(year) != std::string::npos;
    if (files.coco.empty() || fits) files.coco = file;
  }
  return files;
}

/// The images as one split that the layout of the metric has.
AnnotatedDataset as_test_split(const AnnotatedDataset& dataset) {
  AnnotatedDataset copy = dataset;
  for (auto& image : copy.images) image.split = "test";
  return copy;
}

ScoreFiles written_files(OfficialMetric metric, const AnnotatedDataset& dataset,
                         const std::filesystem::path& scratch, DatasetFindings& findings) {
  ScoreFiles files;
  switch (metric) {
    case OfficialMetric::kHoiw:
      write_dataset(DatasetLayout::kHoiw, dataset, scratch, findings);
      files.ground_truth = scratch / "test_2019.json";
      break;
    case OfficialMetric::kPic:
      write_dataset(DatasetLayout::kPic, dataset, scratch, findings);
      files.ground_truth = scratch;
      break;
    case OfficialMetric::kVcoco:
      write_dataset(DatasetLayout::kVcoco, dataset, scratch, findings);
      files = vcoco_files(find_vcoco_folder(scratch), "test");
      break;
    case OfficialMetric::kHico:
      write_dataset(DatasetLayout::kHicodet, dataset, scratch, findings);
      files.ground_truth = scratch;
      break;
    case OfficialMetric::kCoco:
      write_annotation_file(dataset, scratch / kAnnotationFileName);
      files.ground_truth = scratch / kAnnotationFileName;
      break;
  }
  return files;
}

}  // namespace

ScoreFiles official_ground_truth(OfficialMetric metric, const EvaluatedData& data,
                                 const std::filesystem::path& scratch, DatasetFindings& findings) {
  const std::string split = single_split(data);
  if (metric == OfficialMetric::kVcoco && data.layout == DatasetLayout::kVcoco) {
    ScoreFiles files = vcoco_files(find_vcoco_folder(data.folder), split);
    if (!files.ground_truth.empty()) return files;
  }
  const bool hicodet =
      data.layout == DatasetLayout::kHicodet || data.layout == DatasetLayout::kHicodetMat;
  if (metric == OfficialMetric::kHico && hicodet && split == "test") {
    ScoreFiles files;
    files.ground_truth = data.folder;
    return files;
  }
  return written_files(metric, as_test_split(data.dataset), scratch, findings);
}

}  // namespace hoi
