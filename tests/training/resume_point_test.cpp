#include "training/resume_point.h"

#include <algorithm>
#include <filesystem>
#include <string>

#include <ATen/Parallel.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.h"
#include "base/temporary_name.h"
#include "config/toml_options.h"
#include "support/errors.h"
#include "support/temporary_folder.h"
#include "training/stepped_state.h"

namespace hoi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// A run folder with checkpoints of steps 10 and 20 and a metrics line for each of 30 steps.
class ResumePointTest : public ::testing::Test {
 protected:
  void SetUp() override {
    write_file_atomically(run_.config(), to_toml(experiment_));
    for (const int64_t step : {10, 20}) write_checkpoint(step);
    std::string lines;
    for (int step = 1; step <= 30; ++step) {
      lines += "{\"step\":" + std::to_string(step) + "}\n";
    }
    write_file_atomically(run_.metrics(), lines);
  }

  void write_checkpoint(int64_t step) {
    state_.become(step);
    state_.write(run_.checkpoint(step));
  }

  void damage(int64_t step) {
    std::string content = content_of(run_.checkpoint(step));
    content[content.size() / 2] = static_cast<char>(content[content.size() / 2] ^ 1);
    write_file_atomically(run_.checkpoint(step), content);
  }

  std::ptrdiff_t logged_steps() const {
    const std::string content = content_of(run_.metrics());
    return std::count(content.begin(), content.end(), '\n');
  }

  const TemporaryFolder folder_;
  const RunDirectory run_ = RunDirectory::create(folder_ / "run");
  ExperimentOptions experiment_;
  SteppedState state_;
};

TEST_F(ResumePointTest, IsTheNewestCheckpointAndTheLogEndsThere) {
  const ResumePoint point = prepare_resume(run_, experiment_);
  EXPECT_EQ(point.checkpoint, run_.checkpoint(20));
  EXPECT_THAT(point.notices, IsEmpty());
  EXPECT_EQ(logged_steps(), 20);
}

TEST_F(ResumePointTest, IsThePreviousCheckpointWhenTheNewestIsDamagedWhichIsSetAside) {
  damage(20);
  const ResumePoint point = prepare_resume(run_, experiment_);
  EXPECT_EQ(point.checkpoint, run_.checkpoint(10));
  EXPECT_EQ(logged_steps(), 10);
  ASSERT_EQ(point.notices.size(), 1U);
  EXPECT_THAT(point.notices[0], HasSubstr("step-00000020.safetensors: damaged: its checksum"));
  EXPECT_THAT(point.notices[0], HasSubstr("renamed to step-00000020.safetensors.damaged"));
  EXPECT_THAT(run_.checkpoints(), ElementsAre(run_.checkpoint(10)));
  EXPECT_TRUE(std::filesystem::exists(run_.checkpoint(20).string() + ".damaged"));
}

TEST_F(ResumePointTest, DoesNotExistWhenAllCheckpointsAreDamagedAndNothingIsTouched) {
  damage(20);
  damage(10);
  const std::string text = input_error_of([&] { prepare_resume(run_, experiment_); });
  EXPECT_THAT(text, HasSubstr("step-00000020.safetensors: damaged"));
  EXPECT_THAT(text, HasSubstr("no older checkpoint is whole"));
  EXPECT_THAT(run_.checkpoints(), ElementsAre(run_.checkpoint(20), run_.checkpoint(10)));
  EXPECT_EQ(logged_steps(), 30);
}

TEST_F(ResumePointTest, IsTheBeginningOfARunThatEndedBeforeItsFirstCheckpoint) {
  for (const int64_t step : {10, 20}) std::filesystem::remove(run_.checkpoint(step));
  const ResumePoint point = prepare_resume(run_, experiment_);
  EXPECT_FALSE(point.checkpoint);
  EXPECT_THAT(point.notices, ElementsAre(HasSubstr("beginning again at step 0")));
  EXPECT_EQ(logged_steps(), 0);
}

TEST_F(ResumePointTest, LeavesNoLeftoverOfAKilledWrite) {
  const auto leftover = temporary_name(run_.checkpoint(30));
  write_file_atomically(leftover, "half");
  prepare_resume(run_, experiment_);
  EXPECT_FALSE(std::filesystem::exists(leftover));
}

TEST_F(ResumePointTest, SaysThatAnotherNumberOfThreadsMayChangeBits) {
  const int before = at::get_num_threads();
  at::set_num_threads(before + 1);
  const ResumePoint point = prepare_resume(run_, experiment_);
  at::set_num_threads(before);
  EXPECT_THAT(point.notices,
              ElementsAre(HasSubstr("set OMP_NUM_THREADS=" + std::to_string(before) + " for")));
}

TEST_F(ResumePointTest, SaysWhichSettingChanged) {
  experiment_.seed = 9;
  EXPECT_THAT(prepare_resume(run_, experiment_).notices,
              ElementsAre(HasSubstr("now 'seed = 9' instead of 'seed = 1'")));
}

TEST_F(ResumePointTest, SaysThatThePrecisionChanged) {
  experiment_.training.precision = Precision::kBfloat16;
  EXPECT_THAT(prepare_resume(run_, experiment_).notices,
              ElementsAre(HasSubstr("now 'precision = \"bfloat16\"' instead of 'precision = "
                                    "\"float32\"'")));
}

TEST_F(ResumePointTest, AKeyThatIsYoungerThanTheRunIsNoChangedSetting) {
  experiment_.data.train = {{"data", DatasetLayout::kHoi, {"train"}, ""}};
  std::string text = to_toml(experiment_);
  const std::string line = "precision = \"float32\"\n";
  ASSERT_NE(text.find(line), std::string::npos);
  write_file_atomically(run_.config(), text.erase(text.find(line), line.size()));
  EXPECT_THAT(prepare_resume(run_, experiment_).notices, IsEmpty());
}

TEST_F(ResumePointTest, AValidationThatIsToBeDoneAgainLeavesTheLog) {
  state_.become(30);
  state_.state().notes = {{"finished_epochs", "2"}};
  state_.write(run_.checkpoint(30));
  write_file_atomically(run_.metrics(),
                        "{\"step\":20,\"epoch\":2,\"validation\":{}}\n{\"step\":30}\n"
                        "{\"step\":30,\"epoch\":3,\"validation\":{}}\n");
  EXPECT_EQ(prepare_resume(run_, experiment_).checkpoint, run_.checkpoint(30));
  EXPECT_EQ(logged_steps(), 2);
}

}  // namespace
}  // namespace hoi
