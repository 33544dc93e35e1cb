#include "data/packed_annotation.h"

#include <gtest/gtest.h>

namespace hoi {
namespace {

/// 4 x 2 pixels, one instance whose mask is the column x = 1 and the pixel (3, 1).
ImageAnnotation small_annotation() {
  ImageAnnotation image;
  image.id = 9;
  image.width = 4;
  image.height = 2;
  InstanceAnnotation instance;
  instance.box = {1, 0.5F, 3, 2};
  instance.run_lengths = encode_mask({0, 1, 0, 0, 0, 1, 0, 1}, 4, 2);
  image.instances.push_back(instance);
  instance.run_lengths.reset();
  instance.polygons = {{1, 0, 3, 0.5F, 2, 2}};
  image.instances.push_back(instance);
  image.faces.push_back({{1, 0, 2, 1}, 0.5F});
  image.interactions.push_back({0, 1, 0});
  return image;
}

TEST(ResizedAnnotation, ScalesEachAxisByItself) {
  const ImageAnnotation image = resized_annotation(small_annotation(), 8, 5);
  EXPECT_EQ(image.id, 9);
  EXPECT_EQ(image.width, 8);
  EXPECT_EQ(image.height, 5);
  const Box& box = image.instances[0].box;
  EXPECT_EQ(box.x1, 2);
  EXPECT_EQ(box.y1, 1.25F);
  EXPECT_EQ(box.x2, 6);
  EXPECT_EQ(box.y2, 5);
  EXPECT_EQ(image.instances[1].polygons[0], (std::vector<float>{2, 0, 6, 1.25F, 4, 5}));
  EXPECT_EQ(image.faces[0].box.x2, 4);
  EXPECT_EQ(image.faces[0].box.y2, 2.5F);
  EXPECT_EQ(image.faces[0].score, 0.5F);
  EXPECT_EQ(image.interactions.size(), 1U);
}

TEST(ResizedAnnotation, MaskPixelsAreTheOldOnesAtTheirCentres) {
  const auto larger = resized_annotation(small_annotation(), 8, 2).instances[0].run_lengths;
  EXPECT_EQ(decode_mask(*larger),
            (std::vector<std::uint8_t>{0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1}));
  // Centres at x = 1 and 3, y = 1: the old pixels (1, 1) and (3, 1).
  const auto smaller = resized_annotation(small_annotation(), 2, 1).instances[0].run_lengths;
  EXPECT_EQ(decode_mask(*smaller), (std::vector<std::uint8_t>{1, 1}));
}

TEST(ResizedAnnotation, AMaskOfAnotherSizeIsUnknownAfterwards) {
  ImageAnnotation image = small_annotation();
  image.instances[0].run_lengths = RunLengthMask{3, 2, {6}};
  EXPECT_FALSE(resized_annotation(image, 8, 4).instances[0].run_lengths);
  image.instances[0].run_lengths = RunLengthMask{4, 2, {3}};  // runs that do not fill it
  EXPECT_FALSE(resized_annotation(image, 8, 4).instances[0].run_lengths);
}

TEST(ResizedAnnotation, TheSameSizeChangesNothing) {
  ImageAnnotation image = small_annotation();
  image.instances[0].run_lengths = RunLengthMask{3, 2, {6}};
  image.instances[0].box.x2 = 7;  // outside of the picture
  const ImageAnnotation same = resized_annotation(image, 4, 2);
  EXPECT_EQ(*same.instances[0].run_lengths, *image.instances[0].run_lengths);
  EXPECT_EQ(same.instances[0].box.x2, 7);
}

}  // namespace
}  // namespace hoi
