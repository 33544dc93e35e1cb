#include "vision/device_copy.h"

#include <gtest/gtest.h>
#include <torch/cuda.h>
#include <torch/torch.h>

namespace hoi {
namespace {

TEST(DeviceCopy, OnTheCpuIsTheUsualConversion) {
  const auto host = torch::tensor({1.5, 2.25}, torch::kFloat64);
  const auto copy = copied_to(host, torch::TensorOptions(torch::kFloat32));
  EXPECT_EQ(copy.scalar_type(), torch::kFloat32);
  EXPECT_TRUE(torch::equal(copy, torch::tensor({1.5F, 2.25F})));
  EXPECT_TRUE(copied_to(host, host.options()).is_same(host));
}

TEST(DeviceCopy, TakesNoElements) {
  EXPECT_EQ(copied_to(torch::empty({0, 4}), torch::kFloat32).sizes(), (std::vector<int64_t>{0, 4}));
}

TEST(DeviceCopy, ArrivesOnACudaDeviceBeforeItsReaders) {
  if (!torch::cuda::is_available()) GTEST_SKIP() << "no CUDA device";
  const auto host = torch::arange(1000, torch::kInt64);
  const auto copy = copied_to(host, torch::TensorOptions(torch::kCUDA).dtype(torch::kFloat32));
  EXPECT_TRUE(copy.is_cuda());
  EXPECT_TRUE(torch::equal(copy.cpu(), host.to(torch::kFloat32)));
}

}  // namespace
}  // namespace hoi
