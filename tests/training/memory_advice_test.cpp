#include "training/memory_advice.h"

#include <new>
#include <stdexcept>

#include <c10/util/Exception.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include "base/error.h"

namespace hoi {
namespace {

TEST(OutOfMemory, IsKnownByTypeAndByWords) {
  EXPECT_TRUE(is_out_of_memory(std::bad_alloc()));
  EXPECT_TRUE(is_out_of_memory(c10::OutOfMemoryError({"f", "f.cpp", 1}, "CUDA")));
  EXPECT_TRUE(is_out_of_memory(std::runtime_error("CUDA error: out of memory")));
  EXPECT_TRUE(is_out_of_memory(std::runtime_error("CUBLAS_STATUS_ALLOC_FAILED when calling")));
  EXPECT_TRUE(is_out_of_memory(InputError("a.jpg: the image is damaged (Failed to allocate 9)")));
  EXPECT_FALSE(is_out_of_memory(std::runtime_error("expected 3 channels")));
  EXPECT_FALSE(is_out_of_memory(InputError("a.jpg: the file is empty")));
}

TEST(OutOfMemory, IsWhatTheAllocatorOfLibTorchThrows) {
  try {
    torch::empty({int64_t{1} << 50}, torch::kUInt8);
    FAIL() << "a petabyte was there";
  } catch (const std::exception& error) {
    EXPECT_TRUE(is_out_of_memory(error)) << error.what();
  }
}

TEST(MemoryAdvice, NamesTheSettingsMostUsefulFirstWithTheirValues) {
  ExperimentOptions experiment;
  const std::string text = memory_advice(experiment);
  std::size_t last = 0;
  for (const char* part :
       {"training.images_at_once (now 0, all 16", "training.images_per_step (now 16)",
        "input.short_side and input.long_side (now 800 and 1333)",
        "network.pairs.pairs_per_image (now 128)",
        "network.localization.regions_per_image (now 512)"}) {
    const auto at = text.find(part);
    ASSERT_NE(at, std::string::npos) << part;
    EXPECT_GE(at, last) << part;
    last = at;
  }
  EXPECT_EQ(text.find('\n'), std::string::npos);
  experiment.training.images_at_once = 4;
  experiment.data.augmentation.short_sides = {640, 960};
  EXPECT_THAT(memory_advice(experiment), ::testing::HasSubstr("images_at_once (now 4"));
  EXPECT_THAT(memory_advice(experiment), ::testing::HasSubstr("short_sides (now up to 960)"));
}

}  // namespace
}  // namespace hoi
