#include <vector>

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "detection/backbone.h"
#include "detection/feature_pyramid_network.h"
#include "detection/localization_stage.h"
#include "detection/mask_head.h"
#include "detection/region_proposal_network.h"
#include "relation/face_assignment.h"
#include "relation/pair_groups.h"
#include "relation/recognition_stage.h"

namespace hoi {
namespace {

// Every tensor between a picture of 1333 x 800 and its scores has the shape of spec 1.1 to 1.9.

using Shape = std::vector<int64_t>;

constexpr int64_t kShapeObjects = 11, kShapeVerbs = 10;
const std::vector<ImageSize> kPaperSize{{800, 1333}};

/// Two people, one with a face, a cup in the hand of the first and a bicycle.
RelationInput paper_scene() {
  RelationInput input;
  input.boxes = torch::tensor({{100.F, 150.F, 420.F, 780.F},
                               {700.F, 80.F, 980.F, 760.F},
                               {380.F, 400.F, 430.F, 470.F},
                               {650.F, 420.F, 1100.F, 790.F}});
  input.parent_boxes = input.boxes + 3;
  input.labels = torch::tensor({0, 0, 4, 6}, torch::kInt64);
  input.faces = torch::tensor({{230.F, 170.F, 310.F, 270.F, 0.9F}});
  input.pairs = enumerate_pairs(input.labels, 0, true);
  return of_one_image(input, 0);
}

class PaperShapes : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    torch::NoGradGuard no_gradient;
    const auto backbone = build_backbone(BackboneOptions{});
    maps_ = backbone->forward(torch::zeros({1, 3, 800, 1344}));  // padded to multiples of 32
    FeaturePyramidNetwork pyramid(FeaturePyramidOptions{}, backbone->channels());
    pyramid_ = pyramid->forward(maps_);
  }

  static void TearDownTestSuite() {
    maps_.clear();
    pyramid_ = {};
  }

  static RoiPooler paper_pooler() { return RoiPooler(RoiAlignOptions{}); }

  torch::NoGradGuard no_gradient_;
  static inline std::vector<torch::Tensor> maps_;
  static inline FeaturePyramid pyramid_;
};

TEST_F(PaperShapes, TrunkAndPyramid) {
  ASSERT_EQ(maps_.size(), 4U);
  EXPECT_EQ(maps_[0].sizes(), (Shape{1, 256, 200, 336}));
  EXPECT_EQ(maps_[1].sizes(), (Shape{1, 512, 100, 168}));
  EXPECT_EQ(maps_[2].sizes(), (Shape{1, 1024, 50, 84}));
  EXPECT_EQ(maps_[3].sizes(), (Shape{1, 2048, 25, 42}));
  ASSERT_EQ(pyramid_.levels.size(), 5U);
  EXPECT_EQ(pyramid_.levels[0].sizes(), (Shape{1, 256, 200, 336}));
  EXPECT_EQ(pyramid_.levels[1].sizes(), (Shape{1, 256, 100, 168}));
  EXPECT_EQ(pyramid_.levels[2].sizes(), (Shape{1, 256, 50, 84}));
  EXPECT_EQ(pyramid_.levels[3].sizes(), (Shape{1, 256, 25, 42}));
  EXPECT_EQ(pyramid_.levels[4].sizes(), (Shape{1, 256, 13, 21}));
}

TEST_F(PaperShapes, ProposalNetwork) {
  RegionProposalNetwork network(RegionProposalOptions{}, 256);
  network->eval();
  const auto output = network->forward(pyramid_);
  EXPECT_EQ(output.level_sizes, (Shape{201600, 50400, 12600, 3150, 819}));
  EXPECT_EQ(output.anchors.sizes(), (Shape{268569, 4}));
  EXPECT_EQ(output.objectness.sizes(), (Shape{1, 268569}));
  EXPECT_EQ(output.deltas.sizes(), (Shape{1, 268569, 4}));
  const auto boxes = network->proposals(output, kPaperSize)[0];
  EXPECT_EQ(boxes.size(1), 4);
  EXPECT_LE(boxes.size(0), 1000);
}

TEST_F(PaperShapes, LocalizationStage) {
  const auto boxes = paper_scene().boxes;
  const auto image = torch::zeros({4}, torch::kInt64);
  EXPECT_EQ(paper_pooler()(pyramid_, boxes, image).sizes(), (Shape{4, 256, 7, 7}));
  BoxHeadOptions head;
  head.num_objects = kShapeObjects;
  LocalizationStage stage(head, default_localization_stage(1), RoiAlignOptions{});
  const auto output = stage->forward(pyramid_, boxes, image, kPaperSize);
  EXPECT_EQ(stage->named_parameters()["head.hidden1.weight"].sizes(), (Shape{1024, 12544}));
  EXPECT_EQ(output.class_logits.sizes(), (Shape{4, kShapeObjects + 1}));
  EXPECT_EQ(output.deltas.sizes(), (Shape{4, 4}));
  EXPECT_EQ(output.boxes.sizes(), (Shape{4, 4}));
}

TEST_F(PaperShapes, MaskHead) {
  const RoiPooler pooler({kMaskRegionSize, kMaskRegionSize});
  const auto regions = pooler(pyramid_, paper_scene().boxes, torch::zeros({4}, torch::kInt64));
  EXPECT_EQ(regions.sizes(), (Shape{4, 256, 14, 14}));
  MaskHeadOptions options;
  options.num_objects = kShapeObjects;
  MaskHead first(options);
  options.receives_flow = true;
  MaskHead second(options);
  const auto feature = second->feature(regions, first->feature(regions, {}));
  EXPECT_EQ(feature.sizes(), (Shape{4, 256, 14, 14}));
  EXPECT_EQ(second->logits(feature, paper_scene().labels + 1).sizes(), (Shape{4, 28, 28}));
}

TEST_F(PaperShapes, VisualFeature) {
  const RelationInput input = paper_scene();
  const PairGroups groups = group_pairs(input);
  ASSERT_EQ(input.pairs.size(), 6);  // each person with three others; their union is one region
  const auto regions =
      pool_pair_regions(paper_pooler(), pyramid_, input.boxes, groups.union_boxes, groups);
  const auto face_of_human = assign_faces(input.boxes.index_select(0, groups.humans),
                                          groups.human_image, input.faces, input.face_image_index);
  const HumanFaces faces =
      pool_faces(paper_pooler(), pyramid_, input.faces, input.face_image_index, face_of_human);
  VisualFeatureExtractor extractor{VisualFeatureOptions{}};
  const VisualFeature visual = extractor->forward(regions, &faces, groups);
  EXPECT_EQ(visual.human.sizes(), (Shape{2, 256, 7, 7}));     // H_bar
  EXPECT_EQ(visual.object.sizes(), (Shape{4, 256, 7, 7}));    // O
  EXPECT_EQ(visual.unions.sizes(), (Shape{5, 256, 7, 7}));    // U
  EXPECT_EQ(visual.face.sizes(), (Shape{2, 256, 7, 7}));      // F and a zero row for "none"
  EXPECT_EQ(visual.faceless.sizes(), (Shape{2, 256, 7, 7}));  // F_bar
  EXPECT_EQ(visual.weights.face.sizes(), (Shape{6}));         // alpha
  EXPECT_EQ(visual.weights.faceless.sizes(), (Shape{6}));     // alpha_bar

  // X_v in its literal form, one row of 37632 for each pair.
  const auto of_pairs = [](const torch::Tensor& rows, const torch::Tensor& row_of_pair) {
    return rows.index_select(0, row_of_pair);
  };
  const auto literal = torch::cat(
      {of_pairs(visual.human, visual.human_of_pair),
       of_pairs(visual.object, visual.object_of_pair) +
           visual.weights.face.view({-1, 1, 1, 1}) * of_pairs(visual.face, visual.face_of_pair) +
           visual.weights.faceless.view({-1, 1, 1, 1}) *
               of_pairs(visual.faceless, visual.human_of_pair),
       of_pairs(visual.unions, visual.union_of_pair)},
      1);
  EXPECT_EQ(literal.sizes(), (Shape{6, 768, 7, 7}));
  EXPECT_EQ(literal.flatten(1).sizes(), (Shape{6, 37632}));
}

TEST_F(PaperShapes, RecognitionStage) {
  const RelationInput input = paper_scene();
  const auto prior = torch::full({kShapeObjects, kShapeVerbs}, 0.1F);
  RecognitionStage stage(RecognitionOptions{}, 256, prior, RoiAlignOptions{});
  const auto features = stage->features(pyramid_, input, {stage.get()});
  EXPECT_EQ(stage->named_parameters()["fusion.hidden.weight"].sizes(), (Shape{1024, 37632}));
  EXPECT_EQ(pair_raster(input.boxes.slice(0, 0, 2), input.boxes.slice(0, 2, 4)).sizes(),
            (Shape{2, 2, 64, 64}));
  EXPECT_EQ(features.visual.sizes(), (Shape{6, 1024}));           // X_v_bar
  EXPECT_EQ(features.geometric.sizes(), (Shape{6, 256}));         // X_g
  EXPECT_EQ(features.semantic.sizes(), (Shape{6, kShapeVerbs}));  // X_s
  EXPECT_EQ(stage->rank(features).sizes(), (Shape{6}));           // g
  EXPECT_EQ(stage->best_pairs(features).sizes(), (Shape{6}));
  const ActionScores scores = stage->classify(features);
  EXPECT_EQ(scores.visual.sizes(), (Shape{6, kShapeVerbs}));
  EXPECT_EQ(scores.geometric.sizes(), (Shape{6, kShapeVerbs}));
  EXPECT_EQ(scores.semantic.sizes(), (Shape{6, kShapeVerbs}));
  EXPECT_EQ(scores.fused().sizes(), (Shape{6, kShapeVerbs}));
}

TEST(PaperShapesOfRanking, AtMost64PairsAreKept) {
  const auto prior = torch::full({kShapeObjects, kShapeVerbs}, 0.1F);
  RecognitionStage stage(RecognitionOptions{}, 16, prior, RoiAlignOptions{});
  const RelationFeatures features{torch::rand({900, kShapeVerbs}), torch::rand({900, 256}),
                                  torch::rand({900, 1024}), torch::zeros({900}, torch::kInt64)};
  EXPECT_EQ(stage->best_pairs(features).sizes(), (Shape{64}));
}

}  // namespace
}  // namespace hoi
