#include "detection/relu_initialization.h"

#include "support/tensors.h"

namespace hoi {
namespace {

TEST(ReluInitializationTest, ZeroesBiasesAndScalesKernelsByTheirFanOut) {
  torch::manual_seed(3);
  torch::nn::Sequential head(torch::nn::Conv2d(torch::nn::Conv2dOptions(16, 32, 3)));
  initialize_relu_convolutions(*head);
  const auto parameters = head->named_parameters();
  EXPECT_EQ(parameters["0.bias"].abs().sum().item<float>(), 0);
  // Standard deviation sqrt(2 / (32 * 9)) = 0.0833
  EXPECT_NEAR(parameters["0.weight"].std().item<double>(), 0.0833, 0.003);
}

}  // namespace
}  // namespace hoi
