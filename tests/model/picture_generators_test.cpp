#include "model/picture_generators.h"

#include <set>

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace hoi {
namespace {

int64_t first_draw(torch::Generator generator) {
  return torch::randint(int64_t{1} << 40, {1}, generator, torch::kInt64).item<int64_t>();
}

TEST(PictureGenerators, AStreamDependsOnSeedStepAndPictureAndOnNothingElse) {
  std::set<int64_t> draws;
  for (uint64_t seed : {1, 2}) {
    for (uint64_t step : {0, 1, 2}) {
      for (uint64_t picture : {0, 1, 2}) {
        const int64_t draw = first_draw(picture_generator(seed, step, picture));
        EXPECT_EQ(draw, first_draw(picture_generator(seed, step, picture)));
        draws.insert(draw);
      }
    }
  }
  EXPECT_EQ(draws.size(), 18U);
}

TEST(PictureGenerators, ManyPicturesGetTheStreamsThatEachGetsAlone) {
  const auto many = picture_generators(7, 3, {5, 0, 9});
  ASSERT_EQ(many.size(), 3U);
  EXPECT_EQ(first_draw(many[0]), first_draw(picture_generator(7, 3, 5)));
  EXPECT_EQ(first_draw(many[1]), first_draw(picture_generator(7, 3, 0)));
  EXPECT_EQ(first_draw(many[2]), first_draw(picture_generator(7, 3, 9)));
}

TEST(PictureGenerators, OneSourceSeedsDifferentStreamsAndAdvances) {
  auto source = at::detail::createCPUGenerator(3);
  const auto first = image_generators(2, source);
  const auto second = image_generators(2, source);
  const std::set<int64_t> draws{first_draw(first[0]), first_draw(first[1]), first_draw(second[0]),
                                first_draw(second[1])};
  EXPECT_EQ(draws.size(), 4U);
  auto again = at::detail::createCPUGenerator(3);
  const auto repeated = image_generators(1, again);
  auto expected = at::detail::createCPUGenerator(3);
  EXPECT_EQ(first_draw(repeated[0]), first_draw(image_generators(1, expected)[0]));
}

}  // namespace
}  // namespace hoi
