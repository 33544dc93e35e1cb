#include "training/data_fingerprint.h"

#include <fstream>

#include <gtest/gtest.h>

#include "training/tiny_run.h"

namespace hoi {
namespace {

class DataFingerprint : public TinyRun {
 protected:
  AnnotatedPictures pictures() const { return read_picture_sources(experiment_.data.train); }

  std::string fingerprint_of(AnnotatedPictures changed) const {
    return data_fingerprint({std::move(changed), experiment_.model.input});
  }

  const std::string same_ = fingerprint_of_folder();

 private:
  std::string fingerprint_of_folder() {
    write_bar_and_disc_dataset(folder_ / "data");
    experiment_.data.train = {{(folder_ / "data").string(), DatasetLayout::kHoi, {"train"}, ""}};
    return fingerprint_of(pictures());
  }
};

TEST_F(DataFingerprint, IsThatOfTheContentWhereverItLies) {
  EXPECT_EQ(same_.size(), 16U);
  std::filesystem::rename(folder_ / "data", folder_ / "moved");
  experiment_.data.train[0].root = (folder_ / "moved").string();
  EXPECT_EQ(fingerprint_of(pictures()), same_);
}

TEST_F(DataFingerprint, ChangesWithEverythingThatIsTaught) {
  using Change = std::function<void(AnnotatedPictures&)>;
  const std::vector<Change> changes = {
      [](auto& data) { data.vocabulary.verbs[0] = "push"; },
      [](auto& data) { std::swap(data.images[0], data.images[1]); },
      [](auto& data) { data.images[0].file_name = "other.png"; },
      [](auto& data) { data.images[0].boxes_exhaustive = false; },
      [](auto& data) { data.images[0].interactions_annotated = false; },
      [](auto& data) { data.images[0].instances[0].box.x1 += 0.5F; },
      [](auto& data) { data.images[0].instances[0].category = 2; },
      [](auto& data) { data.images[0].instances[0].crowd = true; },
      [](auto& data) {
        data.images[0].instances[0].polygons = {{1, 2, 3, 4, 5, 6}};
      },
      [](auto& data) {
        data.images[0].instances[0].run_lengths = RunLengthMask{1, 1, {1}};
      },
      [](auto& data) { data.images[0].interactions[0].verb = 0; },
      [](auto& data) { data.images[0].interactions.clear(); },
      [](auto& data) {
        data.images[0].faces = {{{1, 2, 3, 4}}};
      }};
  for (std::size_t i = 0; i < changes.size(); ++i) {
    AnnotatedPictures changed = pictures();
    changes[i](changed);
    EXPECT_NE(fingerprint_of(changed), same_) << "change " << i;
  }
}

TEST_F(DataFingerprint, ChangesWithTheSizeOfAPicture) {
  std::ofstream(folder_ / "data/images/0.png", std::ios::app) << "more";
  EXPECT_NE(fingerprint_of(pictures()), same_);
}

TEST_F(DataFingerprint, ARunThatGoesOnWithOtherDataSaysSo) {
  const auto is_told = [&](const std::string& run, const std::string& added) {
    train_in(run, false, 2);
    std::ofstream(folder_ / "data/images/0.png", std::ios::app) << added;
    std::string told;
    train(experiment_, {folder_ / run, true}, nullptr,
          [&](const std::string& line) { told += line + "\n"; });
    return told.find("the training data is not that of the checkpoint") != std::string::npos;
  };
  EXPECT_FALSE(is_told("same", ""));
  EXPECT_TRUE(is_told("other", "more"));
}

}  // namespace
}  // namespace hoi
