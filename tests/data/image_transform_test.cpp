#include "data/image_transform.h"

#include <gtest/gtest.h>
#include <opencv2/core.hpp>

#include "base/error.h"
#include "support/tensors.h"

namespace hoi {
namespace {

cv::Mat plain(int height, int width, const cv::Scalar& bgr) {
  return {height, width, CV_8UC3, bgr};
}

// Spec 1.1: s = min(1333 / long side, 800 / short side); new side = floor(side s + 0.5).
TEST(ImageTransform, ResizesToTheTighterOfBothSides) {
  const ImageTransform transform;
  // 480 x 640: 800 / 480 = 1.6667 < 1333 / 640 = 2.083; 640 * 1.6667 = 1066.67 -> 1067.
  auto size = transform.network_size({480, 640});
  EXPECT_EQ(size.height, 800);
  EXPECT_EQ(size.width, 1067);
  // 300 x 1000: 1333 / 1000 = 1.333 < 800 / 300; 300 * 1.333 = 399.9 -> 400.
  size = transform.network_size({300, 1000});
  EXPECT_EQ(size.height, 400);
  EXPECT_EQ(size.width, 1333);
  // Upright pictures the same way: 3000 x 1500 gives s = min(0.4443, 0.5333).
  size = transform.network_size({3000, 1500});
  EXPECT_EQ(size.height, 1333);
  EXPECT_EQ(size.width, 667);
}

TEST(ImageTransform, ExtremePicturesKeepAtLeastOnePixel) {
  const ImageTransform transform;
  auto size = transform.network_size({3, 10000});
  EXPECT_EQ(size.height, 1);  // 3 * 0.1333 = 0.4
  EXPECT_EQ(size.width, 1333);
  const auto strip = transform(plain(10000, 3, {1, 2, 3}));
  EXPECT_EQ(strip.pixels.sizes(), (std::vector<int64_t>{3, 1333, 1}));
  const auto dot = transform(plain(1, 1, {1, 2, 3}));
  EXPECT_EQ(dot.pixels.sizes(), (std::vector<int64_t>{3, 800, 800}));
  EXPECT_EQ(dot.scale.x, 800);
}

TEST(ImageTransform, NormalisesInTheAskedColourOrder) {
  ImageTransformOptions options;
  options.short_side = 4;
  options.long_side = 4;
  const auto bgr = plain(2, 2, {10, 20, 30});
  // Red first: (30 - 123.675) / 58.395, (20 - 116.28) / 57.12, (10 - 103.53) / 57.375.
  auto expected = torch::tensor({-1.604161, -1.685574, -1.630153}).reshape({3, 1, 1});
  EXPECT_TRUE(is_close(ImageTransform(options)(bgr).pixels, expected.expand({3, 4, 4})));

  options.color_order = ColorOrder::kBgr;
  options.mean = {127.5, 127.5, 127.5};
  options.deviation = {127.5, 127.5, 127.5};
  expected = torch::tensor({10 / 127.5 - 1, 20 / 127.5 - 1, 30 / 127.5 - 1}).reshape({3, 1, 1});
  EXPECT_TRUE(is_close(ImageTransform(options)(bgr).pixels, expected.expand({3, 4, 4})));
}

TEST(ImageTransform, InterpolatesBilinearly) {
  ImageTransformOptions options;
  options.short_side = 1;
  options.long_side = 4;
  options.mean = {0, 0, 0};
  options.deviation = {1, 1, 1};
  cv::Mat pair = plain(1, 2, {0, 0, 0});
  pair.at<cv::Vec3b>(0, 1) = {100, 100, 100};
  options.short_side = 2;
  // Half-pixel centres: output x = 0..3 samples input -0.25, 0.25, 0.75, 1.25 -> 0, 25, 75, 100.
  const auto pixels = ImageTransform(options)(pair).pixels;
  const auto row = torch::tensor({0.0, 25.0, 75.0, 100.0});
  EXPECT_TRUE(is_close(pixels, row.expand({3, 2, 4}), 1e-4));
}

TEST(ImageTransform, OptionsThatMakeNoSenseAreInputErrors) {
  ImageTransformOptions options;
  options.mean = {1, 2};
  EXPECT_THROW(ImageTransform{options}, InputError);
  options = {};
  options.deviation = {1, 0, 1};
  EXPECT_THROW(ImageTransform{options}, InputError);
  options = {};
  options.short_side = 0;
  EXPECT_THROW(ImageTransform{options}, InputError);
}

TEST(ImageTransform, ResizingTwiceIsResizingOnce) {
  cv::Mat noise(47, 71, CV_8UC3);
  cv::randu(noise, 0, 256);
  ImageTransformOptions options;
  options.short_side = 30;
  options.long_side = 40;
  const ImageTransform transform(options);
  const cv::Mat resized = transform.resized(noise);
  EXPECT_EQ(resized.size(), cv::Size(40, 26));  // 40 / 71 of 47 are 26.48
  EXPECT_EQ(cv::norm(transform.resized(resized), resized, cv::NORM_INF), 0);
  EXPECT_TRUE(torch::equal(transform(resized).pixels, transform(noise).pixels));
  EXPECT_EQ(transform(resized).scale.x, 1);
}

TEST(Collate, PadsRightAndBelowWithZerosToAMultipleOf32) {
  const auto batch = collate({torch::ones({3, 40, 20}), torch::full({3, 10, 70}, 2.0)});
  EXPECT_EQ(batch.pixels.sizes(), (std::vector<int64_t>{2, 3, 64, 96}));
  EXPECT_EQ(batch.sizes[0].height, 40);
  EXPECT_EQ(batch.sizes[1].width, 70);
  EXPECT_TRUE(
      is_close(batch.pixels[0].narrow(1, 0, 40).narrow(2, 0, 20), torch::ones({3, 40, 20})));
  EXPECT_EQ(batch.pixels[0].sum().item<double>(), 3 * 40 * 20);
  EXPECT_EQ(batch.pixels[1].sum().item<double>(), 2 * 3 * 10 * 70);
}

TEST(Collate, TakesPicturesWhoseMemoryIsInAnotherOrder) {
  const auto picture = torch::arange(3 * 4 * 2).to(torch::kFloat).reshape({4, 2, 3});
  const auto batch = collate({picture.permute({2, 0, 1}), torch::zeros({3, 1, 1})}, 1);
  EXPECT_TRUE(torch::equal(batch.pixels[0], picture.permute({2, 0, 1})));
  EXPECT_THROW(collate({picture.permute({2, 0, 1}), torch::zeros({3, 1, 1}, torch::kByte)}),
               c10::Error);
}

TEST(Collate, SizesThatFitAreNotPadded) {
  EXPECT_EQ(collate({torch::ones({3, 64, 32})}).pixels.sizes(),
            (std::vector<int64_t>{1, 3, 64, 32}));
  EXPECT_EQ(collate({torch::ones({3, 5, 7})}, 1).pixels.sizes(),
            (std::vector<int64_t>{1, 3, 5, 7}));
}

TEST(BoxFrames, ThereAndBackIsTheSameBoxClippedToThePicture) {
  const FrameScale scale{2, 0.5};
  const auto boxes =
      torch::tensor({{10.0, 20.0, 30.0, 60.0}, {-5.0, 0.0, 300.0, 50.0}}).to(torch::kFloat);
  const auto network = boxes_to_network(boxes, scale);
  EXPECT_TRUE(is_close(network[0], torch::tensor({20.0, 10.0, 60.0, 30.0})));
  const auto back = boxes_to_original(network, scale, {100, 200});
  EXPECT_TRUE(is_close(back[0], boxes[0]));
  EXPECT_TRUE(is_close(back[1], torch::tensor({0.0, 0.0, 200.0, 50.0})));
  EXPECT_EQ(boxes_to_network(torch::zeros({0, 4}), scale).size(0), 0);
  EXPECT_EQ(boxes_to_original(torch::zeros({0, 4}), scale, {1, 1}).size(0), 0);
}

}  // namespace
}  // namespace hoi
