#include "domain/annotation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hoi {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::int64_t> ids_of(const std::vector<std::string>& splits) {
  AnnotatedDataset dataset;
  for (const std::string split : {"train", "val", "train", "test"}) {
    ImageAnnotation image;
    image.id = static_cast<std::int64_t>(dataset.images.size()) + 1;
    image.split = split;
    dataset.images.push_back(image);
  }
  std::vector<std::int64_t> ids;
  for (const auto& image : images_of_splits(dataset, splits)) ids.push_back(image.id);
  return ids;
}

TEST(ImagesOfSplits, KeepsTheOrderOfTheFile) {
  EXPECT_THAT(ids_of({"train"}), ElementsAre(1, 3));
  EXPECT_THAT(ids_of({"test", "train"}), ElementsAre(1, 3, 4));
}

TEST(ImagesOfSplits, NoSplitsMeansAllAndAnUnknownOneNothing) {
  EXPECT_THAT(ids_of({}), ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(ids_of({"trian"}), IsEmpty());
}

TEST(ImageAnnotation, IsFullyAnnotatedUnlessSaidOtherwise) {
  EXPECT_TRUE(ImageAnnotation().interactions_annotated);
  EXPECT_TRUE(ImageAnnotation().boxes_exhaustive);
}

}  // namespace
}  // namespace hoi
