#include "training/precision_check.h"

#include <gtest/gtest.h>

#include "support/errors.h"

namespace hoi {
namespace {

TEST(PrecisionCheck, OnlyBfloat16OnAnOlderProcessorIsRefused) {
  EXPECT_NO_THROW(require_precision(Precision::kFloat32, torch::kCPU, false));
  EXPECT_NO_THROW(require_precision(Precision::kBfloat16, torch::kCPU, true));
  EXPECT_NO_THROW(require_precision(Precision::kBfloat16, torch::Device("cuda:0"), false));
  EXPECT_THROW(require_precision(Precision::kBfloat16, torch::kCPU, false), InputError);
}

}  // namespace
}  // namespace hoi
