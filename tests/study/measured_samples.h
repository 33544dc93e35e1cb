#pragma once

#include <string>
#include <utility>
#include <vector>

#include "study/measured_table.h"

namespace hoi {

/// A result with these numbers and the verbs "hold" and "eat".
inline StudyResult sample_study_result(double map_rel, double hold = 0, double eat = 0) {
  StudyResult result;
  result.model_sha256 = "abc";
  result.settings = {{"root", "/some/machine/scenes"}, {"splits", {"test"}}};
  result.images = 4;
  result.map_rel = map_rel;
  result.recall_20 = 0.3;
  result.recall_50 = 0.6;
  result.recall_100 = 0.9;
  result.detection_ap = 0.5;
  result.detection_ap50 = 0.8;
  result.verbs = {{"hold", hold, 7}, {"eat", eat, 2}, {"fly", 0, 0}};
  return result;
}

/// Rows "baseline", "IHSM" and "EFRA"; seed 2 of EFRA is missing.
inline MeasuredTable sample_measured_table() {
  MeasuredTable table;
  table.plan.name = "table4";
  table.plan.title = "Components";
  table.plan.notes = {"A note."};
  table.scale = "tiny";
  table.data = "scenes, split test";
  StudyRow baseline, mining, faces;
  baseline.label = "baseline";
  baseline.changes = {"network.stages=1"};
  baseline.paper = {17.0, 28.0, 33.9, 33.9, {}, {}};
  mining.label = "IHSM";
  mining.paper = {17.9, 28.6, 34.3, 34.4, {}, {}};
  faces.label = "EFRA";
  faces.paper = {17.6, 27.5, 34.6, 36.7, {}, {}};
  table.rows = {
      {baseline,
       {{1, sample_study_result(0.5, 0.4, 0.6)}, {2, sample_study_result(0.6, 0.5, 0.7)}},
       {}},
      {mining,
       {{1, sample_study_result(0.52, 0.5, 0.54)}, {2, sample_study_result(0.64, 0.7, 0.58)}},
       {}},
      {faces, {{1, sample_study_result(0.6, 0.4, 0.8)}}, {}}};
  return table;
}

}  // namespace hoi
