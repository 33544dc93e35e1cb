#include "detection/localization_stage.h"

#include "detection/annotated_regions.h"
#include "support/tensors.h"
#include "vision/box_codec.h"
#include "vision/boxes.h"

namespace hoi {
namespace {

LocalizationStage small_stage(const LocalizationStageOptions& options = {}) {
  BoxHeadOptions head;
  head.channels = 2;
  head.resolution = 7;
  head.hidden_features = 8;
  head.num_objects = 3;
  return LocalizationStage(head, options, RoiAlignOptions{});
}

FeaturePyramid random_pyramid(int64_t batch) {
  FeaturePyramid image;
  for (int64_t stride = 4; stride <= 64; stride *= 2) {
    image.levels.push_back(torch::randn({batch, 2, 128 / stride, 128 / stride})
                               .contiguous(torch::MemoryFormat::ChannelsLast));
    image.strides.push_back(stride);
  }
  return image;
}

/// `count` boxes of 10 x 10 pixels, apart from each other and from the top-left corner.
torch::Tensor scattered_boxes(int64_t count) {
  const auto i = torch::arange(count, torch::kFloat32);
  const auto x = 200 + 20 * i.remainder(30), y = 20 * i.div(30, "floor");
  return torch::stack({x, y, x + 10, y + 10}, 1);
}

TEST(LocalizationStageTest, DefaultsAreThoseOfTheSpecification) {
  const std::vector<double> thresholds{0.5, 0.6, 0.7, 0.75, 0.8};
  const std::vector<double> deviations{0.1, 0.05, 0.033, 0.025, 0.02};
  const std::vector<double> size_deviations{0.2, 0.1, 0.067, 0.05, 0.04};
  for (int64_t t = 1; t <= 5; ++t) {
    const auto stage = default_localization_stage(t);
    const auto i = static_cast<std::size_t>(t - 1);
    EXPECT_EQ(stage.iou_threshold, thresholds[i]);
    EXPECT_EQ(stage.deviations, (std::array<double, 4>{deviations[i], deviations[i],
                                                       size_deviations[i], size_deviations[i]}));
    EXPECT_EQ(stage.regions_per_image, 512);
    EXPECT_EQ(stage.positive_fraction, 0.25);
  }
  EXPECT_THROW(default_localization_stage(0), std::out_of_range);
  EXPECT_THROW(default_localization_stage(6), std::out_of_range);
}

TEST(LocalizationStageTest, SamplesMatchesAtTheThresholdOfTheStage) {
  LocalizationStageOptions options;
  options.iou_threshold = 0.6;
  auto stage = small_stage(options);
  auto generator = seeded(1);
  const auto truth =
      truth_of(torch::tensor({{0.F, 0.F, 10.F, 10.F}, {50.F, 0.F, 60.F, 10.F}}), {2, 1});
  const auto proposals = torch::tensor({{50.F, 0.F, 60.F, 6.1F},  // IoU 0.61 with row 1
                                        {0.F, 0.F, 10.F, 5.9F},   // IoU 0.59 with row 0
                                        {90.F, 90.F, 99.F, 99.F}});
  const SampledRegions sample = stage->sample(proposals, truth, generator);
  EXPECT_TRUE(is_close(sample.boxes, torch::cat({truth.boxes, proposals}), 0));
  EXPECT_TRUE(sample.is_positive.equal(torch::tensor({true, true, true, false, false})));
  EXPECT_TRUE(sample.is_ground_truth.equal(torch::tensor({true, true, false, false, false})));
  EXPECT_TRUE(sample.gt_index.slice(0, 0, 3).equal(torch::tensor({0, 1, 1}, torch::kInt64)));
}

TEST(LocalizationStageTest, SamplesAQuarterOfPositives) {
  LocalizationStageOptions options;
  options.regions_per_image = 64;
  auto stage = small_stage(options);
  const auto object = torch::tensor({{0.F, 0.F, 10.F, 10.F}});
  const auto proposals = torch::cat({object.expand({100, 4}), scattered_boxes(200)});
  const auto draw = [&](uint64_t seed) {
    auto generator = seeded(seed);
    return stage->sample(proposals, truth_of(object, {0}), generator);
  };
  const SampledRegions sample = draw(1);
  EXPECT_EQ(sample.boxes.size(0), 64);
  EXPECT_EQ(sample.is_positive.sum().item<int64_t>(), 16);
  EXPECT_FALSE(sample.boxes.requires_grad());
  EXPECT_TRUE(sample.boxes.equal(draw(1).boxes));
  EXPECT_FALSE(sample.boxes.equal(draw(2).boxes));
}

TEST(LocalizationStageTest, WithoutObjectsAllRegionsAreNegative) {
  auto stage = small_stage();
  auto generator = seeded(1);
  const auto empty = truth_of(torch::zeros({0, 4}), {});
  EXPECT_FALSE(stage->sample(scattered_boxes(5), empty, generator).is_positive.any().item<bool>());
  EXPECT_EQ(stage->sample(torch::zeros({0, 4}), empty, generator).boxes.size(0), 0);
}

TEST(LocalizationStageTest, CrowdRegionsAreNotSampledButAnnotatedObjectsInThemAre) {
  auto stage = small_stage();
  auto generator = seeded(1);
  auto truth = truth_of(torch::tensor({{0.F, 0.F, 10.F, 10.F}}), {0});
  truth.crowd_boxes = torch::tensor({{0.F, 0.F, 100.F, 100.F}});
  const auto proposals =
      torch::tensor({{0.F, 0.F, 10.F, 9.F}, {20.F, 20.F, 30.F, 30.F}, {95.F, 0.F, 110.F, 10.F}});
  const SampledRegions sample = stage->sample(proposals, truth, generator);
  EXPECT_TRUE(
      is_close(sample.boxes, torch::tensor({{0.F, 0.F, 10.F, 10.F}, {95.F, 0.F, 110.F, 10.F}}), 0));
  EXPECT_TRUE(sample.is_positive.equal(torch::tensor({true, false})));
}

TEST(LocalizationStageTest, RefinedBoxesAreDecodedClippedAndDetached) {
  torch::manual_seed(1);
  LocalizationStageOptions options;
  options.deviations = {.05, .05, .1, .1};
  auto stage = small_stage(options);
  {
    torch::NoGradGuard no_gradient;
    stage->named_parameters()["head.deltas.weight"].zero_();
    stage->named_parameters()["head.deltas.bias"].copy_(torch::tensor({10.F, 0.F, 0.F, 0.F}));
  }
  const auto boxes = torch::tensor({{0.F, 10.F, 40.F, 50.F}, {60.F, 0.F, 100.F, 40.F}});
  const auto output = stage->forward(random_pyramid(2), boxes, torch::tensor({0, 1}, torch::kInt64),
                                     {{128, 128}, {30, 100}});
  // dx = 10 * 0.05 of the width: 20 pixels to the right, then clipped to each image.
  EXPECT_TRUE(
      is_close(output.boxes, torch::tensor({{20.F, 10.F, 60.F, 50.F}, {80.F, 0.F, 100.F, 30.F}})));
  EXPECT_FALSE(output.boxes.requires_grad());
  EXPECT_TRUE(output.deltas.requires_grad());
  EXPECT_EQ(output.class_logits.sizes(), (std::vector<int64_t>{2, 4}));
}

TEST(LocalizationStageTest, TakesNoRegions) {
  auto stage = small_stage();
  const auto output = stage->forward(random_pyramid(1), torch::zeros({0, 4}),
                                     torch::zeros({0}, torch::kInt64), {{128, 128}});
  EXPECT_EQ(output.class_logits.sizes(), (std::vector<int64_t>{0, 4}));
  EXPECT_EQ(output.boxes.sizes(), (std::vector<int64_t>{0, 4}));
}

/// Two positives and one negative, then the rows of an image without objects.
struct HandExample {
  std::vector<SampledRegions> samples;
  std::vector<GroundTruth> truths;
  LocalizationOutput output;
};

HandExample hand_example() {
  const auto truth =
      truth_of(torch::tensor({{10.F, 10.F, 30.F, 30.F}, {0.F, 0.F, 8.F, 8.F}}), {2, 0});
  SampledRegions first;
  first.boxes =
      torch::tensor({{10.F, 10.F, 30.F, 30.F}, {12.F, 10.F, 32.F, 30.F}, {90.F, 90.F, 99.F, 99.F}});
  first.gt_index = torch::tensor({0, 0, 1}, torch::kInt64);
  first.is_positive = torch::tensor({true, true, false});
  first.is_ground_truth = torch::tensor({true, false, false});
  SampledRegions second;
  second.boxes = torch::tensor({{5.F, 5.F, 9.F, 9.F}});
  second.gt_index = torch::zeros({1}, torch::kInt64);
  second.is_positive = torch::tensor({false});
  second.is_ground_truth = torch::tensor({false});
  LocalizationOutput output;
  output.class_logits = torch::zeros({4, 4}).requires_grad_();
  output.deltas = torch::zeros({4, 4}).requires_grad_();
  return {{first, second}, {truth, truth_of(torch::zeros({0, 4}), {})}, output};
}

TEST(LocalizationStageTest, LossOfAHandWorkedExample) {
  auto stage = small_stage();
  HandExample example = hand_example();
  {
    torch::NoGradGuard no_gradient;
    example.output.class_logits[0][3] = 1;  // object 2 is column 3
    example.output.class_logits[2][0] = 2;  // background is column 0
  }
  const auto loss = stage->loss(example.output, example.samples, example.truths);
  const double e = std::exp(1.0);
  const double expected =
      (std::log(e + 3) - 1) + std::log(4.0) + (std::log(e * e + 3) - 2) + std::log(4.0);
  EXPECT_NEAR(loss.classification.item<double>(), expected / 4, 1e-6);
  // Row 0 is exact; row 1 wants dx = -2 / 20 / 0.1 = -1: smooth-L1 0.5, over four sampled rows.
  EXPECT_NEAR(loss.box.item<double>(), 0.5 / 4, 1e-5);
  (loss.classification + loss.box).backward();
  EXPECT_NEAR(example.output.deltas.grad()[1][0].item<double>(), 1.0 / 4, 1e-5);
  EXPECT_EQ(example.output.deltas.grad()[2].abs().sum().item<double>(),
            0);  // negatives have no box
}

TEST(LocalizationStageTest, ImagesWithUnannotatedObjectsAreLeftOutOfLossAndNormalizer) {
  auto stage = small_stage();
  HandExample example = hand_example();
  example.truths[0].boxes_exhaustive = false;
  auto loss = stage->loss(example.output, example.samples, example.truths);
  EXPECT_NEAR(loss.classification.item<double>(), std::log(4.0), 1e-6);
  EXPECT_EQ(loss.box.item<double>(), 0);

  example.truths[1].boxes_exhaustive = false;
  loss = stage->loss(example.output, example.samples, example.truths);
  const auto total = loss.classification + loss.box;
  EXPECT_EQ(total.item<double>(), 0);
  total.backward();
  EXPECT_EQ(example.output.class_logits.grad().abs().sum().item<double>(), 0);
  EXPECT_EQ(example.output.deltas.grad().abs().sum().item<double>(), 0);
}

TEST(LocalizationStageTest, TrainingOnItsTargetsMovesBoxesOntoTheObject) {
  torch::manual_seed(2);
  auto stage = small_stage();
  const auto truth = truth_of(torch::tensor({{20.F, 20.F, 60.F, 70.F}}), {1});
  const auto proposals = torch::tensor({{26.F, 24.F, 66.F, 70.F}, {90.F, 90.F, 120.F, 120.F}});
  const auto image = random_pyramid(1);
  torch::optim::Adam optimizer(stage->parameters(), torch::optim::AdamOptions(0.01));
  auto generator = seeded(1);
  LocalizationOutput output;
  for (int step = 0; step < 150; ++step) {
    const SampledRegions sample = stage->sample(proposals, truth, generator);
    output = stage->forward(image, sample.boxes, torch::zeros({3}, torch::kInt64), {{128, 128}});
    const auto loss = stage->loss(output, {sample}, {truth});
    optimizer.zero_grad();
    (loss.classification + loss.box).backward();
    optimizer.step();
  }
  // Rows: the object itself, the near proposal, the far one.
  EXPECT_TRUE(output.class_logits.argmax(1).equal(torch::tensor({2, 2, 0}, torch::kInt64)));
  EXPECT_GT(box_iou(output.boxes.slice(0, 1, 2), truth.boxes).item<float>(), 0.9);
}

}  // namespace
}  // namespace hoi
