#include "vcoco/vcoco_reader.h"

#include <vector>

#include "vcoco/coco_image_collector.h"
#include "vcoco/vcoco_dataset.h"
#include "vcoco/vcoco_folder.h"
#include "vcoco/vcoco_labels.h"

namespace hoi {

AnnotatedDataset read_vcoco(const std::filesystem::path& folder, const DatasetReading& reading) {
  const VcocoFolder files = find_vcoco_folder(folder);
  std::vector<VcocoSplitLabels> splits;
  for (const VcocoSplitFiles& split : files.splits) {
    VcocoSplitLabels& labels = splits.emplace_back();
    labels.split = split.split;
    labels.file = split.labels.string();
    labels.actions = parse_vcoco_labels(JsonRecords::read(split.labels, reading.progress));
    if (!split.ids.empty()) labels.listed_ids = read_vcoco_ids(split.ids);
  }
  const auto split_of_image = vcoco_split_of_image(splits, reading.findings);
  CocoImageCollector coco(split_of_image, reading.findings);
  for (const auto& file : files.coco) coco.add(JsonRecords::read(file, reading.progress));
  AnnotatedDataset dataset = join_vcoco(splits, coco, reading.findings);
  dataset.image_folder = files.image_folder;
  return dataset;
}

}  // namespace hoi
