#include "domain/image_result.h"

#include <gtest/gtest.h>

namespace hoi {
namespace {

TEST(ImageResult, StartsWithoutFindings) {
  const ImageResult result;
  EXPECT_TRUE(result.instances.empty());
  EXPECT_TRUE(result.interactions.empty());
}

}  // namespace
}  // namespace hoi
