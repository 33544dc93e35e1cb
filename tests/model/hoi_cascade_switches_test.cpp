// Every switch of the network changes what it names and not a bit of anything else. Networks start
// from one seed, so equal parts have equal weights.

#include <functional>
#include <map>
#include <set>
#include <string>

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "model/hoi_cascade.h"
#include "support/small_cascade.h"

namespace hoi {
namespace {

using Change = std::function<void(CascadeOptions&)>;
using Names = std::set<std::string>;

/// Loss terms of a joint step, and what is predicted, as tensors by name.
std::map<std::string, torch::Tensor> outcome(const Change& change) {
  CascadeOptions options = small_cascade_options(3);
  change(options);
  auto network = small_cascade(options);
  std::map<std::string, torch::Tensor> values;
  auto generator = seeded_generator(5);
  const GroundTruth truth = small_truth_with_masks();
  const auto loss = network->loss(small_batch(2), {truth, truth}, TrainingPhase::kJoint, generator);
  for (const auto& term : loss.terms()) values["loss/" + term.name] = term.value.detach();

  network->eval();
  PredictionOptions wanted;
  wanted.detection = {0.0, 0.7, 24};  // enough for several persons
  wanted.report_min_score = 0;
  const auto prediction = network->predict(small_batch(), {truth.faces}, wanted)[0];
  values["regions"] = prediction.regions.boxes;
  values["scores"] = prediction.regions.scores;
  values["pairs"] = torch::stack({prediction.pairs.human, prediction.pairs.object});
  values["pair_scores"] = prediction.pair_scores;
  return values;
}

/// Names of the values that `change` changed, appeared or vanished.
Names changed_by(const Change& change) {
  const auto before = outcome([](CascadeOptions&) {});
  EXPECT_GT(before.at("pairs").size(1), 0);
  const auto after = outcome(change);
  Names changed;
  for (const auto& [name, value] : before) {
    const auto other = after.find(name);
    if (other == after.end() || !torch::equal(value, other->second)) changed.insert(name);
  }
  for (const auto& [name, value] : after) {
    if (before.count(name) == 0) changed.insert(name);
  }
  return changed;
}

const Names kRelationTerms{"loss/stage1/ranking",  "loss/stage2/ranking",  "loss/stage3/ranking",
                           "loss/stage1/relation", "loss/stage2/relation", "loss/stage3/relation"};

Names with(Names names, const Names& more) {
  names.insert(more.begin(), more.end());
  return names;
}

/// Whether nothing outside of `allowed` is in `changed`, and all of `expected` is.
void expect_changes(const Names& changed, const Names& expected, const Names& allowed) {
  for (const auto& name : changed) EXPECT_EQ(allowed.count(name), 1U) << name << " changed";
  for (const auto& name : expected) EXPECT_EQ(changed.count(name), 1U) << name << " did not change";
}

TEST(HoiCascadeSwitches, NothingChangesWithoutAChange) {
  EXPECT_EQ(changed_by([](CascadeOptions&) {}), Names());
}

TEST(HoiCascadeSwitches, MiningAndFaceAttentionChangeRelationsOnly) {
  const Names all = with(kRelationTerms, {"pairs", "pair_scores"});
  expect_changes(
      changed_by([](CascadeOptions& o) { o.relation.use_human_semantic_mining = false; }),
      with(kRelationTerms, {"pair_scores"}), all);
  expect_changes(changed_by([](CascadeOptions& o) { o.relation.use_face_attention = false; }),
                 with(kRelationTerms, {"pair_scores"}), all);
}

TEST(HoiCascadeSwitches, RankingChangesItsLossAndWhichPairsAreClassified) {
  const Names ranking{"loss/stage1/ranking", "loss/stage2/ranking", "loss/stage3/ranking"};
  expect_changes(changed_by([](CascadeOptions& o) { o.relation.use_ranking = false; }), ranking,
                 with(ranking, {"pairs", "pair_scores"}));
}

TEST(HoiCascadeSwitches, AnAccumulatedPredecessorChangesTheThirdStageOnly) {
  const Change change = [](CascadeOptions& o) {
    o.relation.visual_predecessor = VisualPredecessor::kAccumulated;
  };
  const Names third{"loss/stage3/ranking", "loss/stage3/relation"};
  expect_changes(changed_by(change), third, with(third, {"pairs", "pair_scores"}));
}

TEST(HoiCascadeSwitches, RepresentationChangesRelationsOnly) {
  const Names masks{"loss/stage1/mask", "loss/stage2/mask", "loss/stage3/mask"};
  for (const auto representation :
       {Representation::kMask, Representation::kMax, Representation::kSum}) {
    const Change change = [representation](CascadeOptions& o) {
      o.segmentation = {true, 2, 16};
      o.relation.representation = representation;
    };
    const Names expected = with(with(kRelationTerms, masks), {"pair_scores"});
    expect_changes(changed_by(change), expected, with(expected, {"pairs"}));
  }
}

TEST(HoiCascadeSwitches, ScoreFusionChangesTheFusedScoresOnly) {
  for (const auto fusion : {ScoreFusion::kSum, ScoreFusion::kProduct, ScoreFusion::kSemanticOnly,
                            ScoreFusion::kGeometricOnly, ScoreFusion::kVisualOnly}) {
    EXPECT_EQ(changed_by([fusion](CascadeOptions& o) { o.score_fusion = fusion; }),
              Names{"pair_scores"});
  }
}

TEST(HoiCascadeSwitches, DetectionFactorIsNoneOfTheNetworksBusiness) {
  EXPECT_EQ(changed_by([](CascadeOptions& o) { o.detection_factor = DetectionFactor::kNone; }),
            Names());
}

TEST(HoiCascadeSwitches, StageMergeChangesDetectionsAndTeachesTheSame) {
  const Names detections{"regions", "scores"};
  expect_changes(changed_by([](CascadeOptions& o) { o.stage_merge = StageMerge::kConcatenate; }),
                 detections, with(detections, {"pairs", "pair_scores"}));
}

TEST(HoiCascadeSwitches, FewerStagesTeachTheFirstOnesTheSame) {
  const Names gone{"loss/stage3/classification", "loss/stage3/box", "loss/stage3/ranking",
                   "loss/stage3/relation"};
  expect_changes(changed_by([](CascadeOptions& o) { o.stages = 2; }), gone,
                 with(gone, {"regions", "scores", "pairs", "pair_scores"}));
}

}  // namespace
}  // namespace hoi
