#include "data/batch_loader.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <set>
#include <stdexcept>
#include <thread>

#include <gtest/gtest.h>

#include "base/error.h"
#include "support/tensors.h"

namespace hoi {
namespace {

using Batches = std::vector<std::vector<std::int64_t>>;

/// A picture filled with its index; every third one takes longer, so that workers overtake.
TrainingExample numbered_picture(std::int64_t index) {
  if (index % 3 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(3));
  TrainingExample example;
  example.pixels = torch::full({3, 4 + index % 2, 5}, static_cast<double>(index));
  example.truth.boxes = torch::full({1, 4}, static_cast<double>(index));
  example.file_name = std::to_string(index);
  return example;
}

BatchLoaderOptions loader_options(std::int64_t workers, std::int64_t prefetch = 4) {
  BatchLoaderOptions options;
  options.workers = workers;
  options.prefetch = prefetch;
  return options;
}

TEST(BatchLoader, OrderDoesNotDependOnTheNumberOfWorkers) {
  const Batches batches{{0, 1}, {2}, {3, 4}, {5, 6}, {7}, {8, 9}, {10}, {12, 11}};
  for (const std::int64_t workers : {1, 2, 5}) {
    BatchLoader loader(batches, numbered_picture, loader_options(workers));
    for (const auto& expected : batches) {
      const auto batch = loader.next();
      ASSERT_TRUE(batch);
      ASSERT_EQ(batch->file_names.size(), expected.size());
      for (std::size_t row = 0; row < expected.size(); ++row) {
        const auto index = static_cast<double>(expected[row]);
        EXPECT_EQ(batch->file_names[row], std::to_string(expected[row]));
        EXPECT_EQ(batch->images.pixels[static_cast<int64_t>(row)][0][0][0].item<double>(), index);
        EXPECT_EQ(batch->truths[row].boxes[0][0].item<double>(), index);
      }
      EXPECT_EQ(batch->images.pixels.size(2) % 32, 0);
    }
    EXPECT_FALSE(loader.next());
    EXPECT_FALSE(loader.next());
  }
}

TEST(BatchLoader, NoBatchesEndAtOnce) {
  BatchLoader loader({}, numbered_picture);
  EXPECT_FALSE(loader.next());
}

TEST(BatchLoader, ErrorArrivesWithItsBatchAndTheRestGoesOn) {
  const auto load = [](std::int64_t index) {
    if (index == 2) throw InputError("picture 2 is broken");
    return numbered_picture(index);
  };
  BatchLoader loader({{0}, {1, 2}, {4}}, load, loader_options(3));
  EXPECT_EQ(loader.next()->file_names.at(0), "0");
  EXPECT_THROW(loader.next(), InputError);
  EXPECT_EQ(loader.next()->file_names.at(0), "4");
  EXPECT_FALSE(loader.next());
}

TEST(BatchLoader, ReadsAheadNoFurtherThanAsked) {
  std::atomic<int> loaded{0};
  const auto load = [&loaded](std::int64_t index) {
    ++loaded;
    return numbered_picture(index);
  };
  BatchLoader loader({{1}, {2}, {4}, {5}, {7}, {8}, {10}}, load, loader_options(2, 3));
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_EQ(loaded, 3);
  loader.next();
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_EQ(loaded, 4);
}

TEST(BatchLoader, DestructorStopsBeforeTheEnd) {
  Batches batches;
  for (std::int64_t index = 0; index < 1000; ++index) batches.push_back({3 * index});
  const auto start = std::chrono::steady_clock::now();
  {
    BatchLoader loader(batches, numbered_picture, loader_options(2));
    loader.next();
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(1));
}

TEST(BatchLoader, OptionsBelowOneAreInputErrors) {
  EXPECT_THROW(BatchLoader({{1}}, numbered_picture, loader_options(0)), InputError);
  EXPECT_THROW(BatchLoader({{1}}, numbered_picture, loader_options(1, 0)), InputError);
}

std::vector<ImageSize> mixed_shapes(int count) {
  std::vector<ImageSize> sizes;
  for (int i = 0; i < count; ++i) sizes.push_back({i % 3 == 0 ? 200 : 100, 150});
  return sizes;
}

TEST(EpochBatches, HoldEveryPictureOnce) {
  for (const bool group : {false, true}) {
    std::multiset<std::int64_t> seen;
    for (const auto& batch : epoch_batches(mixed_shapes(23), 4, 1, 0, group)) {
      EXPECT_FALSE(batch.empty());
      EXPECT_LE(batch.size(), 4U);
      seen.insert(batch.begin(), batch.end());
    }
    EXPECT_EQ(seen.size(), 23U);
    EXPECT_EQ(std::set<std::int64_t>(seen.begin(), seen.end()).size(), 23U);
  }
  EXPECT_TRUE(epoch_batches({}, 4, 1, 0).empty());
}

TEST(EpochBatches, GroupUprightAndWidePictures) {
  const auto sizes = mixed_shapes(30);
  for (const auto& batch : epoch_batches(sizes, 4, 1, 0, true)) {
    const auto upright = [&](std::int64_t index) {
      return sizes[static_cast<std::size_t>(index)].height > 150;
    };
    EXPECT_TRUE(std::all_of(batch.begin(), batch.end(), upright) ||
                std::none_of(batch.begin(), batch.end(), upright));
  }
}

TEST(EpochBatches, DependOnSeedAndEpochOnly) {
  const auto sizes = mixed_shapes(40);
  EXPECT_EQ(epoch_batches(sizes, 4, 1, 2), epoch_batches(sizes, 4, 1, 2));
  EXPECT_NE(epoch_batches(sizes, 4, 1, 2), epoch_batches(sizes, 4, 1, 3));
  EXPECT_NE(epoch_batches(sizes, 4, 1, 2), epoch_batches(sizes, 4, 2, 2));
}

}  // namespace
}  // namespace hoi
