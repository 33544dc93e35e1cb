#include "inference/model_evaluation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include "data/image_io.h"
#include "formats/annotation_file.h"
#include "inference/small_package.h"
#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

class ModelEvaluationTest : public ::testing::Test {
 protected:
  void write_dataset(const Vocabulary& vocabulary, bool with_masks = false) {
    AnnotatedDataset dataset;
    dataset.vocabulary = vocabulary;
    dataset.image_folder = folder_.path() / "images";
    std::filesystem::create_directories(dataset.image_folder);
    write_image(dataset.image_folder / "a.png", cv::Mat(96, 128, CV_8UC3, cv::Scalar(90, 80, 70)));
    ImageAnnotation image;
    image.id = 1;
    image.file_name = "a.png";
    image.width = 128;
    image.height = 96;
    image.split = "test";
    image.instances = {{1, 0, {10, 10, 60, 90}, false, {}}, {2, 1, {50, 60, 80, 90}, false, {}}};
    image.interactions = {{0, 1, 0}};
    if (with_masks) image.instances[1].polygons = {{50, 60, 80, 60, 80, 90}};
    dataset.images = {image};
    write_annotation_file(dataset, folder_.path() / "annotations.json");
  }

  ModelEvaluation evaluate(Scoring scoring = Scoring::kNetwork) const {
    EvaluationOptions options;
    options.device = "cpu";
    options.scoring = scoring;
    return evaluate_model(small_package(),
                          {{folder_.path().string(), DatasetLayout::kHoi, {"test"}, ""}}, options);
  }

  ModelEvaluation evaluate_masks_of(const ModelPackage& package) const {
    EvaluationOptions options;
    options.device = "cpu";
    options.masks = true;
    return evaluate_model(package, {{folder_.path().string(), DatasetLayout::kHoi, {"test"}, ""}},
                          options);
  }

  TemporaryFolder folder_;
};

TEST_F(ModelEvaluationTest, EndsWhenItIsToldTo) {
  write_dataset(small_vocabulary());
  EvaluationOptions options;
  options.device = "cpu";
  options.should_stop = [] { return true; };
  EXPECT_THROW(
      evaluate_model(small_package(),
                     {{folder_.path().string(), DatasetLayout::kHoi, {"test"}, ""}}, options),
      EvaluationStopped);
}

TEST_F(ModelEvaluationTest, CountsPicturesVerbsAndCategories) {
  write_dataset(small_vocabulary());
  const ModelEvaluation evaluation = evaluate();
  EXPECT_EQ(evaluation.images.size(), 1U);
  EXPECT_EQ(evaluation.results.size(), 1U);
  ASSERT_EQ(evaluation.triplets.verbs.size(), 2U);
  EXPECT_EQ(evaluation.triplets.verbs[0].ground_truth, 1);
  ASSERT_EQ(evaluation.detection.categories.size(), 3U);
  EXPECT_EQ(evaluation.detection.categories[1].ground_truth, 1);
  EXPECT_GT(evaluation.seconds_per_image, 0);
}

TEST_F(ModelEvaluationTest, ThePriorScoresEveryPair) {
  write_dataset(small_vocabulary());
  EXPECT_GE(evaluate(Scoring::kPrior).triplets.verbs[0].predictions,
            evaluate(Scoring::kNetwork).triplets.verbs[0].predictions);
}

TEST_F(ModelEvaluationTest, WordsAreMatchedByName) {
  // The same words in another order: "ball" is index 2 in the file and 1 in the model.
  write_dataset({{"person", "ball"}, {"kick", "hold"}, 0, true});
  const ModelEvaluation evaluation = evaluate();
  EXPECT_EQ(evaluation.triplets.verbs[1].ground_truth, 1);
  EXPECT_EQ(evaluation.detection.categories[1].ground_truth, 1);
}

TEST_F(ModelEvaluationTest, MasksAreScoredWhereTheyAreAnnotated) {
  write_dataset(small_vocabulary(), true);
  const ModelEvaluation evaluation = evaluate_masks_of(small_mask_package());
  ASSERT_TRUE(evaluation.masks);
  ASSERT_EQ(evaluation.masks->categories.size(), 3U);
  EXPECT_EQ(evaluation.masks->categories[0].ground_truth, 0) << "a person without a mask";
  EXPECT_EQ(evaluation.masks->categories[1].ground_truth, 1);
  EXPECT_EQ(evaluation.detection.categories[0].ground_truth, 1);
  ASSERT_FALSE(evaluation.results[0].instances.empty());
  EXPECT_TRUE(evaluation.results[0].instances[0].mask);
}

TEST_F(ModelEvaluationTest, WithoutAnnotatedMasksThereIsNoMaskPrecision) {
  write_dataset(small_vocabulary());
  EXPECT_FALSE(evaluate_masks_of(small_mask_package()).masks);
}

TEST_F(ModelEvaluationTest, MasksAreNotScoredUnlessAskedFor) {
  write_dataset(small_vocabulary(), true);
  EXPECT_FALSE(evaluate().masks);
  EXPECT_THAT(input_error_of([this] { evaluate_masks_of(small_package()); }),
              ::testing::HasSubstr("has no mask heads"));
}

TEST_F(ModelEvaluationTest, AWordThatTheModelDoesNotKnowIsRefused) {
  write_dataset({{"person", "bal"}, {"hold"}, 0, true});
  EXPECT_THAT(input_error_of([this] { evaluate(); }), ::testing::HasSubstr("did you mean 'ball'"));
}

}  // namespace
}  // namespace hoi
