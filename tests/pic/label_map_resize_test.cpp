#include "pic/label_map_resize.h"

#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pic/pic_samples.h"

namespace hoi {
namespace {

using ::testing::ElementsAre;

TEST(ResizeLabelMap, RepeatsPixelsWhenTheSizeIsAMultiple) {
  const LabelMap large = resize_label_map(drawn_map({"12", "34"}), 4, 6);
  EXPECT_EQ(large.width, 4);
  EXPECT_EQ(large.height, 6);
  EXPECT_EQ(large.values, drawn_map({"1122", "1122", "1122", "3344", "3344", "3344"}).values);
}

TEST(ResizeLabelMap, TakesTheUpperLeftNeighbourWhenItShrinks) {
  EXPECT_THAT(resize_label_map(drawn_map({"0123456789"}), 3, 1).values, ElementsAre(0, 3, 6));
  EXPECT_THAT(resize_label_map(drawn_map({"01234"}), 2, 1).values, ElementsAre(0, 2));
}

TEST(ResizeLabelMap, RoundsAsOpenCvDoes) {
  // 576 columns to 640: target 30 is at 30 * (1 / (640 / 576)) = 26.999..., so it is taken from
  // column 26 although 30 * 576 / 640 is 27. 46 columns of this size differ so; that OpenCV takes
  // the same ones was checked for all widths and heights below 4000.
  LabelMap map{576, 1, {}};
  for (int x = 0; x < 576; ++x) map.values.push_back(static_cast<std::uint8_t>(x % 251));
  const LabelMap resized = resize_label_map(map, 640, 1);
  EXPECT_EQ(resized.at(30, 0), 26);
  EXPECT_EQ(resized.at(40, 0), 36);
  EXPECT_EQ(resized.at(560, 0), 503 % 251);
  int different = 0;
  for (int x = 0; x < 640; ++x) different += resized.at(x, 0) != (x * 576 / 640) % 251;
  EXPECT_EQ(different, 46);
}

TEST(ResizeLabelMap, KeepsAMapOfTheSameSize) {
  const LabelMap map = drawn_map({"123", "456"});
  EXPECT_EQ(resize_label_map(map, 3, 2).values, map.values);
}

TEST(ResizeLabelMap, RefusesSizesWithoutPixels) {
  EXPECT_THROW(resize_label_map(drawn_map({"1"}), 0, 5), std::invalid_argument);
  EXPECT_THROW(resize_label_map(LabelMap{}, 5, 5), std::invalid_argument);
}

}  // namespace
}  // namespace hoi
