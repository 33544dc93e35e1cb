// R^1..R^3 against an independent implementation: Eqs. (3)-(16) in NumPy, pair by pair as they
// stand (tools/reference). All outputs of all stages, and the gradients of their loss in every
// parameter and in the pyramid.

#include <algorithm>
#include <map>
#include <ostream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "relation/golden_arrays.h"
#include "relation/recognition_stage.h"
#include "support/tensors.h"

namespace hoi {
namespace {

constexpr int64_t kStages = 3;

/// A case of the reference and the precision to run it in.
struct ReferenceCase {
  std::string name;
  Representation representation;
  VisualPredecessor predecessor;
  torch::ScalarType type;
  double tolerance;  // of the largest difference, relative to the tensor's largest element
};

std::ostream& operator<<(std::ostream& stream, const ReferenceCase& reference) {
  return stream << reference.name << (reference.type == torch::kFloat64 ? "_double" : "_float");
}

/// The example, and the network with the weights of the file.
struct ReferenceNetwork {
  GoldenArrays inputs{"inputs"};
  torch::ScalarType type;
  FeaturePyramid image;
  std::vector<RecognitionStage> stages;
  std::map<std::string, torch::Tensor> leaves;  // what gradients exist for, by name

  explicit ReferenceNetwork(const ReferenceCase& reference) : type(reference.type) {
    for (int64_t level = 0; level < 4; ++level) {
      const auto name = "pyramid" + std::to_string(level);
      image.levels.push_back(inputs[name].to(type).requires_grad_(true));
      image.strides.push_back(512 / image.levels.back().size(3));
      leaves[name] = image.levels.back();
    }
    RecognitionOptions options;
    options.visual_features = inputs["recognition1.fusion.output.bias"].size(0);
    options.geometric_channels = inputs["recognition1.geometric.convolution1.bias"].size(0);
    options.geometric_features = inputs["recognition1.geometric.output.bias"].size(0);
    options.face_hidden_features =
        inputs["recognition1.visual.face_attention.face.hidden.bias"].size(0);
    options.representation = reference.representation;
    options.visual_predecessor = reference.predecessor;
    for (int64_t t = 1; t <= kStages; ++t) add_stage(options, "recognition" + std::to_string(t));
  }

  void add_stage(const RecognitionOptions& options, const std::string& name) {
    RecognitionStage stage(options, image.levels[0].size(1), inputs["prior"], RoiAlignOptions());
    stage->to(type);
    torch::NoGradGuard no_gradient;
    for (auto& parameter : stage->named_parameters()) {
      const auto key = name + "." + parameter.key();
      parameter.value().copy_(inputs[key]);
      leaves[key] = parameter.value();
    }
    stages.push_back(stage);
  }

  RelationInput input(int64_t t) const {
    const auto pairs = inputs["pairs"];
    return of_one_image({inputs["boxes" + std::to_string(t)].to(type),
                         inputs["boxes" + std::to_string(t - 1)].to(type),
                         inputs["labels"],
                         inputs["masks"].to(type),
                         inputs["faces"].to(type),
                         {pairs.select(1, 0).contiguous(), pairs.select(1, 1).contiguous()}},
                        1);
  }

  RelationFeatures features(int64_t t) {
    std::vector<RecognitionStageImpl*> predecessors;
    for (int64_t s = 0; s < t - 1; ++s)
      predecessors.push_back(stages[static_cast<std::size_t>(s)].get());
    return stages[static_cast<std::size_t>(t - 1)]->features(image, input(t), predecessors);
  }
};

/// Largest difference relative to the largest element.
double relative_difference(const torch::Tensor& actual, const torch::Tensor& expected) {
  const double scale = expected.abs().max().item<double>();
  const double difference = (actual.to(torch::kFloat64) - expected).abs().max().item<double>();
  return scale == 0 ? difference : difference / scale;
}

class RelationReference : public ::testing::TestWithParam<ReferenceCase> {
 protected:
  void expect_same(const std::string& name, const torch::Tensor& actual) {
    const auto expected = golden_[name];
    ASSERT_EQ(actual.sizes(), expected.sizes()) << name;
    const double difference = relative_difference(actual.detach(), expected);
    EXPECT_LE(difference, GetParam().tolerance) << name;
    worst_ = std::max(worst_, difference);
  }

  /// Compares all outputs of R^t and gives its loss.
  torch::Tensor expect_same_stage(ReferenceNetwork& network, int64_t t) {
    auto& stage = network.stages[static_cast<std::size_t>(t - 1)];
    const RelationFeatures features = network.features(t);
    const ActionScores scores = stage->classify(features);
    const auto targets = network.inputs["targets"];
    const RelationLoss loss = stage->loss(features, targets, targets.any(1));
    const std::map<std::string, torch::Tensor> outputs{
        {"semantic", features.semantic},     {"geometric", features.geometric},
        {"visual", features.visual},         {"ranking", stage->rank(features)},
        {"score_semantic", scores.semantic}, {"score_geometric", scores.geometric},
        {"score_visual", scores.visual},     {"score", scores.fused()},
        {"ranking_loss", loss.ranking},      {"classification_loss", loss.classification}};
    for (const auto& [name, value] : outputs) {
      expect_same("stage" + std::to_string(t) + "." + name, value);
    }
    return loss.ranking + loss.classification;
  }

  GoldenArrays golden_{GetParam().name};
  double worst_ = 0;
};

TEST_P(RelationReference, AgreesInAllOutputsAndAllGradients) {
  ReferenceNetwork network(GetParam());
  auto loss = torch::zeros({}, network.type);
  const double weights[] = {1, 0.5, 0.25};  // gamma of Eq. (18)
  for (int64_t t = 1; t <= kStages; ++t) {
    loss = loss + weights[t - 1] * expect_same_stage(network, t);
  }
  loss.backward();
  for (const auto& [name, leaf] : network.leaves) {
    ASSERT_TRUE(leaf.grad().defined()) << name;
    expect_same("gradient." + name, leaf.grad());
  }
  // Nothing in the file is left uncompared.
  EXPECT_EQ(golden_.file().tensors().size(), 10 * kStages + network.leaves.size());
  std::ostringstream text;
  text << worst_;
  RecordProperty("largest_relative_difference", text.str());
}

std::vector<ReferenceCase> reference_cases() {
  std::vector<ReferenceCase> cases;
  // The files hold floats, hence 1e-7; in single precision the largest sums are of 294 terms.
  for (const auto& [type, tolerance] :
       {std::pair{torch::kFloat64, 1e-6}, std::pair{torch::kFloat32, 1e-4}}) {
    const auto raw = VisualPredecessor::kRaw;
    cases.push_back({"box", Representation::kBox, raw, type, tolerance});
    cases.push_back({"mask", Representation::kMask, raw, type, tolerance});
    cases.push_back({"max", Representation::kMax, raw, type, tolerance});
    cases.push_back({"sum_accumulated", Representation::kSum, VisualPredecessor::kAccumulated, type,
                     tolerance});
  }
  return cases;
}

INSTANTIATE_TEST_SUITE_P(Cases, RelationReference, ::testing::ValuesIn(reference_cases()),
                         ::testing::PrintToStringParamName());

}  // namespace
}  // namespace hoi
