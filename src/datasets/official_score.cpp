#include "datasets/official_score.h"

#include <stdexcept>

#include "base/error.h"
#include "coco/coco_score.h"
#include "hicodet/hicodet_score.h"
#include "hoiw/hoiw_score.h"
#include "pic/pic_score.h"
#include "vcoco/vcoco_score.h"

namespace hoi {

const Choices<OfficialMetric>& official_metrics() {
  static const Choices<OfficialMetric> metrics = {{"hoiw", OfficialMetric::kHoiw},
                                                  {"pic", OfficialMetric::kPic},
                                                  {"vcoco", OfficialMetric::kVcoco},
                                                  {"hico", OfficialMetric::kHico},
                                                  {"coco", OfficialMetric::kCoco}};
  return metrics;
}

ScoreReport score_files(OfficialMetric metric, const ScoreFiles& files,
                        const ReadProgress& progress) {
  switch (metric) {
    case OfficialMetric::kHoiw:
      return score_hoiw(files.ground_truth, files.predictions, progress);
    case OfficialMetric::kPic:
      return score_pic(files.ground_truth, files.predictions, progress);
    case OfficialMetric::kVcoco:
      if (files.coco.empty() || files.split_ids.empty()) {
        throw InputError(
            "score: V-COCO needs --coco (its COCO instances file) and --split (a .ids file)");
      }
      return score_vcoco({files.ground_truth, files.coco, files.split_ids, files.predictions},
                         progress);
    case OfficialMetric::kHico:
      return score_hicodet(files.ground_truth, files.predictions, progress);
    case OfficialMetric::kCoco:
      return score_coco(files.ground_truth, files.predictions, progress);
  }
  throw std::logic_error("score_files: unknown metric");
}

}  // namespace hoi
