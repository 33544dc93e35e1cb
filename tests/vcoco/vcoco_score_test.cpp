#include "vcoco/vcoco_score.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "support/errors.h"
#include "support/temporary_folder.h"
#include "vcoco/small_vcoco.h"

namespace hoi {
namespace {

using nlohmann::json;

/// The small files on a disk, and their score.
class VcocoScore : public ::testing::Test {
 protected:
  ScoreReport score(const json& predictions, bool with_ids = true) {
    VcocoScoreFiles files;
    files.vcoco = folder_.write("labels.json", small_labels().dump());
    files.coco = folder_.write("coco.json", small_coco().dump());
    if (with_ids) files.split_ids = folder_.write("split.ids", "1\n2\n");
    files.predictions = folder_.write("predictions.json", predictions.dump());
    return score_vcoco(files, {});
  }

  static bool has_notice(const ScoreReport& report, const std::string& text) {
    return std::any_of(report.notices.begin(), report.notices.end(),
                       [&](const auto& notice) { return notice.find(text) != std::string::npos; });
  }

  TemporaryFolder folder_;
};

json perfect_predictions() {
  return {small_prediction(1, {10, 10, 29, 49}, {30, 40, 39, 49}, 0.5),
          small_prediction(2, {5, 5, 24, 34}, {20, 20, 31, 27}, 0.25)};
}

TEST_F(VcocoScore, CountsRightAndWrongPerClass) {
  const ScoreReport report = score(perfect_predictions());
  const json& classes = report.json["classes"];
  ASSERT_EQ(classes.size(), 6U) << "five roles and smile";
  EXPECT_EQ(classes[0]["action"], "kick");
  EXPECT_EQ(classes[0]["role"], "obj");
  EXPECT_EQ(classes[0]["AP_s1"], 1.0);
  EXPECT_EQ(classes[0]["positives"], 1);
  EXPECT_EQ(classes[0]["predictions"], 2);
  EXPECT_EQ(classes[1]["role"], "instr");
  EXPECT_EQ(classes[1]["AP_s1"], 0.0) << "an instrument was said where there is none";
  EXPECT_EQ(classes[1]["AP_s2"], 1.0);
  EXPECT_EQ(classes[3]["action"], "smile");
  EXPECT_TRUE(classes[3]["role"].is_null());
  EXPECT_TRUE(classes[3]["AP_s1"].is_null());
  EXPECT_EQ(classes[4]["AP_s1"], 0.5) << "carry: the wrong prediction comes first";
  EXPECT_DOUBLE_EQ(report.json["AP_role_s1"], (1 + 0 + 1 + 0.5 + 0.5) / 5);
  EXPECT_DOUBLE_EQ(report.json["AP_role_s2"], (1 + 1 + 1 + 0.5 + 0.5) / 5);
  EXPECT_DOUBLE_EQ(report.json["AP_role_s1_no_point"], (1 + 0 + 1 + 0.5) / 4);
  EXPECT_DOUBLE_EQ(report.json["AP_role_s2_no_point"], (1 + 1 + 1 + 0.5) / 4);
  EXPECT_DOUBLE_EQ(report.json["AP_agent"], (1 + 1 + 1 + 0.5 + 0.5) / 5);
  EXPECT_TRUE(report.notices.empty());
}

TEST_F(VcocoScore, ShowsBothScenariosWithAndWithoutPoint) {
  const std::string table = score(perfect_predictions()).table;
  EXPECT_NE(table.find("kick-obj"), std::string::npos) << table;
  EXPECT_NE(table.find("smile"), std::string::npos);
  EXPECT_NE(table.find("AP_agent 80.00 %, AP_role 60.00 % in scenario 1 and 80.00 % in scenario 2; "
                       "without \"point\", as most papers report it, 62.50 % and 87.50 %"),
            std::string::npos)
      << table;
}

TEST_F(VcocoScore, ClassesWithoutPredictionsAreZeroAndSaySo) {
  const ScoreReport report = score(json::array());
  EXPECT_EQ(report.json["AP_agent"], 0.0);
  EXPECT_EQ(report.json["AP_role_s2"], 0.0);
  EXPECT_EQ(report.notices.size(), 10U) << "five agents and five roles";
  EXPECT_TRUE(has_notice(report, "kick-obj: no prediction counts"));
}

TEST_F(VcocoScore, ClassesWithoutPositivesHaveNoValueAndSaySo) {
  VcocoScoreFiles files;
  json labels = small_labels();
  labels[0]["label"] = {0, 0};
  files.vcoco = folder_.write("labels.json", labels.dump());
  files.coco = folder_.write("coco.json", small_coco().dump());
  files.predictions = folder_.write("predictions.json", perfect_predictions().dump());
  const ScoreReport report = score_vcoco(files, {});
  EXPECT_TRUE(report.json["classes"][0]["AP_s1"].is_null());
  EXPECT_DOUBLE_EQ(report.json["AP_role_s1"], (0 + 1 + 0.5 + 0.5) / 4);
  EXPECT_DOUBLE_EQ(report.json["AP_agent"], (1 + 1 + 0.5 + 0.5) / 5) << "divided by all actions";
  EXPECT_TRUE(has_notice(report, "agent of kick: nobody does it"));
  EXPECT_NE(report.table.find("-"), std::string::npos);
}

TEST_F(VcocoScore, TheSplitDecidesWhichImagesCount) {
  VcocoScoreFiles files;
  files.vcoco = folder_.write("labels.json", small_labels().dump());
  files.coco = folder_.write("coco.json", small_coco().dump());
  files.split_ids = folder_.write("split.ids", "1\n");
  files.predictions = folder_.write("predictions.json", perfect_predictions().dump());
  const ScoreReport report = score_vcoco(files, {});
  EXPECT_TRUE(has_notice(report, "1 of 2 predictions are for images outside of the split"));
  EXPECT_TRUE(has_notice(report, "1 labelled images are not in the split"));
  EXPECT_TRUE(report.json["classes"][4]["AP_s1"].is_null()) << "carry is in image 2";
}

TEST_F(VcocoScore, WithoutAListAllLabelledImagesCount) {
  EXPECT_EQ(score(perfect_predictions(), false).json, score(perfect_predictions(), true).json);
}

TEST_F(VcocoScore, AsksForTheCocoFile) {
  EXPECT_NE(input_error_of([] { score_vcoco(VcocoScoreFiles{}, {}); }).find("--coco"),
            std::string::npos);
}

}  // namespace
}  // namespace hoi
