#include "hicodet/hicodet_annotations.h"

#include <gmock/gmock.h>

#include "hicodet/hicodet_samples.h"

namespace hoi {
namespace {

TEST(CountRareInteractions, CallsFewerThanTenPairsRare) {
  HicodetSplit training;
  training.words = small_hicodet_words();
  training.images.resize(2);
  for (int i = 0; i < 10; ++i)
    training.images[static_cast<std::size_t>(i % 2)].pairs.push_back({0, {}, 0});
  for (int i = 0; i < 9; ++i) training.images[0].pairs.push_back({1, {}, 0});
  EXPECT_THAT(count_rare_interactions(training), ::testing::ElementsAre(false, true, true));
}

}  // namespace
}  // namespace hoi
