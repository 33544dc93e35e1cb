#include "model/tensor_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include "base/error.h"
#include "support/tensors.h"

namespace hoi {
namespace {

std::string state_refusal(torch::nn::Module& module, const std::string& bytes,
                          const std::vector<std::string>& omitted = {},
                          const std::vector<std::string>& ignored = {}) {
  try {
    load_state(module, SafetensorsFile::parse(bytes, "model"), "model", omitted, ignored);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(TensorFile, AModuleSurvivesTheRoundTrip) {
  torch::manual_seed(1);
  torch::nn::Linear source(3, 2), target(3, 2);
  EXPECT_EQ(state_refusal(*target, encode_tensors(state_of(*source), {})), "");
  EXPECT_TRUE(torch::equal(source->weight, target->weight));
  EXPECT_TRUE(torch::equal(source->bias, target->bias));
}

TEST(TensorFile, HalfPrecisionTouchesFloatingPointOnly) {
  const NamedTensors tensors{{"weights", torch::tensor({1.0F, 1.0F / 3})},
                             {"counts", torch::tensor({int64_t{1} << 40})},
                             {"flags", torch::tensor({true, false})}};
  const auto file = SafetensorsFile::parse(
      encode_tensors(tensors, {{"key", "value"}}, StoredPrecision::kFloat16), "file");
  EXPECT_EQ(file.find("weights")->type, TensorType::kFloat16);
  EXPECT_TRUE(is_close(to_tensor(*file.find("weights")), tensors[0].second, 1e-3));
  EXPECT_TRUE(torch::equal(to_tensor(*file.find("counts")), tensors[1].second));
  EXPECT_TRUE(torch::equal(to_tensor(*file.find("flags")), tensors[2].second));
  EXPECT_EQ(file.metadata().at("key"), "value");
}

TEST(TensorFile, TransposedTensorsAreWrittenInTheirLogicalOrder) {
  const auto matrix = torch::arange(6).reshape({2, 3}).t();
  const auto file = SafetensorsFile::parse(encode_tensors({{"matrix", matrix}}, {}), "file");
  EXPECT_TRUE(torch::equal(to_tensor(*file.find("matrix")), matrix));
}

TEST(TensorFile, MissingUnexpectedAndMisshapenTensorsAreNamedAndChangeNothing) {
  torch::nn::Linear module(3, 2);
  const auto before = module->weight.detach().clone();
  EXPECT_THAT(state_refusal(*module, encode_tensors({{"weight", torch::zeros({2, 3})}}, {})),
              ::testing::HasSubstr("'bias' is missing"));
  const NamedTensors larger{{"weight", torch::zeros({2, 4})}, {"bias", torch::zeros({2})}};
  EXPECT_THAT(state_refusal(*module, encode_tensors(larger, {})),
              ::testing::HasSubstr("'weight' has shape [2, 4], expected [2, 3]"));
  const NamedTensors more{
      {"weight", torch::zeros({2, 3})}, {"bias", torch::zeros({2})}, {"x", torch::zeros({1})}};
  EXPECT_THAT(state_refusal(*module, encode_tensors(more, {})),
              ::testing::HasSubstr("unexpected tensor 'x'"));
  EXPECT_TRUE(torch::equal(module->weight, before));
  EXPECT_EQ(state_refusal(*module, encode_tensors(more, {}), {}, {"x"}), "");
}

TEST(TensorFile, IgnoredPartsMayHaveAnyShapeAndKeepTheirValues) {
  torch::nn::Linear module(3, 2);
  const auto weight = module->weight.detach().clone();
  const NamedTensors other{{"weight", torch::zeros({5})}, {"bias", torch::ones({2})}};
  EXPECT_EQ(state_refusal(*module, encode_tensors(other, {}), {}, {"weight"}), "");
  EXPECT_TRUE(torch::equal(module->weight, weight));
  EXPECT_TRUE(is_close(module->bias, torch::ones({2})));
}

TEST(TensorFile, OmittedPartsKeepTheirValues) {
  torch::nn::Linear module(3, 2);
  const auto bias = module->bias.detach().clone();
  EXPECT_EQ(state_refusal(*module, encode_tensors({{"weight", torch::ones({2, 3})}}, {}), {"bias"}),
            "");
  EXPECT_TRUE(torch::equal(module->bias, bias));
  EXPECT_TRUE(is_close(module->weight, torch::ones({2, 3})));
}

}  // namespace
}  // namespace hoi
