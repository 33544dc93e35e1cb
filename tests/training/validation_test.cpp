#include "training/validation.h"

#include <gtest/gtest.h>

#include "training/tiny_run.h"
#include "training/trainer.h"

namespace hoi {
namespace {

class ValidationTest : public TinyRun {
 protected:
  Validation validate(TrainingPhase phase) {
    experiment_.training.phase = phase;
    experiment_.data.validation = experiment_.data.train;
    const TrainingDataset dataset(experiment_.data.train, experiment_.model.input);
    ModelPackage package = build_initial_package(experiment_, dataset);
    package.network->eval();
    WorkerGroup group;
    return make_validation(experiment_, nullptr, group)(package);
  }
};

TEST_F(ValidationTest, WithoutPicturesThereIsNone) {
  WorkerGroup group;
  EXPECT_FALSE(make_validation(experiment_, nullptr, group));
}

TEST_F(ValidationTest, TripletsDecideOnceInteractionsAreTaught) {
  const Validation validation = validate(TrainingPhase::kJoint);
  EXPECT_EQ(validation.figures.at("score"), validation.figures.at("map_rel"));
  EXPECT_EQ(validation.details.score, validation.figures.at("score").get<double>());
  EXPECT_EQ(validation.details.verbs.size(), small_vocabulary().verbs.size());
  ASSERT_FALSE(validation.details.pictures.empty());
  EXPECT_NE(validation.details.pictures[0].verb, "");
}

TEST_F(ValidationTest, BoxesDecideBefore) {
  const Validation validation = validate(TrainingPhase::kLocalization);
  EXPECT_EQ(validation.figures.at("score"), validation.figures.at("detection_ap50"));
  EXPECT_TRUE(validation.details.verbs.empty());
  EXPECT_FALSE(validation.details.categories.empty());
  ASSERT_FALSE(validation.details.pictures.empty());
  EXPECT_EQ(validation.details.pictures[0].verb, "");
}

}  // namespace
}  // namespace hoi
