#include "vision/mixed_precision.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace hoi {
namespace {

torch::ScalarType type_of_product() {
  return torch::ones({2, 2}).matmul(torch::ones({2, 2})).scalar_type();
}

TEST(PrecisionScope, Bfloat16LastsAsLongAsTheScope) {
  EXPECT_EQ(type_of_product(), torch::kFloat32);
  {
    const PrecisionScope reduced(Precision::kBfloat16, torch::kCPU);
    EXPECT_EQ(type_of_product(), torch::kBFloat16);
  }
  EXPECT_EQ(type_of_product(), torch::kFloat32);
}

TEST(PrecisionScope, Float32InsideOfBfloat16SwitchesBack) {
  const PrecisionScope reduced(Precision::kBfloat16, torch::kCPU);
  {
    const PrecisionScope exact(Precision::kFloat32, torch::kCPU);
    EXPECT_EQ(type_of_product(), torch::kFloat32);
    const PrecisionScope again(Precision::kBfloat16, torch::kCPU);
    EXPECT_EQ(type_of_product(), torch::kBFloat16);
  }
  EXPECT_EQ(type_of_product(), torch::kBFloat16);
}

TEST(PrecisionScope, Float32AloneChangesNothing) {
  const PrecisionScope exact(Precision::kFloat32, torch::kCPU);
  EXPECT_EQ(type_of_product(), torch::kFloat32);
  EXPECT_EQ(torch::ones({2}, torch::kFloat64).dot(torch::ones({2}, torch::kFloat64)).scalar_type(),
            torch::kFloat64);
}

TEST(PrecisionScope, EndsWithAnException) {
  try {
    const PrecisionScope reduced(Precision::kBfloat16, torch::kCPU);
    throw std::runtime_error("a step that fails");
  } catch (const std::runtime_error&) {
  }
  EXPECT_EQ(type_of_product(), torch::kFloat32);
}

TEST(PrecisionScope, ParametersAndTheirGradientsStayFloat32) {
  torch::nn::Linear layer(3, 2);
  const auto before = layer->weight.detach().clone();
  torch::Tensor output;
  {
    const PrecisionScope reduced(Precision::kBfloat16, torch::kCPU);
    output = layer->forward(torch::ones({4, 3}));
  }
  EXPECT_EQ(output.scalar_type(), torch::kBFloat16);
  at_least_float32(output).sum().backward();
  EXPECT_TRUE(torch::equal(layer->weight, before));
  EXPECT_EQ(layer->weight.grad().scalar_type(), torch::kFloat32);
  EXPECT_TRUE(torch::equal(layer->weight.grad(), torch::full({2, 3}, 4.0F)));
}

// LibTorch keeps copies of parameters; one that was made without a graph must not serve a loss.
TEST(PrecisionScope, AParameterUsedWithoutGradientBeforeStillGetsOne) {
  torch::nn::Linear layer(3, 2);
  const PrecisionScope reduced(Precision::kBfloat16, torch::kCPU);
  {
    torch::NoGradGuard no_gradient;
    layer->forward(torch::ones({1, 3}));
  }
  at_least_float32(layer->forward(torch::ones({1, 3}))).sum().backward();
  ASSERT_TRUE(layer->weight.grad().defined());
  EXPECT_TRUE(torch::equal(layer->weight.grad(), torch::ones({2, 3})));
}

TEST(PrecisionScope, RefusesBfloat16OnOtherDevices) {
  EXPECT_THROW(PrecisionScope(Precision::kBfloat16, torch::Device("meta")), c10::Error);
  const PrecisionScope exact(Precision::kFloat32, torch::Device("meta"));
}

TEST(AtLeastFloat32, WidensReducedTypesOnly) {
  for (const auto type : {torch::kFloat16, torch::kBFloat16}) {
    EXPECT_EQ(at_least_float32(torch::ones({2}, type)).scalar_type(), torch::kFloat32);
    EXPECT_EQ(at_least_float32(torch::TensorOptions(type)).dtype(), torch::kFloat32);
  }
  for (const auto type : {torch::kFloat32, torch::kFloat64, torch::kInt64}) {
    const auto tensor = torch::ones({2}, type);
    EXPECT_TRUE(at_least_float32(tensor).is_same(tensor));
    EXPECT_EQ(at_least_float32(tensor.options()).dtype(), tensor.dtype());
  }
}

}  // namespace
}  // namespace hoi
