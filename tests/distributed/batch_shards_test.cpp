#include "distributed/batch_shards.h"

#include <algorithm>

#include <c10/util/Exception.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hoi {
namespace {

using Pictures = std::vector<int64_t>;

TEST(BatchShards, FourPicturesForTwoProcessesAreHalves) {
  EXPECT_EQ(shard_of({7, 3, 9, 1}, 0, 2).pictures, (Pictures{7, 3}));
  EXPECT_EQ(shard_of({7, 3, 9, 1}, 1, 2).pictures, (Pictures{9, 1}));
}

TEST(BatchShards, AProcessThatIsAloneGetsEverything) {
  EXPECT_EQ(shard_of({7, 3, 9}, 0, 1).pictures, (Pictures{7, 3, 9}));
}

TEST(BatchShards, EveryPictureGoesToOneProcessAndNoneHasTwoMoreThanAnother) {
  for (int64_t pictures = 1; pictures <= 9; ++pictures) {
    Pictures batch;
    for (int64_t i = 0; i < pictures; ++i) batch.push_back(100 + i);
    for (int64_t size = 1; size <= 5; ++size) {
      Pictures together;
      std::vector<std::size_t> counts;
      for (int64_t rank = 0; rank < size; ++rank) {
        const BatchShard shard = shard_of(batch, rank, size);
        ASSERT_FALSE(shard.pictures.empty());
        counts.push_back(shard.counts ? shard.pictures.size() : 0);
        if (!shard.counts) continue;
        together.insert(together.end(), shard.pictures.begin(), shard.pictures.end());
      }
      EXPECT_EQ(together, batch);
      const auto range = std::minmax_element(counts.begin(), counts.end());
      EXPECT_LE(*range.second - *range.first, 1U);
    }
  }
}

TEST(BatchShards, AProcessWithoutPictureBorrowsTheFirstAndCountsNothing) {
  const BatchShard shard = shard_of({5}, 0, 2);
  EXPECT_FALSE(shard.counts);
  EXPECT_EQ(shard.pictures, Pictures{5});
  EXPECT_TRUE(shard_of({5}, 1, 2).counts);
}

TEST(BatchShards, WorkIsDealtOutInTurn) {
  EXPECT_EQ(strided_shard(7, 0, 3), (Pictures{0, 3, 6}));
  EXPECT_EQ(strided_shard(7, 2, 3), (Pictures{2, 5}));
  EXPECT_TRUE(strided_shard(2, 2, 3).empty());
}

TEST(BatchShards, RefusesRanksOutsideTheGroup) {
  EXPECT_THROW(shard_of({1}, 2, 2), c10::Error);
  EXPECT_THROW(shard_of({}, 0, 1), c10::Error);
  EXPECT_THROW(strided_shard(3, -1, 2), c10::Error);
}

}  // namespace
}  // namespace hoi
