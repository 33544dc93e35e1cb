#include "coco/coco_predictions.h"

#include "base/error.h"
#include "coco/coco_record.h"

namespace hoi {
namespace {

CocoPrediction read_prediction(const CocoRecord& record, std::size_t position) {
  CocoPrediction prediction;
  prediction.position = position;
  prediction.image_id = record.integer("image_id");
  prediction.category_id = record.integer("category_id");
  prediction.score = record.number("score");
  const auto box = record.box("bbox");
  if (record.find("segmentation") != nullptr) {
    prediction.region.mask = record.run_lengths("segmentation", 0, 0);
  } else if (!box) {
    record.fail("has neither 'bbox' nor 'segmentation'");
  }
  if (box) {
    prediction.region.box = *box;
  } else {
    const Box tight = mask_box(prediction.region.mask);
    prediction.region.box = {tight.x1, tight.y1, tight.width(), tight.height()};
  }
  return prediction;
}

}  // namespace

std::vector<CocoPrediction> read_coco_predictions(const JsonRecords& records) {
  if (!records.is_list()) {
    throw InputError(records.name() +
                     ": must be a COCO results file, a list of {\"image_id\", \"category_id\", "
                     "\"bbox\", \"score\"}");
  }
  std::vector<CocoPrediction> predictions;
  records.each([&](const nlohmann::json& value, std::size_t position) {
    predictions.push_back(
        read_prediction(CocoRecord(value, records.name(), "results", position), position));
  });
  return predictions;
}

}  // namespace hoi
