#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "datasets/dataset_layout.h"
#include "study/study_plan.h"

namespace hoi {

/// What a study is asked to do.
struct StudyRequest {
  std::vector<StudyTable> tables;
  bool verb_gains = false;  ///< Figure 7: needs rows of Table 4, trains them if they are missing
  bool complete = false;    ///< the complete network of seed 1, whatever the tables need
  StudyScale scale = StudyScale::kTiny;
  std::string data;  ///< data set folder
  DatasetLayout layout = DatasetLayout::kHoi;
  std::string test_split = "test";
  std::int64_t seeds = 3;
  std::filesystem::path out = "runs/study";
  std::filesystem::path configs;  ///< folder of study-<scale>-detector.toml and -relation.toml
  /// Settings of the second phase of every network, "section.key=value"; a row's own come after.
  std::vector<std::string> settings;
  int workers = 1;  ///< trainings at a time
  std::string device = "auto";

  /// "tiny", as in the names of the configuration files.
  std::string scale_name() const;
};

/// Where a study keeps what it makes, below StudyRequest::out.
///
///   configs/<run>.toml      what each network is trained with, complete
///   runs/<run>/             a run folder of `hoi train`
///   logs/<run>.txt          what the processes printed
///   results/<name>.json     what was measured
struct StudyFolder {
  std::filesystem::path root;

  std::filesystem::path config(const std::string& run) const {
    return root / "configs" / (run + ".toml");
  }
  std::filesystem::path run(const std::string& run) const { return root / "runs" / run; }
  std::filesystem::path model(const std::string& name) const {
    return run(name) / "model.safetensors";
  }
  std::filesystem::path log(const std::string& run) const { return root / "logs" / (run + ".txt"); }
  std::filesystem::path result(const std::string& name) const {
    return root / "results" / (name + ".json");
  }

  /// Throws InputError when a folder cannot be made.
  void create() const;
};

/// The plans of the requested tables, that of Table 4 included where verb gains need it.
std::vector<StudyPlan> requested_plans(const StudyRequest& request);

}  // namespace hoi
