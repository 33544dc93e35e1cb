#include "vision/box_codec.h"

#include <cmath>

#include <gtest/gtest.h>

#include "support/tensors.h"
#include "vision/random_boxes.h"

namespace hoi {
namespace {

// Reference: centre (20, 40), size 20 x 40. Target: centre (25, 30), size 40 x 20.
//   dx = (25 - 20) / 20 / 0.1 = 2.5      dw = log(40 / 20) / 0.2 = 3.4657
//   dy = (30 - 40) / 40 / 0.1 = -2.5     dh = log(20 / 40) / 0.2 = -3.4657
TEST(BoxCodec, EncodesHandWorkedNumbers) {
  const BoxCodec codec({0.1, 0.1, 0.2, 0.2});
  const auto reference = torch::tensor({{10.0F, 20.0F, 30.0F, 60.0F}});
  const auto target = torch::tensor({{5.0F, 20.0F, 45.0F, 40.0F}});
  const auto expected = torch::tensor({{2.5F, -2.5F, 3.465736F, -3.465736F}});
  EXPECT_TRUE(is_close(codec.encode(reference, target), expected));
}

TEST(BoxCodec, UsesEachDeviationForItsOwnColumn) {
  const auto reference = torch::tensor({{0.0F, 0.0F, 10.0F, 20.0F}});
  const auto target = torch::tensor({{1.0F, 4.0F, 31.0F, 14.0F}});
  const auto plain = BoxCodec().encode(reference, target);
  const auto scaled = BoxCodec({0.1, 0.2, 0.4, 0.5}).encode(reference, target);
  EXPECT_TRUE(is_close(scaled, plain * torch::tensor({10.0F, 5.0F, 2.5F, 2.0F})));
}

TEST(BoxCodec, DecodesWhatItEncoded) {
  torch::manual_seed(1);
  const BoxCodec codec({0.033, 0.033, 0.067, 0.067});
  const auto reference = random_boxes(200, 640, 480), target = random_boxes(200, 640, 480);
  const auto ratio = (target.narrow(1, 2, 2) - target.narrow(1, 0, 2)) /
                     (reference.narrow(1, 2, 2) - reference.narrow(1, 0, 2));
  const auto within = ((ratio < 60).logical_and(ratio > 1.0 / 60)).all(1).nonzero().squeeze(1);
  const auto from = reference.index_select(0, within), to = target.index_select(0, within);
  ASSERT_GT(within.size(0), 150);
  EXPECT_TRUE(is_close(codec.decode(from, codec.encode(from, to)), to, 2e-2));
}

TEST(BoxCodec, ZeroDeltasReturnTheReference) {
  const auto reference = torch::tensor({{10.0F, 20.0F, 30.0F, 60.0F}});
  EXPECT_TRUE(is_close(BoxCodec().decode(reference, torch::zeros({1, 4})), reference));
}

// A side grows at most by 1000 / 16 = 62.5 and shrinks at most by the same factor, after the
// deviations: delta 5 * std 1 = 5 > log(62.5) = 4.135, but 5 * 0.2 = 1 is left alone.
TEST(BoxCodec, ClampsTheScaleAfterTheDeviations) {
  const auto reference = torch::tensor({{-1.0F, -1.0F, 1.0F, 1.0F}});
  const auto deltas = torch::tensor({{0.0F, 0.0F, 5.0F, -5.0F}});
  const auto clamped = torch::tensor({{-62.5F, -0.016F, 62.5F, 0.016F}});
  EXPECT_TRUE(is_close(BoxCodec().decode(reference, deltas), clamped, 1e-3));

  const auto e = static_cast<float>(std::exp(1.0));
  const auto free = torch::tensor({{-e, -1 / e, e, 1 / e}});
  EXPECT_TRUE(is_close(BoxCodec({1, 1, 0.2, 0.2}).decode(reference, deltas), free, 1e-4));
}

TEST(BoxCodec, DecodeIsDifferentiable) {
  torch::manual_seed(2);
  const auto reference = random_boxes(3, 20, 20).to(torch::kFloat64);
  const auto weight = torch::rand({3, 4}, torch::kFloat64);
  EXPECT_TRUE(gradient_matches(
      [&](const torch::Tensor& deltas) {
        return (BoxCodec({0.1, 0.1, 0.2, 0.2}).decode(reference, deltas) * weight).sum();
      },
      torch::randn({3, 4}, torch::kFloat64), 1e-5, 1e-5));
}

TEST(BoxCodec, TakesNoBoxes) {
  const auto none = torch::zeros({0, 4});
  EXPECT_EQ(BoxCodec().encode(none, none).sizes(), none.sizes());
  EXPECT_EQ(BoxCodec().decode(none, none).sizes(), none.sizes());
}

TEST(BoxCodec, RejectsRowsThatDoNotMatch) {
  EXPECT_THROW(BoxCodec().encode(torch::zeros({2, 4}), torch::zeros({3, 4})), c10::Error);
  EXPECT_THROW(BoxCodec({0.1, 0.1, 0, 0.2}), c10::Error);
}

}  // namespace
}  // namespace hoi
