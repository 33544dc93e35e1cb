#include "detection/anchor_generator.h"

#include "support/errors.h"
#include "support/tensors.h"

namespace hoi {
namespace {

TEST(AnchorGeneratorTest, RowsRunOverCellsThenRatios) {
  const AnchorGenerator generate(2, {1.0, 4.0});
  EXPECT_EQ(generate.anchors_per_cell(), 2);
  // Stride 4: side 8; ratio 4 is 4 wide and 16 high. Cell centres (2, 2), (6, 2), (2, 6), (6, 6).
  const auto anchors = generate({2, 2}, {8, 8}, 4, torch::kFloat32);
  const auto expected = torch::tensor({{-2.F, -2.F, 6.F, 6.F},
                                       {0.F, -6.F, 4.F, 10.F},
                                       {2.F, -2.F, 10.F, 6.F},
                                       {4.F, -6.F, 8.F, 10.F},
                                       {-2.F, 2.F, 6.F, 10.F},
                                       {0.F, -2.F, 4.F, 14.F},
                                       {2.F, 2.F, 10.F, 10.F},
                                       {4.F, -2.F, 8.F, 14.F}});
  EXPECT_TRUE(is_close(anchors, expected));
}

TEST(AnchorGeneratorTest, RatiosKeepTheArea) {
  const auto anchors = AnchorGenerator(8, {0.5, 1.0, 2.0})({1, 1}, {16, 16}, 16, torch::kFloat32);
  for (int64_t r = 0; r < 3; ++r) {
    const double width = (anchors[r][2] - anchors[r][0]).item<double>();
    const double height = (anchors[r][3] - anchors[r][1]).item<double>();
    EXPECT_NEAR(width * height, 128 * 128, 0.1);
    EXPECT_NEAR(height / width, std::pow(2.0, r - 1), 1e-5);
  }
}

TEST(AnchorGeneratorTest, TorchvisionsAnchorsAreWholePixelsAroundTheCornersOfCells) {
  const AnchorGenerator generate(8, {0.5, 1.0, 2.0}, AnchorConvention::kTorchvision);
  // Side 32: 45.25 x 22.63, 32 x 32, 22.63 x 45.25.
  const auto anchors = generate({2, 3}, {8, 12}, 4, torch::kFloat32);
  ASSERT_EQ(anchors.size(0), 18);
  EXPECT_TRUE(is_close(
      anchors.slice(0, 0, 3),
      torch::tensor(
          {{-23.F, -11.F, 23.F, 11.F}, {-16.F, -16.F, 16.F, 16.F}, {-11.F, -23.F, 11.F, 23.F}}),
      0));
  EXPECT_TRUE(is_close(anchors[17], torch::tensor({-3.F, -19.F, 19.F, 27.F}), 0));  // at (8, 4)
}

TEST(AnchorGeneratorTest, TorchvisionsCellsDivideAnImageThatIsNoMultipleOfTheStride) {
  const AnchorGenerator generate(8, {1.0}, AnchorConvention::kTorchvision);
  // 160 / 3 = 53 and 200 / 4 = 50 pixels between cells of stride 64.
  const auto anchors = generate({3, 4}, {160, 200}, 64, torch::kFloat32);
  EXPECT_TRUE(is_close(anchors[11], torch::tensor({-106.F, -150.F, 406.F, 362.F}), 0));
}

TEST(AnchorGeneratorTest, CentredCellsAreAStrideApartWhateverTheImage) {
  const AnchorGenerator generate(8, {1.0});
  const auto anchors = generate({3, 4}, {160, 200}, 64, torch::kFloat32);
  EXPECT_TRUE(is_close(anchors[11], torch::tensor({-32.F, -96.F, 480.F, 416.F}), 0));
}

TEST(AnchorGeneratorTest, RefusesImpossibleShapes) {
  for (const auto& ratios : {std::vector<double>{}, std::vector<double>{1, -1}}) {
    EXPECT_THAT(input_error_of([&] { AnchorGenerator(8, ratios); }),
                ::testing::HasSubstr("anchor_ratios"));
  }
  EXPECT_THAT(input_error_of([] { AnchorGenerator(0, {1}); }),
              ::testing::HasSubstr("anchor_scale"));
}

}  // namespace
}  // namespace hoi
