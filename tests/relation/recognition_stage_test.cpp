#include "relation/recognition_stage.h"

#include "relation/classification_loss.h"
#include "relation/face_assignment.h"
#include "relation/face_removal.h"
#include "relation/human_semantic_mining.h"
#include "relation/ranking_loss.h"
#include "relation/small_stage.h"
#include "support/tensors.h"
#include "vision/boxes.h"

namespace hoi {
namespace {

/// sigma(FCx2([A, B])) of one pair with the parameters called `name`.
torch::Tensor literal_weight(RecognitionStage& stage, const std::string& name,
                             const torch::Tensor& a, const torch::Tensor& b) {
  auto parameters = stage->named_parameters();
  const auto prefix = "visual.face_attention." + name;
  const auto hidden =
      torch::linear(torch::cat({a, b}).flatten().unsqueeze(0),
                    parameters[prefix + ".hidden.weight"], parameters[prefix + ".hidden.bias"]);
  return torch::linear(hidden.relu(), parameters[prefix + ".output.weight"],
                       parameters[prefix + ".output.bias"])
      .sigmoid();
}

/// X_v of one pair by Eqs. (3)-(10), from its boxes alone: (3C, r, r).
torch::Tensor literal_pair_feature(RecognitionStage& stage, const SmallStage& scene,
                                   const torch::Tensor& human_box, const torch::Tensor& object_box,
                                   int64_t face) {
  RoiAlignOptions align;
  align.height = align.width = scene.options.resolution;
  const RoiPooler pooler(align);
  const auto pool = [&](const torch::Tensor& box) {
    return pooler(scene.image, box.view({1, 4}), torch::ones({1}, torch::kInt64));
  };
  const auto human = pool(human_box), object = pool(object_box);
  const auto face_box = face < 0 ? torch::zeros({4}) : scene.input.faces[face].slice(0, 0, 4);
  const auto faceless = remove_faces(human, human_box.view({1, 4}), face_box.view({1, 4}));
  auto enhanced = object + literal_weight(stage, "faceless", faceless[0], object[0]) * faceless;
  if (face >= 0) {
    const auto feature = pool(face_box);
    enhanced = enhanced + literal_weight(stage, "face", feature[0], object[0]) * feature;
  }
  const auto both = pool(union_boxes(human_box.view({1, 4}), object_box.view({1, 4})));
  return torch::cat({human_semantic_mining(human), enhanced, both}, 1)[0];
}

torch::Tensor literal_update(RecognitionStage& stage, const torch::Tensor& x) {
  auto parameters = stage->named_parameters();
  const auto hidden =
      torch::leaky_relu(torch::linear(x.flatten(1), parameters["fusion.hidden.weight"],
                                      parameters["fusion.hidden.bias"]),
                        0.1);
  return torch::leaky_relu(
      torch::linear(hidden, parameters["fusion.output.weight"], parameters["fusion.output.bias"]),
      0.1);
}

TEST(RecognitionStage, MatchesEquations3To11PairByPairOverTwoStages) {
  SmallStage scene;
  auto first = scene.stage(), second = scene.stage();
  const auto& input = scene.input;
  const auto face_of_region =
      assign_faces(input.boxes, input.image_index, input.faces, input.face_image_index);
  ASSERT_EQ(face_of_region[4].item<int64_t>(), -1);
  std::vector<torch::Tensor> current, previous;
  for (int64_t p = 0; p < input.pairs.size(); ++p) {
    const auto h = input.pairs.human[p].item<int64_t>(), o = input.pairs.object[p].item<int64_t>();
    const auto face = face_of_region[h].item<int64_t>();
    current.push_back(literal_pair_feature(second, scene, input.boxes[h], input.boxes[o], face));
    previous.push_back(
        literal_pair_feature(first, scene, input.parent_boxes[h], input.parent_boxes[o], face));
  }
  const auto alone = second->features(scene.image, input, {});
  EXPECT_TRUE(is_close(alone.visual, literal_update(second, torch::stack(current)), 1e-5));
  const auto updated = second->features(scene.image, input, {first.get()});
  EXPECT_TRUE(is_close(updated.visual,
                       literal_update(second, torch::stack(current) + torch::stack(previous)),
                       1e-5));
  // Semantic and geometric features are not updated.
  EXPECT_TRUE(is_close(updated.semantic, alone.semantic, 0));
  EXPECT_TRUE(is_close(updated.geometric, alone.geometric, 0));
}

TEST(RecognitionStage, AccumulatesThePredecessorsOnTheParentBoxesWhereAskedTo) {
  SmallStage scene;
  auto options = scene.options;
  options.visual_predecessor = VisualPredecessor::kAccumulated;
  auto first = scene.stage(options), second = scene.stage(options), third = scene.stage(options);
  const auto& input = scene.input;
  const auto face_of_region =
      assign_faces(input.boxes, input.image_index, input.faces, input.face_image_index);
  std::vector<torch::Tensor> sums;
  for (int64_t p = 0; p < input.pairs.size(); ++p) {
    const auto h = input.pairs.human[p].item<int64_t>(), o = input.pairs.object[p].item<int64_t>();
    const auto face = face_of_region[h].item<int64_t>();
    const auto human = input.parent_boxes[h], object = input.parent_boxes[o];
    sums.push_back(literal_pair_feature(third, scene, input.boxes[h], input.boxes[o], face) +
                   literal_pair_feature(second, scene, human, object, face) +
                   literal_pair_feature(first, scene, human, object, face));
  }
  const auto updated = third->features(scene.image, input, {first.get(), second.get()});
  EXPECT_TRUE(is_close(updated.visual, literal_update(third, torch::stack(sums)), 1e-5));
}

TEST(FirstVisualStage, IsTheOneBeforeOrTheFirstOfAll) {
  RecognitionOptions options;
  const int64_t raw[] = {1, 1, 2, 3, 4};
  for (int64_t t = 1; t <= 5; ++t) EXPECT_EQ(first_visual_stage(options, t), raw[t - 1]);
  options.visual_predecessor = VisualPredecessor::kAccumulated;
  for (int64_t t = 1; t <= 5; ++t) EXPECT_EQ(first_visual_stage(options, t), 1);
}

TEST(RecognitionStage, LooksUpThePriorOfTheObject) {
  SmallStage scene;
  auto stage = scene.stage();
  const auto labels = scene.input.labels.index_select(0, scene.input.pairs.object);
  const auto features = stage->features(scene.image, scene.input, {});
  EXPECT_TRUE(is_close(features.semantic, scene.prior.index_select(0, labels), 0));
  EXPECT_TRUE(is_close(stage->prior_scores(labels), features.semantic, 0));
  ASSERT_TRUE(stage->named_buffers().contains("prior"));
  EXPECT_TRUE(is_close(stage->named_buffers()["prior"], scene.prior, 0));
}

TEST(RecognitionStage, GivesAPairTheFeaturesItHasAlone) {
  SmallStage scene;
  auto first = scene.stage(), second = scene.stage();
  const auto all = second->features(scene.image, scene.input, {first.get()});
  for (int64_t p = 0; p < scene.input.pairs.size(); ++p) {
    const auto row = torch::full({1}, p, torch::kInt64);
    auto input = scene.input;
    input.pairs = scene.input.pairs.select(row);
    const auto alone = second->features(scene.image, input, {first.get()});
    EXPECT_TRUE(is_close(alone.visual, all.select(row).visual, 1e-5));
    EXPECT_TRUE(is_close(alone.geometric, all.select(row).geometric, 1e-5));
    EXPECT_TRUE(is_close(alone.semantic, all.select(row).semantic, 0));
  }
}

TEST(RecognitionStage, ReachesAllOfItsParametersAndThePredecessorsAttention) {
  SmallStage scene;
  auto first = scene.stage(), second = scene.stage();
  for (auto& level : scene.image.levels) level.requires_grad_(true);
  const auto features = second->features(scene.image, scene.input, {first.get()});
  const auto targets = torch::eye(7).slice(1, 0, SmallStage::kVerbs);
  const auto loss = second->loss(features, targets, torch::arange(7).lt(2));
  (loss.ranking + loss.classification).backward();
  for (const auto& parameter : second->named_parameters()) {
    EXPECT_TRUE(parameter.value().grad().defined()) << parameter.key();
  }
  for (const auto& parameter : first->named_parameters()) {
    const bool used = parameter.key().find("face_attention") != std::string::npos;
    EXPECT_EQ(parameter.value().grad().defined(), used) << parameter.key();
  }
  EXPECT_GT(scene.image.levels[0].grad()[1].abs().sum().item<float>(), 0);
  EXPECT_EQ(scene.image.levels[0].grad()[0].abs().sum().item<float>(), 0);  // another image
}

TEST(RecognitionStage, LossesAreThoseOfTheEquations) {
  SmallStage scene;
  auto stage = scene.stage();
  const auto features = stage->features(scene.image, scene.input, {});
  const auto targets = torch::rand({7, SmallStage::kVerbs}).gt(0.5).to(torch::kFloat32);
  const auto is_annotated = torch::arange(7).remainder(3).eq(0);
  const auto loss = stage->loss(features, targets, is_annotated);
  const auto score = stage->rank(features);
  const auto expected = ranking_loss(score, is_annotated, features.image_index);
  EXPECT_TRUE(is_close(loss.ranking, expected, 1e-6));
  EXPECT_TRUE(is_close(loss.classification, classification_loss(stage->classify(features).logits,
                                                                targets, features.image_index)));
}

TEST(RecognitionStage, KeepsTheBestPairsAndBreaksTiesByRow) {
  SmallStage scene;
  scene.options.top_pairs = 3;
  auto stage = scene.stage();
  auto features = stage->features(scene.image, scene.input, {});
  const auto order = stage->rank(features).argsort(0, /*descending=*/true);
  EXPECT_TRUE(is_close(stage->best_pairs(features), order.slice(0, 0, 3), 0));
  // Rows 1, 4 and 6 are copies of the best one.
  for (const int64_t row : {1, 4, 6}) {
    for (auto* part : {&features.visual, &features.geometric}) {
      torch::NoGradGuard no_gradient;
      (*part)[row] = part->select(0, order[0].item<int64_t>()).clone();
    }
  }
  const auto best = torch::tensor({1, 4, 6}, torch::kInt64);
  const auto kept = stage->best_pairs(features);
  EXPECT_TRUE(is_close(std::get<0>(kept.sort()), kept, 0)) << "equal scores come in row order";
  EXPECT_TRUE(order[0].item<int64_t>() < 6 || is_close(kept, best, 0));
}

TEST(RecognitionStage, TakesAnImageWithoutPairs) {
  SmallStage scene;
  auto first = scene.stage(), second = scene.stage();
  const auto features = second->features(scene.image, scene.without_pairs(), {first.get()});
  EXPECT_EQ(features.semantic.sizes(), torch::IntArrayRef({0, SmallStage::kVerbs}));
  EXPECT_EQ(features.geometric.sizes(), torch::IntArrayRef({0, 6}));
  EXPECT_EQ(features.visual.sizes(), torch::IntArrayRef({0, 12}));
  EXPECT_EQ(second->best_pairs(features).size(0), 0);
  EXPECT_EQ(second->classify(features).fused().size(0), 0);
  const auto loss = second->loss(features, torch::zeros({0, SmallStage::kVerbs}),
                                 torch::zeros({0}, torch::kBool));
  EXPECT_EQ(loss.ranking.item<float>(), 0);
  EXPECT_EQ(loss.classification.item<float>(), 0);
  (loss.ranking + loss.classification).backward();
}

TEST(RecognitionStage, TakesAnImageWithoutRegionsAndFaces) {
  SmallStage scene;
  auto stage = scene.stage();
  auto input = scene.without_pairs();
  input.boxes = input.parent_boxes = torch::zeros({0, 4});
  input.labels = torch::zeros({0}, torch::kInt64);
  input.faces = torch::zeros({0, 5});
  input = of_one_image(input, 1);
  EXPECT_EQ(stage->features(scene.image, input, {}).visual.size(0), 0);
}

TEST(RecognitionStage, WithoutFaceAttentionIgnoresFacesAndHasNoParametersForThem) {
  SmallStage scene;
  auto with = scene.stage();
  auto options = scene.options;
  options.use_face_attention = false;
  auto without = scene.stage(options);
  SmallStage::copy_parameters(with, without);
  for (const auto& parameter : without->named_parameters()) {
    EXPECT_EQ(parameter.key().find("face"), std::string::npos);
  }
  const auto expected = with->features(scene.image, scene.input, {});
  const auto actual = without->features(scene.image, scene.input, {without.get()});
  EXPECT_TRUE(is_close(actual.geometric, expected.geometric, 0));
  EXPECT_TRUE(is_close(actual.semantic, expected.semantic, 0));
  EXPECT_FALSE(is_close(actual.visual, expected.visual, 1e-3));
  auto faceless = scene.input;
  faceless.faces = torch::zeros({0, 5});
  faceless = of_one_image(faceless, 1);
  EXPECT_TRUE(
      is_close(without->features(scene.image, faceless, {without.get()}).visual, actual.visual, 0));
}

TEST(RecognitionStage, WithoutMiningChangesOnlyTheVisualFeature) {
  SmallStage scene;
  auto with = scene.stage();
  auto options = scene.options;
  options.use_human_semantic_mining = false;
  auto without = scene.stage(options);
  EXPECT_EQ(without->parameters().size(), with->parameters().size());
  SmallStage::copy_parameters(with, without);
  const auto expected = with->features(scene.image, scene.input, {});
  const auto actual = without->features(scene.image, scene.input, {});
  EXPECT_TRUE(is_close(actual.geometric, expected.geometric, 0));
  EXPECT_FALSE(is_close(actual.visual, expected.visual, 1e-3));
}

TEST(RecognitionStage, WithoutRankingKeepsAllPairsAndHasNoRankingLoss) {
  SmallStage scene;
  scene.options.top_pairs = 2;
  auto options = scene.options;
  options.use_ranking = false;
  auto with = scene.stage(), without = scene.stage(options);
  SmallStage::copy_parameters(with, without);
  const auto features = without->features(scene.image, scene.input, {});
  EXPECT_TRUE(is_close(features.visual, with->features(scene.image, scene.input, {}).visual, 0));
  EXPECT_TRUE(is_close(without->rank(features), torch::ones({7}), 0));
  EXPECT_TRUE(is_close(without->best_pairs(features), torch::arange(7), 0));
  const auto targets = torch::zeros({7, SmallStage::kVerbs});
  const auto loss = without->loss(features, targets, torch::arange(7).lt(2));
  EXPECT_EQ(loss.ranking.item<float>(), 0);
  EXPECT_TRUE(is_close(loss.classification,
                       with->loss(features, targets, torch::arange(7).lt(2)).classification, 0));
}

TEST(RecognitionStage, WithoutRankingDrawsTheSameRandomPairsEachTimeWhereAskedTo) {
  SmallStage scene;
  scene.options.use_ranking = false;
  scene.options.unranked_pairs = UnrankedPairs::kRandom;
  scene.options.top_pairs = 20;
  auto stage = scene.stage();
  const auto rows_of = [&](int64_t pairs) {
    RelationFeatures features;
    features.visual = torch::zeros({pairs, 12});
    return stage->best_pairs(features);
  };
  const auto drawn = rows_of(60);
  EXPECT_TRUE(torch::equal(drawn, rows_of(60)));
  ASSERT_EQ(drawn.size(0), 20);
  EXPECT_TRUE((drawn.slice(0, 1) > drawn.slice(0, 0, 19)).all().item<bool>()) << "ascending";
  EXPECT_GE(drawn[0].item<int64_t>(), 0);
  EXPECT_LT(drawn[19].item<int64_t>(), 60);
  EXPECT_FALSE(torch::equal(drawn, torch::arange(20)));
  EXPECT_TRUE(torch::equal(rows_of(20), torch::arange(20)));
  EXPECT_TRUE(torch::equal(rows_of(0), torch::arange(0)));
}

TEST(RecognitionStage, GivesTheSameBitsTwice) {
  SmallStage scene;
  auto first = scene.stage(), second = scene.stage();
  const auto a = second->features(scene.image, scene.input, {first.get()});
  const auto b = second->features(scene.image, scene.input, {first.get()});
  EXPECT_TRUE(torch::equal(a.visual, b.visual));
  EXPECT_TRUE(torch::equal(a.geometric, b.geometric));
}

// Spec 3.3: 39.6 M for Eq. (11), 12.8 M for the face attention, 1.4 M for X_g.
TEST(RecognitionStage, HasThePapersSize) {
  RecognitionStage stage(RecognitionOptions(), 256, torch::zeros({11, 10}), RoiAlignOptions());
  std::map<std::string, int64_t> count;
  for (const auto& parameter : stage->named_parameters()) {
    count[parameter.key().substr(0, parameter.key().find('.'))] += parameter.value().numel();
  }
  EXPECT_EQ(count["fusion"], 37632 * 1024 + 1024 + 1024 * 1024 + 1024);             // 39.6 M
  EXPECT_EQ(count["visual"], 2 * (25088 * 256 + 256 + 256 + 1));                    // 12.8 M
  EXPECT_EQ(count["geometric"], 64 * 50 + 64 + 32 * 1600 + 32 + 256 * 5408 + 256);  // 1.4 M
  EXPECT_EQ(count["ranking"], 1281);
  EXPECT_EQ(count["classification"], 1024 * 10 + 10 + 256 * 10 + 10 + 10 * 10 + 10);
}

TEST(RecognitionStage, RejectsAPriorThatIsNoTable) {
  EXPECT_THROW(RecognitionStage(RecognitionOptions(), 4, torch::zeros({3}), RoiAlignOptions()),
               c10::Error);
}

}  // namespace
}  // namespace hoi
