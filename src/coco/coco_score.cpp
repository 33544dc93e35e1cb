#include "coco/coco_score.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text_table.h"
#include "coco/coco_ground_truth.h"
#include "coco/coco_predictions.h"
#include "evaluation/evaluation_report.h"
#include "evaluation/region_average_precision.h"

namespace hoi {
namespace {

using PredictionsOfImages = std::vector<std::vector<PredictedRegion>>;

/// What is told beside the numbers.
struct CocoCounts {
  std::int64_t unknown_images = 0, unknown_categories = 0;  ///< results that were left out
  std::int64_t an_unknown_image = 0, an_unknown_category = 0;
  std::int64_t annotations_without_mask = 0, results_without_mask = 0;
};

bool has_mask(const Region& region) { return region.mask.width > 0; }

void check_mask_size(const CocoPrediction& prediction, const CocoImage& image,
                     const std::string& file) {
  const RunLengthMask& mask = prediction.region.mask;
  if (!has_mask(prediction.region)) return;
  if (mask.width == image.width && mask.height == image.height) return;
  throw InputError(fmt::format(
      "{}: results[{}]: 'segmentation' is a mask of {} x {} pixels, image {} has {} x {}", file,
      prediction.position, mask.width, mask.height, image.id, image.width, image.height));
}

/// The results of each image in the order of the file.
PredictionsOfImages by_image(std::vector<CocoPrediction> predictions, const std::string& file,
                             const CocoGroundTruth& truth, CocoCounts& counts) {
  PredictionsOfImages results(truth.images.size());
  for (CocoPrediction& prediction : predictions) {
    const auto image = truth.image_of_id.find(prediction.image_id);
    const auto category = truth.category_of_id.find(prediction.category_id);
    if (image == truth.image_of_id.end()) {
      if (counts.unknown_images++ == 0) counts.an_unknown_image = prediction.image_id;
    } else if (category == truth.category_of_id.end()) {
      if (counts.unknown_categories++ == 0) counts.an_unknown_category = prediction.category_id;
    } else {
      check_mask_size(prediction, truth.images[image->second], file);
      results[image->second].push_back(
          {category->second, std::move(prediction.region), prediction.score});
    }
  }
  return results;
}

/// Drops the regions without a mask and returns how many they were.
template <class ScoredRegion>
std::int64_t drop_without_mask(std::vector<ScoredRegion>& regions) {
  const auto end = std::stable_partition(
      regions.begin(), regions.end(), [](const auto& region) { return has_mask(region.region); });
  const auto dropped = regions.end() - end;
  regions.erase(end, regions.end());
  return dropped;
}

std::vector<std::string> notices_about(const CocoGroundTruth& truth, const CocoCounts& counts) {
  std::vector<std::string> notices;
  const auto add = [&](std::int64_t count, const std::string& text) {
    if (count > 0) notices.push_back(fmt::format("{} {}", count, text));
  };
  add(truth.unknown_images, "annotations are ignored because their image is not listed");
  add(truth.unknown_categories, "annotations are ignored because their category is not listed");
  add(truth.missing_areas,
      "annotations have no 'area': that of their mask, or else of their box, decides whether they "
      "are small, medium or large");
  add(counts.unknown_images,
      fmt::format("results are ignored because no annotated image has their id, the first is {}",
                  counts.an_unknown_image));
  add(counts.unknown_categories,
      fmt::format("results are ignored because no category has their id, the first is {}",
                  counts.an_unknown_category));
  add(counts.annotations_without_mask,
      "annotations have no mask and take no part in the masks' precision");
  add(counts.results_without_mask, "results have no mask and take no part in the masks' precision");
  return notices;
}

nlohmann::json json_of(const RegionAveragePrecision& evaluation, const Vocabulary& words) {
  nlohmann::json json = {{"categories", detection_json(evaluation, words)["categories"]}};
  for (const SummaryNumber& number : coco_summary(evaluation)) {
    json[number.name] = number.value ? nlohmann::json(*number.value) : nlohmann::json();
  }
  return json;
}

std::string summary_table(const RegionAveragePrecision& boxes,
                          const std::optional<RegionAveragePrecision>& masks) {
  const auto shown_percent = [](const std::optional<double>& value) {
    return value ? fmt::format("{:.2f}", 100 * *value) : std::string("-");
  };
  TextTable table(masks ? std::vector<std::string>{"%", "boxes", "masks"}
                        : std::vector<std::string>{"%", "boxes"});
  const auto of_boxes = coco_summary(boxes);
  const auto of_masks = coco_summary(masks.value_or(RegionAveragePrecision{}));
  for (std::size_t i = 0; i < of_boxes.size(); ++i) {
    std::vector<std::string> row = {fmt::format("{:<5}  {}", of_boxes[i].name, of_boxes[i].meaning),
                                    shown_percent(of_boxes[i].value)};
    if (masks) row.push_back(shown_percent(of_masks[i].value));
    table.add_row(std::move(row));
  }
  return table.text();
}

bool any_has_mask(const std::vector<CocoPrediction>& predictions) {
  return std::any_of(predictions.begin(), predictions.end(),
                     [](const CocoPrediction& prediction) { return has_mask(prediction.region); });
}

/// file: of the predictions, for messages.
ScoreReport report_of(CocoGroundTruth truth, std::vector<CocoPrediction> predictions,
                      const std::string& file) {
  const bool with_masks = any_has_mask(predictions);
  CocoCounts counts;
  auto predicted = by_image(std::move(predictions), file, truth, counts);
  const int num_categories = static_cast<int>(truth.categories.size());
  RegionEvaluation boxes(RegionKind::kBox, num_categories);
  RegionEvaluation masks(RegionKind::kMask, num_categories);
  for (std::size_t i = 0; i < truth.images.size(); ++i) {
    auto& regions = truth.images[i].regions;
    boxes.add_image(regions, predicted[i]);
    if (!with_masks) continue;
    counts.annotations_without_mask += drop_without_mask(regions);
    counts.results_without_mask += drop_without_mask(predicted[i]);
    masks.add_image(regions, predicted[i]);
  }
  const Vocabulary words = {truth.categories, {}, 0, true};
  const RegionAveragePrecision of_boxes = boxes.result();
  std::optional<RegionAveragePrecision> of_masks;
  if (with_masks) of_masks = masks.result();
  ScoreReport report;
  report.json = {{"box", json_of(of_boxes, words)},
                 {"mask", of_masks ? json_of(*of_masks, words) : nlohmann::json()}};
  report.table = "boxes\n" + detection_table(of_boxes, words) + "\n";
  if (of_masks) report.table += "masks\n" + detection_table(*of_masks, words) + "\n";
  report.table += summary_table(of_boxes, of_masks);
  report.notices = notices_about(truth, counts);
  return report;
}

}  // namespace

ScoreReport score_coco_records(const JsonRecords& ground_truth, const JsonRecords& predictions) {
  auto entries = read_coco_predictions(predictions);
  auto truth = read_coco_ground_truth(ground_truth, any_has_mask(entries));
  return report_of(std::move(truth), std::move(entries), predictions.name());
}

ScoreReport score_coco(const std::filesystem::path& ground_truth_file,
                       const std::filesystem::path& predictions_file,
                       const ReadProgress& progress) {
  // One text at a time is in memory.
  auto entries = read_coco_predictions(JsonRecords::read(predictions_file, progress));
  auto truth =
      read_coco_ground_truth(JsonRecords::read(ground_truth_file, progress), any_has_mask(entries));
  return report_of(std::move(truth), std::move(entries), predictions_file.string());
}

}  // namespace hoi
