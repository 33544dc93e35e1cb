#include "datasets/official_score.h"

#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;

TEST(ScoreFiles, HandsTheFilesToTheMetric) {
  const TemporaryFolder folder;
  ScoreFiles files;
  files.ground_truth = folder.write("gt.json", R"([{"file_name": "a.png",
      "annotations": [{"bbox": [0, 0, 10, 10], "category_id": "1"},
                      {"bbox": [5, 5, 9, 9], "category_id": "2"}],
      "hoi_annotation": [{"subject_id": 0, "object_id": 1, "category_id": 7}]}])");
  files.predictions = folder.write("pred.json", R"([{"file_name": "a.png",
      "predictions": [{"bbox": [0, 0, 10, 10], "category_id": "1", "score": 1},
                      {"bbox": [5, 5, 9, 9], "category_id": "2", "score": 1}],
      "hoi_prediction": [{"subject_id": 0, "object_id": 1, "category_id": 7, "score": 0.5}]}])");
  const ScoreReport report = score_files(OfficialMetric::kHoiw, files, {});
  EXPECT_DOUBLE_EQ(report.json.at("mAP_rel").get<double>(), 0.1);  // one verb of ten, found
}

TEST(ScoreFiles, NamesTheMissingFile) {
  const TemporaryFolder folder;
  for (const auto& [name, metric] : official_metrics()) {
    ScoreFiles files;
    files.ground_truth = folder / "gt";
    files.predictions = folder / "pred";
    files.coco = folder / "coco";
    files.split_ids = folder / "ids";
    const auto metric_of_name = metric;
    EXPECT_THAT(input_error_of([&] { score_files(metric_of_name, files, {}); }),
                HasSubstr(folder.path().string()))
        << name;
  }
}

TEST(ScoreFiles, AsksForTheTwoFurtherFilesOfVcoco) {
  EXPECT_THAT(input_error_of([] {
                score_files(OfficialMetric::kVcoco, {"gt", "pred", "", ""}, {});
              }),
              HasSubstr("--coco"));
}

}  // namespace
}  // namespace hoi
