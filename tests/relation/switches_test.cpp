// Every switch of the relation part changes what it names and not a bit of anything else.

#include <map>
#include <set>
#include <string>

#include "relation/face_assignment.h"
#include "relation/small_stage.h"
#include "support/tensors.h"

namespace hoi {
namespace {

using Numbers = std::map<std::string, torch::Tensor>;

/// R^1..R^3 with one set of weights, copied by name wherever a stage has a parameter of that name.
struct ThreeStages {
  std::vector<RecognitionStage> stages;

  ThreeStages(const SmallStage& scene, const RecognitionOptions& options) {
    RecognitionOptions complete = options;  // with all the parameters that a stage can have
    complete.use_face_attention = complete.use_ranking = true;
    for (int64_t t = 0; t < 3; ++t) {
      torch::manual_seed(100 + static_cast<uint64_t>(t));
      auto weights = scene.stage(complete);
      auto stage = scene.stage(options);
      SmallStage::copy_parameters(weights, stage);
      stages.push_back(stage);
    }
  }

  std::vector<RecognitionStageImpl*> predecessors(std::size_t count) {
    std::vector<RecognitionStageImpl*> earlier;
    for (std::size_t s = 0; s < count; ++s) earlier.push_back(stages[s].get());
    return earlier;
  }
};

/// Gradients of one loss in all parameters of all stages; absent where the loss does not reach.
void add_gradients(ThreeStages& network, const std::string& loss_name, const torch::Tensor& loss,
                   Numbers& numbers) {
  for (auto& stage : network.stages) stage->zero_grad();
  if (!loss.requires_grad()) return;
  loss.backward({}, /*retain_graph=*/true);
  for (std::size_t t = 0; t < network.stages.size(); ++t) {
    for (const auto& parameter : network.stages[t]->named_parameters()) {
      const auto& gradient = parameter.value().grad();
      if (!gradient.defined() || gradient.abs().sum().item<float>() == 0) continue;
      numbers["d " + loss_name + " / stage" + std::to_string(t + 1) + "." + parameter.key()] =
          gradient.clone();
    }
  }
}

/// All that R^t computes with `count` predecessors: features, ranking, streams, losses, gradients.
Numbers everything(const SmallStage& scene, const RecognitionOptions& options,
                   std::size_t count = 2) {
  ThreeStages network(scene, options);
  auto& stage = network.stages[count];
  const auto features =
      stage->features(scene.image, scene.with_masks(), network.predecessors(count));
  const auto scores = stage->classify(features);
  const auto targets = torch::eye(7).slice(1, 0, SmallStage::kVerbs);
  const auto loss = stage->loss(features, targets, torch::arange(7).lt(3));
  Numbers numbers{{"X_s", features.semantic},
                  {"X_g", features.geometric},
                  {"X_v_bar", features.visual},
                  {"g", stage->rank(features)},
                  {"best pairs", stage->best_pairs(features)},
                  {"s_s", scores.semantic},
                  {"s_g", scores.geometric},
                  {"s_v", scores.visual},
                  {"s", scores.fused()},
                  {"L_RRM", loss.ranking},
                  {"L_RCM", loss.classification}};
  add_gradients(network, "L_RRM", loss.ranking, numbers);
  add_gradients(network, "L_RCM", loss.classification, numbers);
  return numbers;
}

/// Names of the numbers that differ in a bit, or that only one of both has.
std::set<std::string> changes(const Numbers& before, const Numbers& after) {
  std::set<std::string> names;
  for (const auto& [name, value] : before) {
    const auto other = after.find(name);
    if (other == after.end() || !torch::equal(value, other->second)) names.insert(name);
  }
  for (const auto& entry : after) {
    if (before.count(entry.first) == 0) names.insert(entry.first);
  }
  return names;
}

bool starts_with(const std::string& text, const std::string& prefix) {
  return text.rfind(prefix, 0) == 0;
}

/// Whether a number depends on X_v_bar: all but the semantic and geometric features and streams and
/// what only they reach in L_RCM.
bool is_behind_visual_feature(const std::string& name) {
  if (name == "X_s" || name == "X_g" || name == "s_s" || name == "s_g") return false;
  const std::string own = "d L_RCM / stage3.";
  return !starts_with(name, own + "geometric") &&
         !starts_with(name, own + "classification.semantic") &&
         !starts_with(name, own + "classification.geometric");
}

/// The same where X_g is another one, too: only the semantic stream is left alone.
bool is_behind_visual_or_geometric_feature(const std::string& name) {
  return name != "X_s" && name != "s_s" &&
         !starts_with(name, "d L_RCM / stage3.classification.semantic");
}

void expect_changes(const Numbers& before, const Numbers& after,
                    bool (*may_change)(const std::string&), const std::string& must_change) {
  const auto changed = changes(before, after);
  EXPECT_EQ(changed.count(must_change), 1U) << must_change;
  for (const auto& name : changed) EXPECT_TRUE(may_change(name)) << name << " changed";
}

TEST(Switches, TheSameOptionsGiveTheSameBits) {
  SmallStage scene;
  EXPECT_TRUE(changes(everything(scene, scene.options), everything(scene, scene.options)).empty());
}

TEST(Switches, HumanSemanticMiningChangesOnlyWhatReadsTheVisualFeature) {
  SmallStage scene;
  const auto on = everything(scene, scene.options);
  scene.options.use_human_semantic_mining = false;
  expect_changes(on, everything(scene, scene.options), is_behind_visual_feature, "X_v_bar");
  scene.options.human_semantic_temperature = 1;  // of no effect without the mining
  const auto off = everything(scene, scene.options);
  scene.options.human_semantic_temperature = 0;
  EXPECT_TRUE(changes(off, everything(scene, scene.options)).empty());
}

TEST(Switches, FaceAttentionChangesOnlyWhatReadsTheVisualFeature) {
  SmallStage scene;
  const auto on = everything(scene, scene.options);
  scene.options.use_face_attention = false;
  const auto off = everything(scene, scene.options);
  expect_changes(on, off, is_behind_visual_feature, "X_v_bar");
  for (const auto& entry : off) EXPECT_EQ(entry.first.find("face"), std::string::npos);
}

TEST(Switches, RankingChangesItsScoreItsLossAndTheKeptPairsOnly) {
  SmallStage scene;
  scene.options.top_pairs = 3;
  const auto on = everything(scene, scene.options);
  scene.options.use_ranking = false;
  const auto may_change = [](const std::string& name) {
    return name == "g" || name == "best pairs" || name == "L_RRM" || starts_with(name, "d L_RRM");
  };
  expect_changes(on, everything(scene, scene.options), may_change, "best pairs");
}

TEST(Switches, UnrankedPairsChangeTheKeptPairsOnlyAndNothingWhereThereIsARanking) {
  SmallStage scene;
  scene.options.top_pairs = 3;
  for (const bool use_ranking : {false, true}) {
    scene.options.use_ranking = use_ranking;
    scene.options.unranked_pairs = UnrankedPairs::kAll;
    const auto all = everything(scene, scene.options);
    scene.options.unranked_pairs = UnrankedPairs::kRandom;
    const std::set<std::string> expected =
        use_ranking ? std::set<std::string>{} : std::set<std::string>{"best pairs"};
    EXPECT_EQ(changes(all, everything(scene, scene.options)), expected);
  }
}

TEST(Switches, RepresentationLeavesTheSemanticStreamAlone) {
  SmallStage scene;
  const auto box = everything(scene, scene.options);
  scene.options.representation = Representation::kMask;
  const auto mask = everything(scene, scene.options);
  expect_changes(box, mask, is_behind_visual_or_geometric_feature, "X_v_bar");
  // Between representations of masks, X_g and its stream are the same.
  for (const auto kind : {Representation::kMax, Representation::kSum}) {
    scene.options.representation = kind;
    expect_changes(mask, everything(scene, scene.options), is_behind_visual_feature, "X_v_bar");
  }
}

TEST(Switches, VisualPredecessorChangesNothingBeforeTheThirdStage) {
  SmallStage scene;
  auto accumulated = scene.options;
  accumulated.visual_predecessor = VisualPredecessor::kAccumulated;
  for (const std::size_t count : {std::size_t{0}, std::size_t{1}}) {
    EXPECT_TRUE(
        changes(everything(scene, scene.options, count), everything(scene, accumulated, count))
            .empty());
  }
  const auto raw = everything(scene, scene.options), sum = everything(scene, accumulated);
  expect_changes(raw, sum, is_behind_visual_feature, "X_v_bar");
  const auto first_stage = "d L_RCM / stage1.visual.face_attention.face.hidden.weight";
  EXPECT_EQ(raw.count(first_stage), 0U);
  EXPECT_EQ(sum.count(first_stage), 1U);
}

TEST(Switches, ScoreFusionReadsTheStreamsAndWritesNone) {
  SmallStage scene;
  ThreeStages network(scene, scene.options);
  const auto features = network.stages[0]->features(scene.image, scene.input, {});
  const auto scores = network.stages[0]->classify(features);
  const Numbers before{{"s_s", scores.semantic.clone()},
                       {"s_g", scores.geometric.clone()},
                       {"s_v", scores.visual.clone()}};
  const Numbers fused{
      {"s_s", scores.fused(ScoreFusion::kSemanticOnly)},
      {"s_g", scores.fused(ScoreFusion::kGeometricOnly)},
      {"s_v", scores.fused(ScoreFusion::kVisualOnly)},
  };
  EXPECT_TRUE(changes(before, fused).empty());
  for (const auto fusion : {ScoreFusion::kSum, ScoreFusion::kProduct}) {
    EXPECT_FALSE(torch::equal(scores.fused(fusion), scores.fused()));
  }
  const Numbers after{{"s_s", scores.semantic}, {"s_g", scores.geometric}, {"s_v", scores.visual}};
  EXPECT_TRUE(changes(before, after).empty());
}

/// The parts of X_v of the scene's pairs that the extractor makes with these switches.
Numbers visual_parts(const SmallStage& scene, const VisualFeatureOptions& options,
                     Representation representation = Representation::kBox) {
  const auto input = scene.with_masks();
  const auto groups = group_pairs(input, UnionSharing::kSameRegions);
  RoiAlignOptions align;
  align.height = align.width = options.face_attention.resolution;
  const RoiPooler pooler(align);
  const auto face_of_human = assign_faces(input.boxes.index_select(0, groups.humans),
                                          groups.human_image, input.faces, input.face_image_index);
  const auto faces =
      pool_faces(pooler, scene.image, input.faces, input.face_image_index, face_of_human);
  auto regions = pool_pair_regions(pooler, scene.image, input.boxes, groups.union_boxes, groups);
  regions = gate_regions(representation, regions,
                         region_masks(input.masks, input.boxes, groups.union_boxes, groups));
  torch::manual_seed(5);
  VisualFeatureExtractor extractor(options);
  const auto feature = extractor->forward(regions, &faces, groups);
  Numbers parts{{"H_bar", feature.human}, {"O", feature.object}, {"U", feature.unions}};
  if (feature.face.defined()) {
    parts.insert({{"F", feature.face},
                  {"F_bar", feature.faceless},
                  {"alpha", feature.weights.face},
                  {"alpha_bar", feature.weights.faceless}});
  }
  return parts;
}

VisualFeatureOptions small_visual_options() {
  VisualFeatureOptions options;
  options.face_attention.channels = SmallStage::kChannels;
  options.face_attention.resolution = 3;
  options.face_attention.hidden_features = 5;
  return options;
}

using Names = std::set<std::string>;

TEST(Switches, EachChangesItsOwnPartsOfTheVisualFeature) {
  SmallStage scene;
  auto options = small_visual_options();
  const auto parts = visual_parts(scene, options);
  options.use_human_semantic_mining = false;
  EXPECT_EQ(changes(parts, visual_parts(scene, options)), Names{"H_bar"});
  options = small_visual_options();
  options.use_face_attention = false;
  EXPECT_EQ(changes(parts, visual_parts(scene, options)),
            (Names{"F", "F_bar", "alpha", "alpha_bar"}));
  options = small_visual_options();
  // The attention reads O, so its weights follow; the faces themselves stay box-based.
  const Names gated{"H_bar", "O", "U", "alpha", "alpha_bar"};
  for (const auto kind : {Representation::kMask, Representation::kMax, Representation::kSum}) {
    EXPECT_EQ(changes(parts, visual_parts(scene, options, kind)), gated);
  }
}

TEST(Switches, OfAttentionAndRankingLeaveTheInitialWeightsOfAllOtherPartsAlone) {
  const SmallStage scene;
  auto options = scene.options;
  torch::manual_seed(7);
  auto complete = scene.stage(options);
  options.use_face_attention = options.use_ranking = false;
  torch::manual_seed(7);
  auto reduced = scene.stage(options);
  const auto weights = complete->named_parameters();
  for (const auto& parameter : reduced->named_parameters()) {
    EXPECT_TRUE(torch::equal(parameter.value(), weights[parameter.key()])) << parameter.key();
  }
}

}  // namespace
}  // namespace hoi
