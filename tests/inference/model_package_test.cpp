#include "inference/model_package.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include "base/error.h"
#include "base/file.h"
#include "inference/small_package.h"
#include "support/errors.h"
#include "support/temporary_folder.h"
#include "support/tensors.h"

namespace hoi {
namespace {

class ModelPackageTest : public ::testing::Test {
 protected:
  /// The refusal of a model file with these metadata and no weights.
  std::string refusal(const std::map<std::string, std::string>& metadata) const {
    write_file_atomically(path_, encode_tensors({}, metadata));
    return input_error_of([this] { read_model_package(path_); });
  }

  TemporaryFolder folder_;
  const std::filesystem::path path_ = folder_.path() / "model.safetensors";
  ModelPackage package_ = small_package(3);
};

TEST_F(ModelPackageTest, AModelFileIsSelfContained) {
  write_model_package(path_, package_);
  const ModelPackage read = read_model_package(path_);
  EXPECT_EQ(read.vocabulary, package_.vocabulary);
  EXPECT_EQ(read.provenance.name, "small");
  EXPECT_EQ(read.provenance.code_version, "0000000");
  EXPECT_EQ(read.config.network.stages, 3);
  EXPECT_EQ(read.config.input.long_side, 128);
  EXPECT_EQ(read.sha256.size(), 64U);
}

TEST_F(ModelPackageTest, WhatIsLeftOutOfTheFileDoesNotChangePredictions) {
  write_model_package(path_, package_);
  const auto file = SafetensorsFile::read(path_);
  for (const auto& tensor : file.tensors())
    EXPECT_NE(tensor.name.rfind("recognition1.", 0), 0U) << tensor.name;
  auto read = read_model_package(path_);
  // The file holds half-precision weights; give the original the same.
  torch::NoGradGuard no_gradient;
  for (auto& parameter : package_.network->parameters()) {
    parameter.copy_(parameter.to(torch::kFloat16).to(torch::kFloat32));
  }
  for (auto& buffer : package_.network->buffers()) {
    if (buffer.is_floating_point()) buffer.copy_(buffer.to(torch::kFloat16).to(torch::kFloat32));
  }
  PredictionOptions options;
  options.detection = package_.config.network.detection;
  const auto expected = package_.network->predict(small_batch(), {small_truth().faces}, options)[0];
  const auto actual = read.network->predict(small_batch(), {small_truth().faces}, options)[0];
  EXPECT_TRUE(is_close(actual.regions.boxes, expected.regions.boxes));
  EXPECT_TRUE(is_close(actual.pair_scores, expected.pair_scores));
}

TEST_F(ModelPackageTest, AllStagesAreKeptWhereTheVisualFeatureAccumulates) {
  package_.config.network.relation.visual_predecessor = VisualPredecessor::kAccumulated;
  write_model_package(path_, package_);
  const auto file = SafetensorsFile::read(path_);
  EXPECT_EQ(file.tensors().size(), state_of(*package_.network).size());
  const ModelPackage read = read_model_package(path_);
  EXPECT_EQ(read.config.network.relation.visual_predecessor, VisualPredecessor::kAccumulated);
}

TEST_F(ModelPackageTest, FilesThatAreNoModelsAreRefusedWithTheReason) {
  EXPECT_THAT(refusal({}), ::testing::HasSubstr("'format' is missing"));
  EXPECT_THAT(refusal({{"format", "hoi-model/9"}}), ::testing::HasSubstr("hoi-model/9"));
  auto metadata = package_metadata(package_.config, package_.vocabulary, package_.provenance);
  EXPECT_THAT(refusal(metadata), ::testing::HasSubstr("is missing"));
  metadata["vocabulary"] = "{}";
  EXPECT_THAT(refusal(metadata), ::testing::HasSubstr("vocabulary is damaged"));
  metadata["vocabulary"] = R"({"objects":["a"],"verbs":["b"],"person":7,"person_as_object":true})";
  EXPECT_THAT(refusal(metadata), ::testing::HasSubstr("person index 7"));
}

TEST_F(ModelPackageTest, AHostileConfigurationCannotAskForAllMemory) {
  auto metadata = package_metadata(package_.config, package_.vocabulary, package_.provenance);
  metadata["config"] = "[network.localization]\nhidden_features = 1000000000\n";
  EXPECT_THAT(refusal(metadata), ::testing::HasSubstr("network.localization.hidden_features"));
  metadata["config"] = "not toml at all [";
  EXPECT_THAT(refusal(metadata), ::testing::HasSubstr("config"));
}

TEST_F(ModelPackageTest, WeightsOfAnotherNetworkAreRefused) {
  write_file_atomically(path_,
                        encode_tensors(state_of(*small_package(1).network),
                                       package_metadata(package_.config, package_.vocabulary, {})));
  EXPECT_THAT(input_error_of([this] { read_model_package(path_); }),
              ::testing::HasSubstr("another network configuration"));
}

}  // namespace
}  // namespace hoi
