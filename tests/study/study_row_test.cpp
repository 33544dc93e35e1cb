#include "study/study_row.h"

#include <gtest/gtest.h>

namespace hoi {
namespace {

StudyRow row_with(std::vector<std::string> trunk, std::vector<std::string> changes,
                  std::vector<std::string> scoring) {
  StudyRow row;
  row.trunk = std::move(trunk);
  row.changes = std::move(changes);
  row.scoring = std::move(scoring);
  return row;
}

TEST(StudyRow, NamesOfNetworksFollowFromTheirChanges) {
  EXPECT_EQ(
      network_name(row_with({}, {"network.stages=1", "network.relation.use_ranking=false"}, {})),
      "stages-1+no-ranking");
  EXPECT_EQ(network_name(row_with({"network.backbone.small_width=48"}, {"network.stages=3"}, {})),
            "stages-3+small_width-48");
  EXPECT_EQ(network_name(row_with({}, {"network.segmentation.enabled=true"}, {})), "segmentation");
  EXPECT_EQ(network_name(row_with({}, {}, {})), "complete");
}

TEST(StudyRow, LabelScoringAndPaperDoNotMakeAnotherNetwork) {
  StudyRow one = row_with({}, {"network.stages=3"}, {});
  StudyRow other = row_with({}, {"network.stages=3"}, {"network.score_fusion=sum"});
  other.label = "another";
  other.paper.map_rel = 5;
  EXPECT_EQ(network_name(one), network_name(other));
  EXPECT_EQ(result_name(one), "stages-3");
  EXPECT_EQ(result_name(other), "stages-3+score_fusion-sum");
}

TEST(StudyRow, ADetectorDependsOnTheTrunkOnly) {
  EXPECT_EQ(detector_name(row_with({}, {"network.stages=1"}, {})), "detector");
  EXPECT_EQ(detector_name(row_with({"network.backbone.kind=resnet101"}, {}, {})),
            "detector+kind-resnet101");
}

TEST(StudyRow, NamesAreFileNames) {
  EXPECT_EQ(network_name(row_with({}, {"a.b=../x y"}, {})), "b-.._x_y");
  EXPECT_EQ(seeded_name("stages-3", 2), "stages-3-seed2");
}

TEST(StudyRow, ThePaperIsJudgedByMapRelElseByMeanRecall) {
  PaperValues paper;
  EXPECT_FALSE(paper.headline());
  paper.mean_recall = 36.6;
  EXPECT_EQ(paper.headline(), 36.6);
  paper.map_rel = 43.7;
  EXPECT_EQ(paper.headline(), 43.7);
}

}  // namespace
}  // namespace hoi
