#include "evaluation/evaluation_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hoi {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const Vocabulary kWords = {{"person", "ball", "bat"}, {"kick", "throw"}, 0, true};
const TripletAveragePrecision kTriplets = {{{0.25, 0.5, 4, 7, 2}, {0, 0, 0, 3, 0}}};
const BoxAveragePrecision kBoxes = {{{0.5, 0.75, 0.25, 8, 9}, {0, 0, 0, 0, 2}, {0, 0, 0, 0, 0}}};

TEST(TripletTable, HasOneLinePerVerbAndTheMeans) {
  EXPECT_EQ(
      triplet_table(kTriplets, kWords),
      "verb      AP  max recall  annotated  predicted  right\n"
      "kick   25.00       50.00          4          7      2\n"
      "throw   0.00        0.00          0          3      0\n"
      "\n"
      "mAP_rel 25.00 % over 1 annotated verbs, 12.50 % over all 2; mean max recall 25.00 %\n");
}

TEST(TripletJson, HoldsFractions) {
  const auto report = triplet_json(kTriplets, kWords);
  EXPECT_EQ(report["mAP_rel"], 0.125);
  EXPECT_EQ(report["mAP_rel_annotated_verbs"], 0.25);
  EXPECT_EQ(report["mean_max_recall"], 0.25);
  ASSERT_EQ(report["verbs"].size(), 2U);
  EXPECT_EQ(report["verbs"][0]["verb"], "kick");
  EXPECT_EQ(report["verbs"][0]["ap"], 0.25);
  EXPECT_EQ(report["verbs"][0]["max_recall"], 0.5);
  EXPECT_EQ(report["verbs"][0]["ground_truth"], 4);
  EXPECT_EQ(report["verbs"][0]["predictions"], 7);
  EXPECT_EQ(report["verbs"][0]["true_positives"], 2);
}

TEST(DetectionTable, LeavesOutCategoriesThatNeverOccur) {
  const std::string table = detection_table(kBoxes, kWords);
  EXPECT_THAT(table, HasSubstr("person    50.00  75.00  25.00          8          9\n"));
  EXPECT_THAT(table, HasSubstr("ball          -      -      -          0          2\n"));
  EXPECT_THAT(table, Not(HasSubstr("bat")));
  EXPECT_THAT(table, HasSubstr("\nAP 50.00 %, AP50 75.00 %, AP75 25.00 %\n"));
}

TEST(DetectionJson, HoldsFractionsAndNullWithoutGroundTruth) {
  const auto report = detection_json(kBoxes, kWords);
  EXPECT_EQ(report["AP"], 0.5);
  EXPECT_EQ(report["AP50"], 0.75);
  EXPECT_EQ(report["AP75"], 0.25);
  ASSERT_EQ(report["categories"].size(), 3U);
  EXPECT_EQ(report["categories"][0]["ap50"], 0.75);
  EXPECT_TRUE(report["categories"][1]["ap"].is_null());
  EXPECT_EQ(report["categories"][1]["predictions"], 2);
}

}  // namespace
}  // namespace hoi
