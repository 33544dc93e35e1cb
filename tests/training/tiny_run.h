#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <opencv2/imgproc.hpp>

#include "data/image_io.h"
#include "formats/annotation_file.h"
#include "support/small_cascade.h"
#include "support/temporary_folder.h"
#include "training/training_session.h"

namespace hoi {

/// Six small pictures: a tall bar (person) beside a disc (ball) it kicks or a square (cup) it
/// holds; with_masks: the bars have outlines.
inline void write_bar_and_disc_dataset(const std::filesystem::path& folder,
                                       bool with_masks = false) {
  AnnotatedDataset dataset;
  dataset.vocabulary = small_vocabulary();
  dataset.image_folder = folder / "images";
  std::filesystem::create_directories(dataset.image_folder);
  for (int i = 0; i < 6; ++i) {
    const int x = 10 + 8 * i;
    const bool kicks = i % 2 == 0;
    cv::Mat picture(96, 128, CV_8UC3, cv::Scalar(40, 60 + 5 * i, 90));
    cv::rectangle(picture, {x, 15, 16, 60}, {200, 200, 220}, cv::FILLED);
    cv::rectangle(picture, {x + 18, 60, 16, 16},
                  kicks ? cv::Scalar(20, 20, 240) : cv::Scalar(240, 40, 20), cv::FILLED);
    ImageAnnotation image;
    image.id = i + 1;
    image.file_name = std::to_string(i) + ".png";
    image.width = 128;
    image.height = 96;
    image.split = "train";
    const auto left = static_cast<float>(x);
    image.instances = {{1, 0, {left, 15, left + 16, 75}, false, {}},
                       {2, kicks ? 1 : 2, {left + 18, 60, left + 34, 76}, false, {}}};
    if (with_masks) {
      image.instances[0].polygons = {{left, 15, left + 16, 15, left + 16, 75, left, 75}};
    }
    image.interactions = {{0, 1, kicks ? 1 : 0}};
    write_image(dataset.image_folder / image.file_name, picture);
    dataset.images.push_back(image);
  }
  write_annotation_file(dataset, folder / "annotations.json");
}

/// Training runs of seconds on those pictures.
class TinyRun : public ::testing::Test {
 protected:
  void SetUp() override {
    write_bar_and_disc_dataset(folder_ / "data");
    experiment_.model.network = small_cascade_options(2);
    experiment_.model.input.short_side = 96;
    experiment_.model.input.long_side = 128;
    experiment_.model.faces.kind = FaceDetectorKind::kNone;
    experiment_.data.train = {{(folder_ / "data").string(), DatasetLayout::kHoi, {"train"}, ""}};
    experiment_.device = "cpu";
    auto& training = experiment_.training;
    training.phase = TrainingPhase::kJoint;
    training.epochs = 2;
    training.images_per_step = 2;
    training.log_steps = 1;
    training.learning_rate.base = 0.01;
    training.learning_rate.reference_images = 2;
    training.learning_rate.warmup_steps = 2;
    training.learning_rate.decay_epochs = {};
  }

  std::filesystem::path train_in(const std::string& name, bool resume = false,
                                 int stop_after = -1) {
    int steps = 0;
    return train(
        experiment_, {folder_ / name, resume}, [&] { return ++steps == stop_after; },
        [](const std::string&) {});
  }

  /// The values of `key` in the lines of the log that have it.
  static std::vector<nlohmann::json> logged(const std::filesystem::path& run,
                                            const std::string& key) {
    std::ifstream stream(run / "metrics.jsonl");
    std::vector<nlohmann::json> values;
    for (std::string line; std::getline(stream, line);) {
      const auto entry = nlohmann::json::parse(line);
      if (entry.contains(key)) values.push_back(entry[key]);
    }
    return values;
  }

  static std::vector<double> logged_losses(const std::filesystem::path& run) {
    std::vector<double> losses;
    for (const auto& loss : logged(run, "loss")) losses.push_back(loss.get<double>());
    return losses;
  }

  TemporaryFolder temporary_;
  const std::filesystem::path folder_ = temporary_.path();
  ExperimentOptions experiment_;
};

}  // namespace hoi
