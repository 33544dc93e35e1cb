// Pictures that go through R^t together have the features, the losses and the gradients that they
// have alone.

#include <ostream>
#include <string>
#include <vector>

#include "relation/recognition_stage.h"
#include "relation/small_stage.h"
#include "support/counted_waits.h"
#include "support/tensors.h"
#include "vision/box_masks.h"

namespace hoi {
namespace {

constexpr int64_t kBatchImages = 4;
constexpr double kBatchTolerance = 1e-10;  // of numbers around 1, in double precision

struct BatchCase {
  std::string name;
  Representation representation = Representation::kBox;
  VisualPredecessor predecessor = VisualPredecessor::kRaw;
  bool use_face_attention = true;
  bool use_ranking = true;
};

std::ostream& operator<<(std::ostream& stream, const BatchCase& batch) {
  return stream << batch.name;
}

/// What one picture shows and what it teaches.
struct Picture {
  RelationInput input;
  torch::Tensor targets, is_annotated;
};

torch::Tensor random_boxes(int64_t count) {
  const auto corner = 180 * torch::rand({count, 2}, torch::kFloat64);
  return torch::cat({corner, corner + 20 + 50 * torch::rand({count, 2}, torch::kFloat64)}, 1);
}

Picture random_picture(int64_t image, int64_t regions, int64_t faces, int64_t annotated) {
  Picture picture;
  RelationInput& input = picture.input;
  input.boxes = random_boxes(regions);
  input.parent_boxes = input.boxes + 4 * torch::rand({regions, 4}, torch::kFloat64);
  input.labels = torch::arange(regions).remainder(SmallStage::kObjects);
  input.masks = torch::rand({regions, kMaskSize, kMaskSize}, torch::kFloat64);
  // A face in the upper left corner of every region, the best one first.
  input.faces = torch::cat({input.boxes.slice(1, 0, 2), input.boxes.slice(1, 0, 2) + 12,
                            torch::linspace(0.9, 0.5, regions, torch::kFloat64).unsqueeze(1)},
                           1)
                    .slice(0, 0, faces);
  input.pairs = enumerate_pairs(input.labels, 0, true);
  input = of_one_image(input, image);
  const int64_t pairs = input.pairs.size();
  picture.targets =
      torch::rand({pairs, SmallStage::kVerbs}, torch::kFloat64).gt(0.6).to(torch::kFloat64);
  picture.is_annotated = torch::arange(pairs).lt(annotated);
  return picture;
}

/// Features, loss and gradients of some pictures.
struct Outcome {
  RelationFeatures features;
  torch::Tensor ranking, classification;
  std::vector<torch::Tensor> gradients;
};

class RelationBatch : public ::testing::TestWithParam<BatchCase> {
 protected:
  RelationBatch() {
    torch::manual_seed(21);
    const auto prior = torch::rand({SmallStage::kObjects, SmallStage::kVerbs});
    RecognitionOptions options;
    options.resolution = 3;
    options.visual_features = 12;
    options.geometric_channels = 4;
    options.geometric_features = 6;
    options.face_hidden_features = 5;
    options.representation = GetParam().representation;
    options.visual_predecessor = GetParam().predecessor;
    options.use_face_attention = GetParam().use_face_attention;
    options.use_ranking = GetParam().use_ranking;
    for (int64_t t = 0; t < 3; ++t) {
      stages_.emplace_back(options, SmallStage::kChannels, prior, RoiAlignOptions());
      stages_.back()->to(torch::kFloat64);
      for (auto& parameter : stages_.back()->parameters()) leaves_.push_back(parameter);
    }
    for (const int64_t stride : {4, 8, 16, 32}) {
      const int64_t side = 256 / stride;
      image_.levels.push_back(
          torch::randn({kBatchImages, SmallStage::kChannels, side, side}, torch::kFloat64)
              .requires_grad_(true));
      image_.strides.push_back(stride);
      leaves_.push_back(image_.levels.back());
    }
    // Every kind: nothing missing, no faces, no pairs, no annotated pair.
    pictures_ = {random_picture(2, 5, 4, 3), random_picture(0, 4, 0, 2), random_picture(3, 1, 1, 0),
                 random_picture(1, 4, 3, 0)};
    // Regions of one picture at the places of another's are still their own.
    pictures_[1].input.boxes.slice(0, 0, 3).copy_(pictures_[0].input.boxes.slice(0, 0, 3));
    pictures_[1].input.parent_boxes.slice(0, 0, 3).copy_(
        pictures_[0].input.parent_boxes.slice(0, 0, 3));
  }

  Outcome outcome_of(const RelationInput& input, const torch::Tensor& targets,
                     const torch::Tensor& is_annotated) {
    auto& stage = stages_[2];
    Outcome outcome;
    outcome.features = stage->features(image_, input, {stages_[0].get(), stages_[1].get()});
    const auto loss = stage->loss(outcome.features, targets, is_annotated);
    outcome.ranking = loss.ranking.detach();
    outcome.classification = loss.classification.detach();
    const auto gradients = torch::autograd::grad({loss.ranking + loss.classification}, leaves_, {},
                                                 /*retain_graph=*/{}, /*create_graph=*/false,
                                                 /*allow_unused=*/true);
    for (std::size_t i = 0; i < leaves_.size(); ++i) {
      outcome.gradients.push_back(gradients[i].defined() ? gradients[i]
                                                         : torch::zeros_like(leaves_[i]));
    }
    return outcome;
  }

  Picture pictures_together() const {
    std::vector<RelationInput> inputs;
    std::vector<torch::Tensor> targets, is_annotated;
    for (const auto& picture : pictures_) {
      inputs.push_back(picture.input);
      targets.push_back(picture.targets);
      is_annotated.push_back(picture.is_annotated);
    }
    return {join_inputs(inputs), torch::cat(targets), torch::cat(is_annotated)};
  }

  Outcome outcome_together() {
    const Picture all = pictures_together();
    return outcome_of(all.input, all.targets, all.is_annotated);
  }

  std::vector<Outcome> outcomes_alone() {
    std::vector<Outcome> alone;
    for (const auto& picture : pictures_) {
      alone.push_back(outcome_of(picture.input, picture.targets, picture.is_annotated));
    }
    return alone;
  }

  FeaturePyramid image_;
  std::vector<RecognitionStage> stages_;
  std::vector<torch::Tensor> leaves_;  // what gradients are taken of
  std::vector<Picture> pictures_;
};

void expect_same_features(const RelationFeatures& actual, const RelationFeatures& expected) {
  EXPECT_TRUE(is_close(actual.semantic, expected.semantic, 0));
  EXPECT_TRUE(is_close(actual.geometric, expected.geometric, kBatchTolerance));
  EXPECT_TRUE(is_close(actual.visual, expected.visual, kBatchTolerance));
  EXPECT_TRUE(is_close(actual.image_index, expected.image_index, 0));
}

TEST_P(RelationBatch, GivesEveryPictureTheFeaturesItHasAlone) {
  const auto together = outcome_together();
  int64_t begin = 0;
  for (const auto& alone : outcomes_alone()) {
    const int64_t end = begin + alone.features.visual.size(0);
    expect_same_features(together.features.select(torch::arange(begin, end)), alone.features);
    begin = end;
  }
  EXPECT_EQ(begin, together.features.visual.size(0));
}

TEST_P(RelationBatch, AddsUpTheLossesAndGradientsOfPicturesAlone) {
  const auto together = outcome_together();
  auto ranking = torch::zeros({}, torch::kFloat64), classification = ranking.clone();
  std::vector<torch::Tensor> gradients;
  for (const auto& leaf : leaves_) gradients.push_back(torch::zeros_like(leaf));
  for (const auto& alone : outcomes_alone()) {
    ranking += alone.ranking;
    classification += alone.classification;
    for (std::size_t i = 0; i < gradients.size(); ++i) gradients[i] += alone.gradients[i];
  }
  EXPECT_EQ(ranking.item<double>() > 0, GetParam().use_ranking);
  EXPECT_TRUE(is_close(together.ranking, ranking, kBatchTolerance));
  EXPECT_TRUE(is_close(together.classification, classification, kBatchTolerance));
  for (std::size_t i = 0; i < gradients.size(); ++i) {
    EXPECT_TRUE(is_close(together.gradients[i], gradients[i], kBatchTolerance)) << "leaf " << i;
  }
}

// For the numbers of distinct humans, objects and union regions, whatever the number of pictures.
TEST_P(RelationBatch, WaitsForTheDeviceThreeTimes) {
  const Picture all = pictures_together();
  const int64_t waits = waits_of([&] {
    const auto features = stages_[2]->features(image_, all.input, {stages_[1].get()});
    stages_[2]->loss(features, all.targets, all.is_annotated);
  });
  EXPECT_EQ(waits, 3);
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(Cases, RelationBatch,
                         ::testing::Values(BatchCase{"box"},
                                           BatchCase{"mask", Representation::kMask},
                                           BatchCase{"sum_accumulated", Representation::kSum,
                                                     VisualPredecessor::kAccumulated},
                                           BatchCase{"without_switches", Representation::kBox,
                                                     VisualPredecessor::kRaw, false, false}),
                         ::testing::PrintToStringParamName());

}  // namespace hoi
