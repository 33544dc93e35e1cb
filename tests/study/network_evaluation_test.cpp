#include "study/network_evaluation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "study/model_fingerprint.h"
#include "support/errors.h"
#include "training/tiny_run.h"

namespace hoi {
namespace {

/// A network of a few steps on six pictures, with two stages.
class NetworkEvaluation : public TinyRun {
 protected:
  void SetUp() override {
    TinyRun::SetUp();
    experiment_.training.epochs = 1;
    model_ = train_in("run");
    options_.data = experiment_.data.train.front();
    options_.device = "cpu";
  }

  std::filesystem::path model_;
  NetworkEvaluationOptions options_;
};

TEST_F(NetworkEvaluation, MeasuresAModelFileUnderItsFingerprint) {
  const StudyResult result = evaluate_network(model_, options_);
  EXPECT_EQ(result.model_sha256, model_fingerprint(model_));
  EXPECT_EQ(result.settings, evaluation_settings(options_));
  EXPECT_EQ(result.images, 6);
  EXPECT_EQ(result.verbs.size(), small_vocabulary().verbs.size());
  EXPECT_LE(result.recall_20, result.recall_100);
}

TEST_F(NetworkEvaluation, ChangesKeepTheWeights) {
  const ModelPackage plain = read_changed_model(model_, {});
  const ModelPackage changed = read_changed_model(model_, {"network.score_fusion=semantic"});
  EXPECT_EQ(changed.network->options().score_fusion, ScoreFusion::kSemanticOnly);
  EXPECT_EQ(changed.sha256, plain.sha256);
  const auto before = state_of(*plain.network), after = state_of(*changed.network);
  ASSERT_EQ(before.size(), after.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    EXPECT_TRUE(torch::equal(before[i].second, after[i].second)) << before[i].first;
  }
}

TEST_F(NetworkEvaluation, ChangesThatNeedOtherWeightsAreRefused) {
  EXPECT_NE(input_error_of([&] {
              read_changed_model(model_, {"network.stages=1"});
            }).find("other weights"),
            std::string::npos);
  EXPECT_NE(input_error_of([&] {
              read_changed_model(model_, {"network.score_fuson=sum"});
            }).find("score_fusion"),
            std::string::npos);
}

TEST_F(NetworkEvaluation, NetworksAreTimedSideBySide) {
  options_.images = 4;
  const SpeedResult speed = measure_speed({model_, model_}, options_);
  EXPECT_EQ(speed.images, 4);
  ASSERT_EQ(speed.milliseconds.size(), 2U);
  EXPECT_GT(speed.milliseconds[0], 0);
  EXPECT_EQ(speed.settings["timed_images"], 4);
  EXPECT_TRUE(measure_speed({}, options_).milliseconds.empty());
}

}  // namespace
}  // namespace hoi
