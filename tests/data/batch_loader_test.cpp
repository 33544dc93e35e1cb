#include "data/batch_loader.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <new>
#include <set>
#include <stdexcept>
#include <thread>

#include <gtest/gtest.h>

#include "base/error.h"
#include "data/augmentation.h"
#include "data/sample_folder.h"
#include "support/errors.h"
#include "support/temporary_folder.h"
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

TEST(BatchLoader, GivesTheSameBitsOfAugmentedPicturesForAnyNumberOfWorkers) {
  const TemporaryFolder folder;
  write_folder(folder, "own", kPersonAndCup, kHoldAndLook);
  ImageTransformOptions transform;
  transform.short_side = 40;
  transform.long_side = 90;
  const TrainingDataset dataset({source(folder, "own")}, transform);
  AugmentationOptions augmentation;
  augmentation.short_sides = {20, 40};
  augmentation.scale_jitter = ScaleJitter::kRange;
  augmentation.brightness = augmentation.contrast = augmentation.saturation = 0.3;
  const auto load = [&](std::int64_t index) {
    auto random = random_stream(5, 0, static_cast<std::uint64_t>(index));
    return dataset.load(0, draw_augmentation(augmentation, random));
  };
  const Batches batches{{0, 1, 2}, {3}, {4, 5, 6, 7, 8}, {9, 10}};
  BatchLoader one(batches, load, loader_options(1));
  BatchLoader seven(batches, load, loader_options(7, 2));
  while (const auto expected = one.next()) {
    const auto batch = seven.next();
    ASSERT_TRUE(batch);
    EXPECT_TRUE(torch::equal(batch->images.pixels, expected->images.pixels));
    for (std::size_t i = 0; i < expected->truths.size(); ++i) {
      EXPECT_TRUE(torch::equal(batch->truths[i].boxes, expected->truths[i].boxes));
    }
  }
  EXPECT_FALSE(seven.next());
}

TEST(BatchLoader, PicturesOfOneBatchAreLoadedAtTheSameTime) {
  constexpr int kPictures = 4;
  std::mutex mutex;
  std::condition_variable all_here;
  int here = 0;
  const auto load = [&](std::int64_t index) {
    std::unique_lock<std::mutex> lock(mutex);
    ++here;
    all_here.notify_all();
    const auto together = [&] { return here == kPictures; };
    if (!all_here.wait_for(lock, std::chrono::seconds(60), together)) {
      throw std::runtime_error("the others did not come");
    }
    return numbered_picture(index);
  };
  BatchLoader loader({{0, 1, 2, 3}}, load, loader_options(kPictures, 1));
  EXPECT_EQ(loader.next()->file_names.size(), std::size_t{kPictures});
}

/// Gives pictures and counts those that are still in memory, with their batch or on their way.
class CountedPictures {
 public:
  TrainingExample load(std::int64_t index) {
    TrainingExample example = numbered_picture(index);
    const int alive = ++alive_;
    for (int most = most_; alive > most && !most_.compare_exchange_weak(most, alive);) continue;
    example.truth.boxes = torch::from_blob(
        new float[4]{}, {1, 4},
        [this](void* data) {
          --alive_;
          delete[] static_cast<float*>(data);
        },
        torch::kFloat32);
    return example;
  }
  int alive() const { return alive_; }
  int most() const { return most_; }

 private:
  std::atomic<int> alive_{0}, most_{0};
};

template <class Condition>
bool comes_true(const Condition& condition) {
  for (int i = 0; i < 6000 && !condition(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return condition();
}

TEST(BatchLoader, HoldsNoMoreThanPrefetchBatchesAndTheOneInUse) {
  constexpr int kPrefetch = 3, kPictures = 2;
  Batches batches;
  for (std::int64_t i = 0; i < 20; ++i) batches.push_back({2 * i, 2 * i + 1});
  CountedPictures pictures;
  {
    BatchLoader loader(
        batches, [&](std::int64_t index) { return pictures.load(index); },
        loader_options(5, kPrefetch));
    for (std::size_t i = 0; i < 15; ++i) {
      EXPECT_TRUE(comes_true([&] { return pictures.alive() == kPrefetch * kPictures; }));
      std::this_thread::sleep_for(std::chrono::milliseconds(5));  // time to do too much
      EXPECT_EQ(pictures.alive(), kPrefetch * kPictures);
      const auto used = loader.next();
      EXPECT_TRUE(comes_true([&] { return pictures.alive() == (kPrefetch + 1) * kPictures; }));
    }
    EXPECT_EQ(pictures.most(), (kPrefetch + 1) * kPictures);
  }
  EXPECT_EQ(pictures.alive(), 0);
}

TEST(BatchLoader, EndsAtAnyTime) {
  Batches batches;
  for (std::int64_t index = 0; index < 1000; ++index) batches.push_back({3 * index, 3 * index + 1});
  for (int taken = 0; taken < 12; ++taken) {
    CountedPictures pictures;
    {
      BatchLoader loader(
          batches, [&](std::int64_t index) { return pictures.load(index); }, loader_options(4, 2));
      for (int i = 0; i < taken; ++i) EXPECT_TRUE(loader.next());
    }
    EXPECT_EQ(pictures.alive(), 0);
    EXPECT_LE(pictures.most(), 3 * 2);
  }
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

/// What next() throws for a single picture, 7, whose loading throws `error`.
template <class Expected, class Error>
std::string message_of(const Error& error) {
  BatchLoader loader(
      {{7}}, [&](std::int64_t) -> TrainingExample { throw error; }, {}, 32,
      [](std::int64_t index) { return "photos/" + std::to_string(index) + ".jpg"; });
  try {
    loader.next();
  } catch (const Expected& caught) {
    return caught.what();
  }
  return "nothing was thrown";
}

TEST(BatchLoader, ErrorsNameThePictureAndKeepTheirKind) {
  EXPECT_EQ(message_of<InputError>(InputError("it is cut off")), "photos/7.jpg: it is cut off");
  EXPECT_EQ(message_of<InputError>(InputError("photos/7.jpg: it is cut off")),
            "photos/7.jpg: it is cut off");
  EXPECT_EQ(message_of<std::runtime_error>(std::logic_error("no way")), "photos/7.jpg: no way");
  EXPECT_NE(message_of<std::bad_alloc>(std::bad_alloc()), "nothing was thrown");
}

TEST(BatchLoader, ReportsTheFirstPictureThatFailsWhicheverFailsFirst) {
  std::atomic<bool> second_failed{false};
  const auto load = [&](std::int64_t index) -> TrainingExample {
    if (index == 1) {
      second_failed = true;
      throw InputError("the second picture");
    }
    EXPECT_TRUE(comes_true([&] { return second_failed.load(); }));
    throw InputError("the first picture");
  };
  BatchLoader loader({{0, 1}}, load, loader_options(2));
  EXPECT_EQ(input_error_of([&] { loader.next(); }), "the first picture");
}

TEST(BatchLoader, OptionsOutOfRangeAreInputErrors) {
  EXPECT_THROW(BatchLoader({{1}}, numbered_picture, loader_options(-1)), InputError);
  EXPECT_THROW(BatchLoader({{1}}, numbered_picture, loader_options(257)), InputError);
  EXPECT_THROW(BatchLoader({{1}}, numbered_picture, loader_options(1, 0)), InputError);
  EXPECT_THROW(BatchLoader({{1}}, numbered_picture, loader_options(1, 1025)), InputError);
}

TEST(AutomaticWorkers, AreTheCoresThatTrainingLeavesFree) {
  EXPECT_EQ(automatic_workers(8, false), 1);
  EXPECT_EQ(automatic_workers(8, true), 7);
  EXPECT_EQ(automatic_workers(1, true), 1);
  EXPECT_EQ(automatic_workers(96, true), 16);
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
