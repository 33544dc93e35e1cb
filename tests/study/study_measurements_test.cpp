#include "study/study_measurements.h"

#include <gtest/gtest.h>

#include "base/sha256.h"
#include "study/written_study.h"

namespace hoi {
namespace {

using StudyMeasurements = WrittenStudy;

TEST_F(StudyMeasurements, AreThoseOfTheNetworkAsItIsNow) {
  const StudyRow row = complete_row();
  EXPECT_FALSE(current_result(request_, row, 1));
  write_network(row, 1, 0.6);
  ASSERT_TRUE(current_result(request_, row, 1));
  EXPECT_EQ(current_result(request_, row, 1)->map_rel, 0.6);
  EXPECT_FALSE(current_result(request_, row, 2));
  folder_.write("out/runs/stages-3-seed1/model.safetensors", "trained again");
  EXPECT_FALSE(current_result(request_, row, 1));
}

TEST_F(StudyMeasurements, OfOtherPicturesAreNotUsed) {
  write_network(complete_row(), 1, 0.6);
  request_.test_split = "val";
  EXPECT_FALSE(current_result(request_, complete_row(), 1));
}

TEST_F(StudyMeasurements, TimesAreThoseOfAllStages) {
  request_.tables = {StudyTable::kStages, StudyTable::kStreams};
  ASSERT_EQ(timed_rows(request_).size(), 5U);
  EXPECT_FALSE(current_speed(request_));
  for (const auto& row : timed_rows(request_)) write_network(row, 1, 0.5);
  write_speed();
  ASSERT_TRUE(current_speed(request_));
  EXPECT_EQ(current_speed(request_)->milliseconds.size(), 5U);
  folder_.write("out/runs/stages-4-seed1/model.safetensors", "trained again");
  EXPECT_FALSE(current_speed(request_));
}

}  // namespace
}  // namespace hoi
