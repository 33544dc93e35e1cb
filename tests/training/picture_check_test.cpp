#include "training/picture_check.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "training/tiny_run.h"

namespace hoi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class PictureCheck : public TinyRun {
 protected:
  AnnotatedPictures pictures() const { return read_picture_sources(experiment_.data.train); }

  std::filesystem::path picture(int number) const {
    return folder_ / "data" / "images" / (std::to_string(number) + ".png");
  }

  static std::string refusal(const AnnotatedPictures& pictures) {
    try {
      check_pictures(pictures, "training data", SizeMismatch::kRefuse);
    } catch (const InputError& error) {
      return error.what();
    }
    return "accepted";
  }
};

TEST_F(PictureCheck, GoodPicturesGiveNoLine) {
  EXPECT_THAT(check_pictures(pictures(), "training data", SizeMismatch::kRefuse), IsEmpty());
}

TEST_F(PictureCheck, MissingFilesAreCountedAndTheFirstThreeNamed) {
  for (const int number : {0, 2, 3, 5}) std::filesystem::remove(picture(number));
  EXPECT_EQ(refusal(pictures()),
            "training data: 4 of 6 pictures are missing: " + picture(0).string() + ", " +
                picture(2).string() + ", " + picture(3).string() + ", ...");
}

TEST_F(PictureCheck, AFileThatIsNoImageIsRefused) {
  std::ofstream(picture(1)) << "no image";
  EXPECT_EQ(refusal(pictures()),
            "training data: 1 of 6 pictures are no image that can be read: " + picture(1).string());
}

TEST_F(PictureCheck, AnotherSizeIsRefusedOrTold) {
  write_image(picture(4), cv::Mat(90, 130, CV_8UC3, cv::Scalar(1, 2, 3)));
  const std::string fault =
      "validation data: 1 of 6 pictures have another size than annotated: " + picture(4).string() +
      " (130 x 90, annotated 128 x 96)";
  EXPECT_THAT(check_pictures(pictures(), "validation data", SizeMismatch::kWarn),
              ElementsAre(fault));
  EXPECT_THAT(refusal(pictures()), HasSubstr("130 x 90"));
}

// A JPEG with 40,000 bytes in front of its frame header: more than the first look reads.
TEST_F(PictureCheck, AHeaderFarBehindTheStartIsFound) {
  const auto bytes = encode_jpeg(cv::Mat(96, 128, CV_8UC3, cv::Scalar(1, 2, 3)));
  const std::string comment = std::string("\xFF\xFE\x9C\x42", 4) + std::string(0x9C40, ' ');
  std::ofstream(picture(1), std::ios::binary) << bytes.substr(0, 2) << comment << bytes.substr(2);
  std::ofstream(picture(2), std::ios::binary) << bytes;
  EXPECT_THAT(check_pictures(pictures(), "training data", SizeMismatch::kRefuse), IsEmpty());
}

TEST_F(PictureCheck, QuestionableAnnotationsAreOneLineEachKind) {
  auto data = pictures();
  data.images[0].instances.clear();
  data.images[0].interactions.clear();
  data.images[1].instances[1].box = {30, 60, 30, 76};
  data.images[3].instances[1].box = {40, 60, 40, 76};
  data.images[4].interactions.push_back(data.images[4].interactions[0]);
  const auto lines = check_pictures(data, "training data", SizeMismatch::kRefuse);
  EXPECT_THAT(
      lines,
      ::testing::UnorderedElementsAre(
          "training data: 1 of 6 pictures have no annotated box: " + picture(0).string(),
          "training data: 2 times: its box [x1 30, y1 60, x2 30, y2 76] has no area (the first: "
          "image '" +
              picture(1).string() + "', instance 1)",
          "training data: 1 time: another interaction has the same subject, object and verb (the "
          "first: image '" +
              picture(4).string() + "', interaction 1)"));
}

TEST_F(PictureCheck, EqualNamesInDifferentFoldersAreDifferentPictures) {
  write_bar_and_disc_dataset(folder_ / "more");
  experiment_.data.train.push_back(experiment_.data.train[0]);
  experiment_.data.train[1].root = (folder_ / "more").string();
  EXPECT_THAT(check_pictures(pictures(), "training data", SizeMismatch::kRefuse), IsEmpty());
}

TEST_F(PictureCheck, PicturesThatTeachAndJudgeAreTold) {
  auto validation = pictures();
  EXPECT_THAT(check_overlap(pictures(), validation),
              ElementsAre(HasSubstr("6 of 6 validation pictures are training pictures too: ")));
  for (auto& path : validation.paths) path += ".other";
  EXPECT_THAT(check_overlap(pictures(), validation), IsEmpty());
}

}  // namespace
}  // namespace hoi
