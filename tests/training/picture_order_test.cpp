#include "training/picture_order.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include "training/tiny_run.h"

namespace hoi {
namespace {

class PictureOrderOfARun : public TinyRun {};

TEST_F(PictureOrderOfARun, EveryEpochSeesEveryPictureOnceInAnOrderOfItsOwn) {
  const TrainingDataset dataset(experiment_.data.train, experiment_.model.input);
  const PictureOrder order(experiment_, dataset);
  EXPECT_EQ(order.steps_per_epoch(), 3);
  for (const int64_t epoch : {0, 1}) {
    std::vector<int64_t> seen;
    for (const auto& step : order.steps_of(epoch)) {
      seen.insert(seen.end(), step.begin(), step.end());
    }
    std::sort(seen.begin(), seen.end());
    EXPECT_THAT(seen, ::testing::ElementsAre(0, 1, 2, 3, 4, 5));
  }
  EXPECT_NE(order.steps_of(0), order.steps_of(1));
  EXPECT_EQ(order.steps_of(1), PictureOrder(experiment_, dataset).steps_of(1));
}

TEST_F(PictureOrderOfARun, APictureIsAugmentedByEpochAndIndexOnly) {
  const TrainingDataset dataset(experiment_.data.train, experiment_.model.input);
  const PictureOrder order(experiment_, dataset);
  bool differs = false;
  for (int64_t picture = 0; picture < dataset.size(); ++picture) {
    const auto first = order.load(0, picture).pixels;
    EXPECT_TRUE(torch::equal(first, order.load(0, picture).pixels));
    differs = differs || !torch::equal(first, order.load(1, picture).pixels);
  }
  EXPECT_TRUE(differs) << "six pictures, each flipped or not, in two epochs";
}

}  // namespace
}  // namespace hoi
