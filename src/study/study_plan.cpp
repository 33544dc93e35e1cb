#include "study/study_plan.h"

#include <fmt/format.h>

namespace hoi {
namespace {

constexpr const char* kNoMining = "network.relation.use_human_semantic_mining=false";
constexpr const char* kNoFaces = "network.relation.use_face_attention=false";
constexpr const char* kNoRanking = "network.relation.use_ranking=false";

std::string stages(int count) { return fmt::format("network.stages={}", count); }

/// recalls: R@20, R@50 and R@100 on PIC; map_rel on HOIW.
PaperValues paper_values(double recall_20, double recall_50, double recall_100, double map_rel) {
  return {recall_20, recall_50, recall_100, map_rel, {}, {}};
}

StudyPlan components_plan() {
  StudyPlan plan;
  plan.title = "Table 4: the key components";
  plan.rows = {
      {"baseline",
       {},
       {stages(1), kNoMining, kNoFaces, kNoRanking},
       {},
       paper_values(17.0, 28.0, 33.9, 33.9)},
      {"IHSM", {}, {stages(1), kNoFaces, kNoRanking}, {}, paper_values(17.9, 28.6, 34.3, 34.4)},
      {"EFRA", {}, {stages(1), kNoMining, kNoRanking}, {}, paper_values(17.6, 27.5, 34.6, 36.7)},
      {"IHSM+EFRA", {}, {stages(1), kNoRanking}, {}, paper_values(18.5, 28.3, 35.4, 37.5)},
      {"IHSM+EFRA+RRM", {}, {stages(1)}, {}, paper_values(19.0, 28.9, 35.9, 38.6)},
      {"IHSM+EFRA+RRM+CAS", {}, {stages(3)}, {}, paper_values(27.8, 38.3, 45.3, 43.7)}};
  plan.notes = {
      "IHSM: implicit human semantic mining; EFRA: explicit facial region attending; RRM: relation "
      "ranking module; CAS: three stages instead of one."};
  return plan;
}

StudyPlan stages_plan() {
  StudyPlan plan;
  plan.title = "Table 5: the number of stages T";
  const PaperValues paper[] = {{19.0, 28.9, 35.9, 38.6, {}, 145},
                               {25.5, 36.4, 43.8, 42.1, {}, 163},
                               {27.8, 38.3, 45.3, 43.7, {}, 198},
                               {27.8, 38.3, 45.2, 43.7, {}, 253},
                               {27.6, 38.1, 45.2, 43.4, {}, 314}};
  for (int count = 1; count <= 5; ++count) {
    plan.rows.push_back({fmt::format("T = {}", count), {}, {stages(count)}, {}, paper[count - 1]});
  }
  plan.timed = true;
  plan.notes = {
      "Milliseconds per picture: the networks of seed 1 side by side in one process, picture by "
      "picture in turn, on one core, median over the pictures, without reading the file and "
      "without face "
      "search. The paper's were measured on a TITAN Xp."};
  return plan;
}

/// The changes that stand for the paper's three trunks.
std::vector<std::vector<std::string>> trunk_changes(StudyScale scale) {
  if (scale == StudyScale::kPaper) {
    return {{}, {"network.backbone.kind=resnet101"}, {"network.backbone.kind=resnext101_64x4d"}};
  }
  return {{}, {"network.backbone.small_width=48"}, {"network.backbone.small_width=64"}};
}

StudyPlan trunks_plan(StudyScale scale) {
  StudyPlan plan;
  plan.title = "Table 6: the trunk, without and with the cascade";
  const auto trunks = trunk_changes(scale);
  const PaperValues paper[] = {
      paper_values(19.0, 28.9, 35.9, 38.6), paper_values(27.8, 38.3, 45.3, 43.7),
      paper_values(20.8, 31.4, 38.9, 40.2), paper_values(28.6, 39.8, 47.0, 44.4),
      paper_values(22.9, 34.3, 42.6, 44.2), paper_values(29.6, 41.2, 48.9, 48.2)};
  const char* names[] = {"R50", "R101", "X101"};
  for (std::size_t trunk = 0; trunk < trunks.size(); ++trunk) {
    plan.rows.push_back({names[trunk], trunks[trunk], {stages(1)}, {}, paper[2 * trunk]});
    plan.rows.push_back({fmt::format("{}+cascade", names[trunk]),
                         trunks[trunk],
                         {stages(3)},
                         {},
                         paper[2 * trunk + 1]});
  }
  if (scale != StudyScale::kPaper) {
    plan.notes = {
        "At this scale the three trunks are small residual networks of three widths (the base's, "
        "48 "
        "and 64 channels), not ResNet-50, ResNet-101 and ResNeXt-101."};
  }
  return plan;
}

StudyPlan streams_plan() {
  StudyPlan plan;
  plan.title = "Table 7: the three streams and their fusion";
  const auto fusion = [](const char* name) {
    return std::vector<std::string>{fmt::format("network.score_fusion={}", name)};
  };
  plan.rows = {
      {"s_s only", {}, {stages(3)}, fusion("semantic"), paper_values(14.5, 20.0, 23.3, 26.5)},
      {"s_g only", {}, {stages(3)}, fusion("geometric"), paper_values(19.6, 26.2, 32.1, 30.3)},
      {"s_v only", {}, {stages(3)}, fusion("visual"), paper_values(22.2, 32.8, 38.2, 38.1)},
      {"s_v + s_g + s_s", {}, {stages(3)}, fusion("sum"), paper_values(26.7, 37.0, 43.1, 41.3)},
      {"s_v * s_g * s_s", {}, {stages(3)}, fusion("product"), paper_values(27.0, 37.7, 43.5, 41.9)},
      {"(s_v + s_g) * s_s", {}, {stages(3)}, {}, paper_values(27.8, 38.3, 45.3, 43.7)}};
  plan.notes = {
      "The three classifiers are trained independently of their fusion (Eq. (15)), so all rows are "
      "the same trained networks, scored in six ways."};
  return plan;
}

StudyPlan representations_plan() {
  StudyPlan plan;
  plan.title = "Table 8: what a region looks like to the relation features";
  const auto masks = [](const char* name) {
    return std::vector<std::string>{stages(3),
                                    fmt::format("network.relation.representation={}", name),
                                    "network.segmentation.enabled=true"};
  };
  plan.rows = {{"BBox", {}, {stages(3)}, {}, {27.1, 37.9, 44.8, {}, 36.6, {}}},
               {"Mask", {}, masks("mask"), {}, {27.8, 38.3, 45.3, {}, 37.1, {}}},
               {"BBox+Mask (max)", {}, masks("max"), {}, {27.6, 38.3, 45.1, {}, 37.0, {}}},
               {"BBox+Mask (sum)", {}, masks("sum"), {}, {27.7, 38.3, 45.1, {}, 37.0, {}}}};
  plan.notes = {
      "The detected instances are the same for all rows of a seed; the masks only enter the "
      "relation features. Recalls are those of boxes."};
  return plan;
}

StudyPlan plan_of(StudyTable table, StudyScale scale) {
  switch (table) {
    case StudyTable::kComponents:
      return components_plan();
    case StudyTable::kStages:
      return stages_plan();
    case StudyTable::kTrunks:
      return trunks_plan(scale);
    case StudyTable::kStreams:
      return streams_plan();
    case StudyTable::kRepresentations:
      return representations_plan();
  }
  return {};
}

}  // namespace

const Choices<StudyTable>& study_tables() {
  static const Choices<StudyTable> choices{{"table4", StudyTable::kComponents},
                                           {"table5", StudyTable::kStages},
                                           {"table6", StudyTable::kTrunks},
                                           {"table7", StudyTable::kStreams},
                                           {"table8", StudyTable::kRepresentations}};
  return choices;
}

const Choices<StudyScale>& study_scales() {
  static const Choices<StudyScale> choices{
      {"tiny", StudyScale::kTiny}, {"small", StudyScale::kSmall}, {"paper", StudyScale::kPaper}};
  return choices;
}

StudyPlan study_plan(StudyTable table, StudyScale scale) {
  StudyPlan plan = plan_of(table, scale);
  plan.table = table;
  for (const auto& [name, value] : study_tables()) {
    if (value == table) plan.name = name;
  }
  return plan;
}

StudyRow complete_row() { return components_plan().rows.back(); }

StudyRow mask_row() { return representations_plan().rows.at(1); }

}  // namespace hoi
