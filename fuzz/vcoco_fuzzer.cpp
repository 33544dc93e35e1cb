// The files of V-COCO. The first byte chooses what is read, the rest is the files, one after the
// other with '|' between them.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/json_records.h"
#include "vcoco/coco_image_collector.h"
#include "vcoco/vcoco_dataset.h"
#include "vcoco/vcoco_export_reader.h"
#include "vcoco/vcoco_labels.h"
#include "vcoco/vcoco_predictions.h"
#include "vcoco/vcoco_score.h"

namespace hoi {
namespace {

std::string part(const std::string& text, std::size_t wanted) {
  std::size_t begin = 0;
  for (std::size_t i = 0; i < wanted; ++i) {
    const std::size_t end = text.find('|', begin);
    if (end == std::string::npos) return "";
    begin = end + 1;
  }
  return text.substr(begin, text.find('|', begin) - begin);
}

/// Labels, COCO, predictions and optionally ids.
void score_parts(const std::string& text) {
  const std::string ids = part(text, 3);
  const JsonRecords coco(part(text, 1), "coco");
  VcocoGroundTruth truth = build_vcoco_ground_truth(
      parse_vcoco_labels(JsonRecords(part(text, 0), "labels")), "labels", coco,
      ids.empty() ? std::vector<std::int64_t>() : parse_vcoco_ids(ids, "ids"));
  add_vcoco_predictions(JsonRecords(part(text, 2), "predictions"), truth);
  score_vcoco(truth).json.dump();
}

/// Labels, COCO and labels of a second split.
void read_parts(const std::string& text) {
  DatasetFindings findings;
  std::vector<VcocoSplitLabels> splits(2);
  splits[0].split = "train";
  splits[0].actions = parse_vcoco_labels(JsonRecords(part(text, 0), "train"));
  splits[0].listed_ids = {1, 2};
  splits[1].split = "test";
  const std::string second = part(text, 2);
  if (!second.empty()) splits[1].actions = parse_vcoco_labels(JsonRecords(second, "test"));
  const auto split_of_image = vcoco_split_of_image(splits, findings);
  CocoImageCollector coco(split_of_image, findings);
  coco.add(JsonRecords(part(text, 1), "coco"));
  join_vcoco(splits, coco, findings);
}

void read_export(const std::string& text) {
  DatasetFindings findings;
  AnnotatedDataset dataset;
  append_vcoco_export(JsonRecords(part(text, 0), "train"), "train", findings, dataset);
}

}  // namespace
}  // namespace hoi

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  try {
    switch (data[0]) {
      case 's':
        hoi::score_parts(text);
        break;
      case 'r':
        hoi::read_parts(text);
        break;
      case 'e':
        hoi::read_export(text);
        break;
      default:
        hoi::parse_vcoco_ids(text, "ids");
    }
  } catch (const hoi::InputError&) {
    // Refusing is the right answer to most texts.
  }
  return 0;
}
