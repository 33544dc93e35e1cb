#include "study/study_jobs.h"

#include <algorithm>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "study/written_study.h"
#include "support/errors.h"

namespace hoi {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;

class StudyJobsTest : public WrittenStudy {
 protected:
  std::vector<std::string> names() {
    std::vector<std::string> names;
    for (const auto& job : study_jobs(request_)) names.push_back(job.name);
    return names;
  }

  ProcessJob job_called(const std::string& name) {
    for (const auto& job : study_jobs(request_)) {
      if (job.name == name) return job;
    }
    ADD_FAILURE() << "no job " << name;
    return {};
  }
};

TEST_F(StudyJobsTest, ANetworkThatSeveralRowsAskForIsTrainedOnce) {
  request_.tables = {StudyTable::kStreams};
  request_.seeds = 1;
  EXPECT_THAT(names(), ElementsAre("training detector-seed1", "training stages-3-seed1",
                                   "measuring stages-3+score_fusion-semantic-seed1",
                                   "measuring stages-3+score_fusion-geometric-seed1",
                                   "measuring stages-3+score_fusion-visual-seed1",
                                   "measuring stages-3+score_fusion-sum-seed1",
                                   "measuring stages-3+score_fusion-product-seed1",
                                   "measuring stages-3-seed1"));
}

TEST_F(StudyJobsTest, NetworksComeAfterTheirDetectorAndResultsAfterTheirNetwork) {
  request_.tables = {StudyTable::kTrunks};
  const auto jobs = study_jobs(request_);
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    for (const auto before : jobs[i].after) EXPECT_LT(before, i) << jobs[i].name;
  }
  EXPECT_THAT(names(), Contains("training detector+small_width-48-seed2"));
}

TEST_F(StudyJobsTest, TimingComesLastAndAlone) {
  request_.tables = {StudyTable::kStages};
  const auto jobs = study_jobs(request_);
  EXPECT_EQ(jobs.back().name, "timing");
  EXPECT_TRUE(jobs.back().alone);
  EXPECT_EQ(jobs.back().after.size(), 5U);
}

TEST_F(StudyJobsTest, ADetectorIsTrainedInItsFolderAndLeavesItsConfiguration) {
  request_.tables = {StudyTable::kStreams};
  const StudyFolder folder{request_.out};
  EXPECT_THAT(job_called("training detector-seed1").command(),
              ElementsAre("train", folder.config("detector-seed1").string(), "--run",
                          folder.run("detector-seed1").string()));
  EXPECT_TRUE(std::filesystem::exists(folder.config("detector-seed1")));
}

TEST_F(StudyJobsTest, ANetworkCannotBeTrainedWithoutItsDetector) {
  request_.tables = {StudyTable::kStreams};
  const auto job = job_called("training stages-3-seed1");
  EXPECT_NE(input_error_of([&] { job.command(); }).find("detector-seed1"), std::string::npos);
}

TEST_F(StudyJobsTest, WhatIsMeasuredAlreadyIsNotMeasuredAgain) {
  request_.tables = {StudyTable::kStreams};
  const StudyRow product = study_plan(StudyTable::kStreams, StudyScale::kTiny).rows[4];
  write_network(product, 1, 0.5);
  EXPECT_TRUE(job_called("measuring stages-3+score_fusion-product-seed1").command().empty());
}

TEST_F(StudyJobsTest, ANetworkThatIsNotFinishedIsNotMeasured) {
  request_.tables = {StudyTable::kStreams};
  folder_.write("out/runs/stages-3-seed1/model.safetensors", "weights");
  const auto job = job_called("measuring stages-3-seed1");
  EXPECT_NE(input_error_of([&] { job.command(); }).find("stopped"), std::string::npos);
}

TEST_F(StudyJobsTest, TheCompleteNetworkCanBeAskedForAlone) {
  request_.complete = true;
  EXPECT_THAT(names(), ElementsAre("training detector-seed1", "training stages-3-seed1"));
}

}  // namespace
}  // namespace hoi
