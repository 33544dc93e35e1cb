#include "detection/region_proposal_network.h"

#include "detection/annotated_regions.h"
#include "support/counted_waits.h"
#include "support/tensors.h"
#include "vision/mixed_precision.h"

namespace hoi {
namespace {

FeaturePyramid blank_pyramid(int64_t batch, int64_t channels, int64_t height, int64_t width) {
  FeaturePyramid image;
  for (int64_t stride = 4; stride <= 64; stride *= 2) {
    image.levels.push_back(torch::zeros(
        {batch, channels, (height + stride - 1) / stride, (width + stride - 1) / stride}));
    image.strides.push_back(stride);
  }
  return image;
}

/// One image with the given anchors, logits 0 and deltas 0.
RegionProposalOutput output_of(const torch::Tensor& anchors) {
  RegionProposalOutput output;
  output.anchors = anchors;
  output.objectness = torch::zeros({1, anchors.size(0)});
  output.deltas = torch::zeros({1, anchors.size(0), 4});
  output.level_sizes = {anchors.size(0)};
  return output;
}

TEST(RegionProposalNetworkTest, HasTheParametersOfTheSpecification) {
  RegionProposalNetwork network(RegionProposalOptions{}, 256);
  int64_t count = 0;
  for (const auto& parameter : network->parameters()) count += parameter.numel();
  EXPECT_EQ(count, 593935);  // 0.6 M
  EXPECT_NEAR(network->named_parameters()["shared.weight"].std().item<double>(), 0.01, 1e-4);
}

TEST(RegionProposalNetworkTest, AFullSizeImageHas268569Anchors) {
  RegionProposalNetwork network(RegionProposalOptions{}, 2);
  torch::NoGradGuard no_gradient;
  const auto output = network->forward(blank_pyramid(1, 2, 800, 1344));
  EXPECT_EQ(output.anchors.size(0), 268569);
  EXPECT_EQ(output.objectness.sizes(), (std::vector<int64_t>{1, 268569}));
  EXPECT_EQ(output.deltas.sizes(), (std::vector<int64_t>{1, 268569, 4}));
  EXPECT_EQ(output.level_sizes, (std::vector<int64_t>{201600, 50400, 12600, 3150, 819}));
}

TEST(RegionProposalNetworkTest, TheConventionOfAnchorsReachesEveryLevel) {
  RegionProposalOptions options;
  options.anchor_convention = AnchorConvention::kTorchvision;
  RegionProposalNetwork network(options, 2);
  torch::NoGradGuard no_gradient;
  const auto output = network->forward(blank_pyramid(1, 2, 160, 192));
  // The last anchor of P6: cell (2, 2) of 3 x 3 in 160 x 192 pixels, side 512, twice as high as
  // wide.
  EXPECT_TRUE(is_close(output.anchors[-1],
                       torch::tensor({128.F - 181, 106.F - 362, 128.F + 181, 106.F + 362}), 0));
}

TEST(RegionProposalNetworkTest, ProposalsHaveAtLeastTheSmallestSize) {
  RegionProposalOptions options;
  options.min_size = 0.25;
  RegionProposalNetwork network(options, 1);
  network->eval();
  const auto output =
      output_of(torch::tensor({{50.F, 50.F, 60.F, 50.5F}, {10.F, 10.F, 10.125F, 20.F}}));
  const auto boxes = network->proposals(output, {{100, 100}})[0];
  EXPECT_TRUE(is_close(boxes, torch::tensor({{50.F, 50.F, 60.F, 50.5F}})));
}

TEST(RegionProposalNetworkTest, OutputsBelongToTheAnchorOfTheirRow) {
  RegionProposalNetwork network(RegionProposalOptions{}, 1);
  torch::NoGradGuard no_gradient;
  const auto names = network->named_parameters();
  names["shared.weight"].zero_();
  names["shared.weight"][0][0][1][1] = 1;
  names["objectness.weight"].fill_(1);
  names["objectness.bias"].copy_(torch::tensor({1.F, 2.F, 3.F}));
  names["deltas.bias"].copy_(torch::arange(12, torch::kFloat32));
  names["deltas.weight"].zero_();
  FeaturePyramid image = blank_pyramid(2, 1, 64, 128);
  image.levels[1][1][0][3][5] = 10;  // image 1, stride 8, cell y = 3, x = 5
  const auto output = network->forward(image);
  const int64_t row = output.level_sizes[0] + (3 * 16 + 5) * 3;
  EXPECT_TRUE(is_close(output.objectness[1].slice(0, row - 1, row + 4),
                       torch::tensor({3.F, 11.F, 12.F, 13.F, 1.F})));
  EXPECT_TRUE(
      is_close(output.objectness[0].slice(0, row, row + 3), torch::tensor({1.F, 2.F, 3.F})));
  EXPECT_TRUE(is_close(output.deltas[0][row + 1], torch::tensor({4.F, 5.F, 6.F, 7.F})));
  EXPECT_TRUE(is_close(output.anchors[row + 1],
                       torch::tensor({12.F, -4.F, 76.F, 60.F})));  // centre (44, 28)
}

TEST(RegionProposalNetworkTest, ProposalsAreClippedFilteredAndSuppressedWithinTheirLevel) {
  RegionProposalNetwork network(RegionProposalOptions{}, 1);
  network->eval();
  RegionProposalOutput output =
      output_of(torch::tensor({{0.F, 0.F, 20.F, 20.F},
                               {0.F, 0.F, 20.F, 19.F},     // overlaps row 0
                               {-10.F, 30.F, 10.F, 60.F},  // to be clipped
                               {50.F, 50.F, 60.F, 50.5F},  // too flat
                               {0.F, 0.F, 20.F, 20.F}}));  // other level
  output.objectness = torch::tensor({{1.F, 2.F, 3.F, 4.F, 0.F}});
  output.level_sizes = {4, 1};
  const auto proposals = network->proposals(output, {{50, 80}});
  ASSERT_EQ(proposals.size(), 1U);
  EXPECT_TRUE(is_close(
      proposals[0],
      torch::tensor({{0.F, 30.F, 10.F, 50.F}, {0.F, 0.F, 20.F, 19.F}, {0.F, 0.F, 20.F, 20.F}})));
}

TEST(RegionProposalNetworkTest, CountsApplyPerLevelAndPerImageAndFollowTheMode) {
  RegionProposalOptions options;
  options.train_proposals = 3;
  options.test_proposals = 2;
  RegionProposalNetwork network(options, 1);
  const auto corner = torch::arange(8, torch::kFloat32).view({8, 1}) * 10;
  RegionProposalOutput output = output_of(torch::cat({corner, corner, corner + 8, corner + 8}, 1));
  output.level_sizes = {5, 3};
  output.objectness = torch::tensor({{1.F, 2.F, 3.F, 4.F, 5.F, 9.F, 0.F, 8.F}});
  const std::vector<ImageSize> sizes{{100, 100}};
  const auto first = [](const std::vector<torch::Tensor>& proposals) {
    return proposals[0].select(1, 0);
  };
  network->train();
  EXPECT_TRUE(
      is_close(first(network->proposals(output, sizes)), torch::tensor({40.F, 50.F, 70.F})));
  network->eval();
  EXPECT_TRUE(is_close(first(network->proposals(output, sizes)), torch::tensor({50.F, 70.F})));
  // Per level before NMS: of five good boxes in one level only two are ever decoded.
  output.objectness = torch::tensor({{1.F, 2.F, 3.F, 4.F, 5.F, 0.F, 0.F, 0.F}});
  EXPECT_TRUE(is_close(first(network->proposals(output, sizes)), torch::tensor({40.F, 30.F})));
}

TEST(RegionProposalNetworkTest, InTrainingScoresThatChangePlacesChangeNoProposal) {
  RegionProposalNetwork network(RegionProposalOptions{}, 1);
  network->train();
  const auto corner = torch::tensor({{20.F}, {0.F}, {30.F}, {10.F}});
  RegionProposalOutput output = output_of(torch::cat({corner, corner, corner + 8, corner + 8}, 1));
  output.level_sizes = {3, 1};
  for (const auto& scores :
       {torch::tensor({{1.F, 2.F, 3.F, 4.F}}), torch::tensor({{2.F, 1.F, 4.F, 3.F}})}) {
    output.objectness = scores;
    const auto boxes = network->proposals(output, {{100, 100}})[0];
    EXPECT_TRUE(is_close(boxes, output.anchors));
  }
}

TEST(RegionProposalNetworkTest, ProposalsApplyTheDeltasWithoutGradient) {
  RegionProposalNetwork network(RegionProposalOptions{}, 1);
  RegionProposalOutput output = output_of(torch::tensor({{10.F, 10.F, 20.F, 30.F}}));
  output.deltas = torch::tensor({{{0.5F, -0.25F, 0.F, 0.F}}}).requires_grad_();
  const auto boxes = network->proposals(output, {{100, 100}})[0];
  EXPECT_TRUE(is_close(boxes, torch::tensor({{15.F, 5.F, 25.F, 25.F}})));
  EXPECT_FALSE(boxes.requires_grad());
}

TEST(RegionProposalNetworkTest, LossOfAHandWorkedImage) {
  RegionProposalNetwork network(RegionProposalOptions{}, 1);
  RegionProposalOutput output =
      output_of(torch::tensor({{10.F, 10.F, 20.F, 20.F},      // IoU 1
                               {10.F, 10.F, 20.F, 15.F},      // IoU 0.5: ignored
                               {40.F, 40.F, 50.F, 50.F},      // background
                               {-1.F, 10.F, 19.F, 20.F},      // crosses the border
                               {95.F, 95.F, 101.F, 99.F}}));  // crosses the border
  output.objectness = torch::tensor({{2.F, 50.F, -1.F, 50.F, 50.F}});
  output.deltas = torch::zeros({1, 5, 4});
  output.deltas[0][0] = torch::tensor({0.1F, 1.F, 0.F, 0.F});
  output.deltas[0][2].fill_(9);
  std::vector<torch::Generator> generators{seeded(1)};
  const auto loss = network->loss(output, {truth_of(torch::tensor({{10.F, 10.F, 20.F, 20.F}}))},
                                  {{100, 100}}, generators);
  EXPECT_EQ(loss.rows, 2);
  EXPECT_NEAR(loss.objectness.item<double>(),
              (std::log1p(std::exp(-2.0)) + std::log1p(std::exp(-1.0))) / 2, 1e-6);
  // 0.5 * 0.1^2 * 9 + 1 - 1 / 18, over the two sampled anchors
  EXPECT_NEAR(loss.box.item<double>(), (0.045 + 1 - 1.0 / 18) / 2, 1e-6);
}

TEST(RegionProposalNetworkTest, AnAnchorBeyondTheBorderIsNoObjectsBestOne) {
  RegionProposalNetwork network(RegionProposalOptions{}, 1);
  RegionProposalOutput output = output_of(torch::tensor({{-1.F, 0.F, 9.F, 20.F},       // IoU 0.82
                                                         {0.F, 0.F, 10.F, 10.F},       // IoU 0.5
                                                         {60.F, 60.F, 70.F, 70.F}}));  // background
  output.objectness = torch::tensor({{50.F, 2.F, -1.F}});
  std::vector<torch::Generator> generators{seeded(1)};
  const auto loss = network->loss(output, {truth_of(torch::tensor({{0.F, 0.F, 10.F, 20.F}}))},
                                  {{100, 100}}, generators);
  EXPECT_EQ(loss.rows, 2);
  EXPECT_NEAR(loss.objectness.item<double>(),
              (std::log1p(std::exp(-2.0)) + std::log1p(std::exp(-1.0))) / 2, 1e-6);
}

TEST(RegionProposalNetworkTest, OutputsInBfloat16AreFloat32) {
  RegionProposalNetwork network(RegionProposalOptions{}, 2);
  const PrecisionScope reduced(Precision::kBfloat16, torch::kCPU);
  const auto output = network->forward(blank_pyramid(1, 2, 64, 64));
  EXPECT_EQ(output.objectness.scalar_type(), torch::kFloat32);
  EXPECT_EQ(output.deltas.scalar_type(), torch::kFloat32);
}

// The CPU suppresses without counting rows; a GPU's kernels say once per image how many survive.
TEST(RegionProposalNetworkTest, WaitsTwicePerImageForTheLossAndOnceForTheLargeProposals) {
  RegionProposalNetwork network(RegionProposalOptions{}, 2);
  const auto output = network->forward(blank_pyramid(2, 2, 64, 64));
  const auto truth = truth_of(torch::tensor({{10.F, 10.F, 40.F, 40.F}}));
  const std::vector<ImageSize> sizes{{64, 64}, {64, 64}};
  std::vector<torch::Generator> generators{seeded(1), seeded(2)};
  EXPECT_EQ(waits_of([&] { network->loss(output, {truth, truth}, sizes, generators); }), 4);
  EXPECT_EQ(waits_of([&] { network->proposals(output, sizes); }), 2);
}

TEST(RegionProposalNetworkTest, BothLossesAreDividedByAllSampledAnchorsOfTheBatch) {
  RegionProposalOptions options;
  options.anchors_per_image = 4;
  RegionProposalNetwork network(options, 1);
  const auto corner = torch::arange(9, torch::kFloat32).view({9, 1}) * 10;
  RegionProposalOutput output = output_of(torch::cat({corner, corner, corner + 8, corner + 8}, 1));
  output.objectness = torch::zeros({2, 9});
  output.deltas = torch::ones({2, 9, 4});
  std::vector<torch::Generator> generators{seeded(1), seeded(2)};
  const auto loss = network->loss(
      output, {truth_of(output.anchors.slice(0, 0, 3)), truth_of(torch::zeros({0, 4}))},
      {{100, 100}, {100, 100}}, generators);
  EXPECT_EQ(loss.rows, 8);
  EXPECT_NEAR(loss.objectness.item<double>(), std::log(2.0), 1e-6);
  EXPECT_NEAR(loss.box.item<double>(), 2 * 4 * (1 - 1.0 / 18) / 8,
              1e-5);  // two positives of eight rows
}

TEST(RegionProposalNetworkTest, CrowdsAreNeitherPositiveNorNegative) {
  RegionProposalNetwork network(RegionProposalOptions{}, 1);
  RegionProposalOutput output = output_of(torch::tensor(
      {{10.F, 10.F, 20.F, 20.F}, {40.F, 40.F, 50.F, 50.F}, {60.F, 60.F, 70.F, 70.F}}));
  output.objectness = torch::tensor({{3.F, 3.F, -2.F}});
  GroundTruth truth = truth_of(torch::tensor({{10.F, 10.F, 20.F, 20.F}}));
  truth.crowd_boxes = torch::tensor({{0.F, 0.F, 55.F, 55.F}});
  std::vector<torch::Generator> generators{seeded(1)};
  const auto loss = network->loss(output, {truth}, {{100, 100}}, generators);
  EXPECT_NEAR(loss.objectness.item<double>(), std::log1p(std::exp(-2.0)), 1e-6);
  EXPECT_EQ(loss.box.item<double>(), 0);
}

TEST(RegionProposalNetworkTest, AnImageWithUnannotatedObjectsTeachesNothing) {
  RegionProposalNetwork network(RegionProposalOptions{}, 2);
  const auto output = network->forward(blank_pyramid(1, 2, 64, 64));
  GroundTruth truth = truth_of(torch::tensor({{10.F, 10.F, 40.F, 40.F}}));
  truth.boxes_exhaustive = false;
  std::vector<torch::Generator> generators{seeded(1)};
  const auto loss = network->loss(output, {truth}, {{64, 64}}, generators);
  const auto total = loss.objectness + loss.box;
  EXPECT_EQ(total.item<float>(), 0);
  total.backward();
  for (const auto& parameter : network->named_parameters()) {
    ASSERT_TRUE(parameter.value().grad().defined()) << parameter.key();
    EXPECT_EQ(parameter.value().grad().abs().sum().item<float>(), 0) << parameter.key();
  }
}

}  // namespace
}  // namespace hoi
