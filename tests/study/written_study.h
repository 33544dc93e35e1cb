#pragma once

#include <string>

#include <gtest/gtest.h>

#include "study/measured_samples.h"
#include "study/model_fingerprint.h"
#include "study/study_measurements.h"
#include "support/temporary_folder.h"

namespace hoi {

/// A study folder whose networks are made up: model files without weights, and their results.
class WrittenStudy : public ::testing::Test {
 protected:
  void SetUp() override {
    request_.out = folder_ / "out";
    request_.data = (folder_ / "scenes").string();
    request_.configs = std::filesystem::path(HOI_SOURCE_DIR) / "configs";
    request_.seeds = 2;
    StudyFolder{request_.out}.create();
  }

  void write_network(const StudyRow& row, std::int64_t seed, double map_rel) {
    const std::string run = seeded_name(network_name(row), seed);
    const auto model = folder_.write("out/runs/" + run + "/model.safetensors", "weights of " + run);
    StudyResult result = sample_study_result(map_rel, map_rel, map_rel / 2);
    result.model_sha256 = model_fingerprint(model);
    result.settings = evaluation_settings(evaluation_options(request_, row.scoring));
    folder_.write("out/results/" + seeded_name(result_name(row), seed) + ".json",
                  to_json(result).dump());
  }

  /// Times of 10, 20, ... milliseconds for the networks of seed 1 that are timed.
  void write_speed() {
    SpeedResult speed;
    auto options = evaluation_options(request_, {});
    options.images = kTimedImages;
    speed.settings = evaluation_settings(options);
    for (const auto& row : timed_rows(request_)) {
      const StudyFolder folder{request_.out};
      speed.model_sha256.push_back(
          model_fingerprint(folder.model(seeded_name(network_name(row), 1))));
      speed.milliseconds.push_back(10.0 * static_cast<double>(speed.model_sha256.size()));
    }
    folder_.write(std::string("out/results/") + kSpeedName + ".json", to_json(speed).dump());
  }

  TemporaryFolder folder_;
  StudyRequest request_;
};

}  // namespace hoi
