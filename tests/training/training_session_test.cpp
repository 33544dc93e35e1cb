#include "training/training_session.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include "base/error.h"
#include "base/safetensors.h"
#include "data/face_cache.h"
#include "inference/model_package.h"
#include "training/run_directory.h"
#include "training/tiny_run.h"

namespace hoi {
namespace {

class TrainingSession : public TinyRun {};

TEST_F(TrainingSession, ARunLeavesConfigurationMetricsCheckpointAndAModelThatLoads) {
  const auto model = train_in("run");
  EXPECT_EQ(logged_losses(folder_ / "run").size(), 6U);
  EXPECT_TRUE(std::filesystem::exists(folder_ / "run" / "config.toml"));
  EXPECT_TRUE(std::filesystem::exists(folder_ / "run" / "log.txt"));
  EXPECT_TRUE(RunDirectory::open(folder_ / "run").newest_checkpoint());
  const ModelPackage package = read_model_package(model);
  EXPECT_EQ(package.vocabulary, small_vocabulary());
  EXPECT_EQ(package.config.network.stages, 2);
  EXPECT_EQ(package.sha256.size(), 64U);
}

TEST_F(TrainingSession, InBfloat16LearnsNearlyTheSameAndItsWeightsStayFloat32) {
  train_in("exact");
  experiment_.training.precision = Precision::kBfloat16;
  train_in("reduced");
  const auto exact = logged_losses(folder_ / "exact");
  const auto reduced = logged_losses(folder_ / "reduced");
  ASSERT_EQ(reduced.size(), exact.size());
  EXPECT_NE(reduced[0], exact[0]);
  EXPECT_NEAR(reduced[0], exact[0], 5e-2 * exact[0]);  // see StepLoss
  for (const double loss : reduced) EXPECT_TRUE(std::isfinite(loss));
  const auto file =
      SafetensorsFile::read(*RunDirectory::open(folder_ / "reduced").newest_checkpoint());
  for (const auto& tensor : file.tensors()) {
    EXPECT_NE(tensor.type, TensorType::kBFloat16) << tensor.name;
  }
}

TEST_F(TrainingSession, TellsDataParametersRateAndTimeAtItsStart) {
  std::string told;
  experiment_.training.images_per_step = 1;
  experiment_.training.epochs = 4;
  train(experiment_, {folder_ / "run", false}, nullptr,
        [&](const std::string& line) { told += line + "\n"; });
  EXPECT_THAT(told, ::testing::HasSubstr("6 pictures, 6 interactions"));
  EXPECT_THAT(told, ::testing::HasSubstr(" parameters are trained\n"));
  EXPECT_THAT(told, ::testing::HasSubstr("learning rate 0.005 = 0.01 x 1 images per step / 2, "
                                         "rising from 0.001667 in 2 warm-up steps; 24 steps in 4 "
                                         "epochs of 6\n"));
  EXPECT_THAT(told, ::testing::ContainsRegex("about [0-9]+ s for 24 steps at [0-9.]+ steps/s"));
  EXPECT_EQ(content_of(folder_ / "run" / "log.txt"), told);
}

TEST_F(TrainingSession, MissingPicturesStopItBeforeTheRunFolderExists) {
  std::filesystem::remove(folder_ / "data" / "images" / "2.png");
  try {
    train_in("run");
    FAIL() << "accepted";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), ::testing::HasSubstr("1 of 6 pictures are missing"));
  }
  EXPECT_FALSE(std::filesystem::exists(folder_ / "run"));
}

TEST_F(TrainingSession, FacesFoundOnceReachThePicturesOfEveryRun) {
  experiment_.model.faces.kind = FaceDetectorKind::kHaar;
  experiment_.data.face_cache = (folder_ / "faces").string();
  experiment_.data.validation = experiment_.data.train;
  const auto prepare = [&](ExperimentOptions& experiment) {
    SessionPictures pictures{read_picture_sources(experiment.data.train),
                             read_picture_sources(experiment.data.validation)};
    int searches = 0;
    prepare_face_caches(experiment, pictures, [&](const std::string&) { ++searches; });
    return std::pair(pictures, searches);
  };
  ExperimentOptions first = experiment_, second = experiment_;
  EXPECT_EQ(prepare(first).second, 1) << "validation pictures are the same";
  const std::string file = first.data.train[0].faces;
  FaceCache cache = FaceCache::read(file);
  EXPECT_EQ(cache.size(), 6U);
  cache.insert("1.png", {{{20, 16, 30, 26}, 0.75F}});
  cache.write(file);
  const auto [pictures, searches] = prepare(second);
  EXPECT_EQ(searches, 0);
  EXPECT_EQ(second.data.validation[0].faces, file);
  for (const auto* side : {&pictures.training, &pictures.validation}) {
    ASSERT_EQ(side->images[1].faces.size(), 1U);
    EXPECT_EQ(side->images[1].faces[0].score, 0.75F);
    EXPECT_TRUE(side->images[0].faces.empty());
    EXPECT_THAT(side->faces_known, ::testing::Each(true));
  }
}

TEST_F(TrainingSession, AFinishedRunIsNotOverwritten) {
  train_in("run");
  EXPECT_THROW(train_in("run"), InputError);
}

TEST_F(TrainingSession, ValidationDecidesWhichModelIsKept) {
  experiment_.data.validation = experiment_.data.train;
  train_in("run");
  const auto validations = logged(folder_ / "run", "validation");
  for (const auto& validation : validations) {
    EXPECT_TRUE(validation.contains("map_rel"));
    EXPECT_FALSE(validation.contains("mask_ap")) << "a network without mask heads";
  }
  EXPECT_EQ(validations.size(), 2U);
}

TEST_F(TrainingSession, ValidationOfANetworkWithMaskHeadsReportsMaskPrecision) {
  write_bar_and_disc_dataset(folder_ / "data", true);
  experiment_.data.validation = experiment_.data.train;
  experiment_.model.network.segmentation.enabled = true;
  experiment_.model.network.segmentation.convolutions = 1;
  experiment_.model.network.segmentation.channels = 8;
  experiment_.training.epochs = 1;
  train_in("run");
  const auto validations = logged(folder_ / "run", "validation");
  for (const auto& validation : validations) {
    ASSERT_TRUE(validation.contains("mask_ap"));
    EXPECT_GE(validation["mask_ap"], 0);
    EXPECT_LE(validation["mask_ap"], 1);
    EXPECT_EQ(validation["score"], validation["map_rel"]) << "masks do not choose the model";
  }
  EXPECT_EQ(validations.size(), 1U);
}

TEST_F(TrainingSession, RelationPhaseStartsFromALocalizationModelWithFreshRecognition) {
  experiment_.training.phase = TrainingPhase::kLocalization;
  const auto detector = train_in("phase1");
  experiment_.training.phase = TrainingPhase::kRelation;
  experiment_.training.initial_model = detector.string();
  const auto model = train_in("phase2");
  const auto before = read_model_package(detector), after = read_model_package(model);
  const auto weights = [](const ModelPackage& package, const std::string& name) {
    return package.network->named_parameters()[name];
  };
  for (const auto& entry : before.network->named_parameters()) {
    if (entry.key().rfind("recognition", 0) == 0) continue;
    EXPECT_TRUE(torch::equal(entry.value(), weights(after, entry.key()))) << entry.key();
  }
}

}  // namespace
}  // namespace hoi
