#include "training/training_checkpoint.h"

#include <filesystem>
#include <fstream>
#include <random>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include "base/error.h"
#include "support/errors.h"
#include "training/stepped_state.h"
#include "training/tiny_run.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;

class TrainingCheckpoint : public TinyRun {};

TEST_F(TrainingCheckpoint, AnInterruptedAndResumedRunGivesTheSameBits) {
  train_in("whole");
  train_in("cut", false, 4);
  EXPECT_EQ(logged_losses(folder_ / "cut").size(), 4U);
  train_in("cut", true);
  EXPECT_EQ(logged_losses(folder_ / "cut"), logged_losses(folder_ / "whole"));
}

TEST_F(TrainingCheckpoint, ACheckpointOfAnotherConfigurationIsRefused) {
  train_in("run");
  experiment_.model.network.pyramid.channels = 32;
  EXPECT_THROW(train_in("run", true), InputError);
}

TEST_F(TrainingCheckpoint, AValidationThatWasStoppedIsDoneAgain) {
  experiment_.data.validation = experiment_.data.train;
  train_in("whole");
  // Three steps make an epoch; the fifth question comes from its validation.
  train_in("cut", false, 5);
  EXPECT_EQ(logged_losses(folder_ / "cut").size(), 3U);
  EXPECT_TRUE(logged(folder_ / "cut", "validation").empty());
  EXPECT_FALSE(std::filesystem::exists(folder_ / "cut/model.safetensors"));
  train_in("cut", true);
  for (const char* key : {"loss", "validation"}) {
    EXPECT_EQ(logged(folder_ / "cut", key), logged(folder_ / "whole", key)) << key;
  }
  EXPECT_EQ(content_of(folder_ / "cut/model.safetensors"),
            content_of(folder_ / "whole/model.safetensors"));
}

/// A checkpoint of step 7 with a note, and its bytes.
class CheckpointFile : public ::testing::Test {
 protected:
  void SetUp() override {
    written_.become(7);
    written_.state().notes = {{"finished_epochs", "3"}, {"other", "words"}};
    written_.state().tensors = {{"sums", torch::arange(5)}};
    written_.write(path_);
    content_ = content_of(path_);
  }

  std::string error_for(const std::string& content) {
    folder_.write("changed", content);
    return input_error_of([&] { verify_training_checkpoint(folder_ / "changed"); });
  }

  SteppedState written_;
  const TemporaryFolder folder_;
  const std::filesystem::path path_ = folder_ / "step";
  std::string content_;
};

TEST_F(CheckpointFile, GivesBackEveryNumberNoteAndTensor) {
  SteppedState read;
  EXPECT_EQ(read.first_error_in(path_), "");
  EXPECT_EQ(read.state().step, 7);
  EXPECT_EQ(read.state().notes, written_.state().notes);
  ASSERT_EQ(read.state().tensors.size(), 1U);
  EXPECT_TRUE(torch::equal(read.state().tensors[0].second, torch::arange(5)));
}

TEST_F(CheckpointFile, SaysWhatItIs) {
  const CheckpointSummary summary = verify_training_checkpoint(path_);
  EXPECT_EQ(summary.step, 7);
  EXPECT_EQ(summary.finished_epochs, 3);
  EXPECT_EQ(summary.threads, at::get_num_threads());
}

TEST_F(CheckpointFile, IsAsLargeAsWasForetoldButForNamesAndNotes) {
  const auto foretold = training_checkpoint_bytes(written_.package(), written_.optimizer());
  EXPECT_LT(foretold, content_.size());
  EXPECT_GT(foretold + 100'000, content_.size());
}

TEST_F(CheckpointFile, IsStillAModelFile) {
  EXPECT_EQ(read_model_package(path_).vocabulary, small_vocabulary());
}

TEST_F(CheckpointFile, IsRefusedWithOneBitFlippedAnywhere) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 60; ++i) {
    std::string flipped = content_;
    // Half of the flips hit the first kilobytes, where the header is.
    const std::size_t place = random() % (i % 2 == 0 ? flipped.size() : 4000);
    flipped[place] = static_cast<char>(flipped[place] ^ (1 << (random() % 8)));
    EXPECT_THAT(error_for(flipped), HasSubstr("changed: ")) << place;
  }
  std::string flipped = content_;
  flipped.back() = static_cast<char>(flipped.back() ^ 1);
  EXPECT_THAT(error_for(flipped), HasSubstr("damaged: its checksum does not fit its content"));
}

TEST_F(CheckpointFile, IsRefusedTruncatedLongerOrWithZeroedPages) {
  std::mt19937_64 random(2);
  for (int i = 0; i < 20; ++i) error_for(content_.substr(0, random() % content_.size()));
  for (const std::size_t length : {std::size_t{0}, content_.size() - 1, content_.size() - 8}) {
    error_for(content_.substr(0, length));
  }
  error_for(content_ + '\0');
  std::string zeroed = content_;
  zeroed.replace(zeroed.size() / 2, 4096, 4096, '\0');
  EXPECT_THAT(error_for(zeroed), HasSubstr("damaged"));
}

TEST_F(CheckpointFile, ADamagedOneChangesNothing) {
  std::string zeroed = content_;
  zeroed.replace(zeroed.size() / 2, 4096, 4096, '\0');
  folder_.write("changed", zeroed);
  SteppedState kept;
  kept.become(5);
  EXPECT_THROW(kept.first_error_in(folder_ / "changed"), InputError);
  kept.write(folder_ / "kept");
  EXPECT_EQ(kept.first_error_in(folder_ / "kept"), "");
  EXPECT_EQ(kept.state().step, 5);
}

TEST_F(CheckpointFile, AFileWithoutChecksumAndAModelForUseSayWhatTheyLack) {
  const auto file = SafetensorsFile::parse(content_, "step");
  auto records = file.tensors();
  records.pop_back();
  EXPECT_THAT(error_for(encode_safetensors(records, file.metadata())),
              HasSubstr("carries no checksum"));
  write_model_package(folder_ / "model", written_.package());
  EXPECT_THAT(error_for(content_of(folder_ / "model")), HasSubstr("a checkpoint can"));
}

}  // namespace
}  // namespace hoi
