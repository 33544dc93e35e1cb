#include "datasets/prediction_file.h"

#include <cstdint>
#include <string>
#include <system_error>
#include <unordered_map>

#include "base/error.h"
#include "coco/coco_prediction_writer.h"
#include "hicodet/hicodet_prediction_writer.h"
#include "hoiw/hoiw_predictions.h"
#include "pic/pic_predictions.h"
#include "vcoco/vcoco_plan.h"
#include "vcoco/vcoco_prediction_writer.h"

namespace hoi {
namespace {

/// Results with the ids under which the V-COCO files of the same images know them; images that
/// those files leave out are left out here too.
void write_vcoco(const std::vector<ImageResult>& results, const Vocabulary& vocabulary,
                 const std::vector<ImageAnnotation>& images, const std::filesystem::path& target,
                 DatasetFindings& findings) {
  AnnotatedDataset dataset;
  dataset.vocabulary = vocabulary;
  dataset.images = images;
  DatasetFindings told_by_the_ground_truth;
  std::unordered_map<std::string, std::int64_t> id_of_file;
  for (const auto& planned : plan_vcoco(dataset, told_by_the_ground_truth)) {
    id_of_file[planned.image->file_name] = planned.id;
  }
  std::vector<ImageResult> known;
  std::vector<std::int64_t> ids;
  for (const auto& result : results) {
    const auto id = id_of_file.find(result.file);
    if (id == id_of_file.end()) continue;
    known.push_back(result);
    ids.push_back(id->second);
  }
  write_vcoco_predictions(known, vocabulary, ids, target, findings);
}

void check_target(const std::filesystem::path& target) {
  std::error_code error;
  if (std::filesystem::exists(target, error)) {
    throw InputError(target.string() +
                     ": exists already; choose another name, nothing is overwritten");
  }
}

}  // namespace

void write_predictions(OfficialMetric metric, const std::vector<ImageResult>& results,
                       const Vocabulary& vocabulary, const std::vector<ImageAnnotation>& images,
                       const std::filesystem::path& target, DatasetFindings& findings) {
  check_target(target);
  switch (metric) {
    case OfficialMetric::kHoiw:
      return write_hoiw_predictions(results, vocabulary, target, findings);
    case OfficialMetric::kPic:
      return write_pic_predictions(results, vocabulary, target, findings);
    case OfficialMetric::kVcoco:
      return write_vcoco(results, vocabulary, images, target, findings);
    case OfficialMetric::kHico:
      return write_hicodet_predictions(results, vocabulary, target, findings);
    case OfficialMetric::kCoco:
      return write_coco_predictions(results, vocabulary, coco_ids_of(vocabulary, images), target,
                                    findings);
  }
}

}  // namespace hoi
