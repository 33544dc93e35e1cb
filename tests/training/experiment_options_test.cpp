#include "training/experiment_options.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "config/toml_options.h"

namespace hoi {
namespace {

std::vector<std::string> shipped_configurations() {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::directory_iterator(HOI_SOURCE_DIR "/configs")) {
    if (entry.path().extension() == ".toml") paths.push_back(entry.path().string());
  }
  return paths;
}

std::string refusal(const std::vector<std::string>& assignments) {
  try {
    read_experiment(HOI_SOURCE_DIR "/configs/synthetic-tiny.toml", assignments);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(ExperimentOptions, EveryShippedConfigurationIsReadable) {
  const auto paths = shipped_configurations();
  EXPECT_GE(paths.size(), 3U);
  for (const auto& path : paths) EXPECT_NO_THROW(read_experiment(path, {})) << path;
}

TEST(ExperimentOptions, TheResolvedConfigurationReadsBackToItself) {
  for (const auto& path : shipped_configurations()) {
    const std::string text = to_toml(read_experiment(path, {}));
    ExperimentOptions again;
    TomlDocument::parse(text, "resolved").fill(again);
    EXPECT_EQ(to_toml(again), text) << path;
  }
}

TEST(ExperimentOptions, DefaultsAreThePapers) {
  const ExperimentOptions paper;
  EXPECT_EQ(paper.model.network.stages, 3);
  EXPECT_EQ(paper.model.network.pyramid.channels, 256);
  EXPECT_EQ(paper.model.network.localization.hidden_features, 1024);
  EXPECT_EQ(paper.model.network.relation.visual_features, 1024);
  EXPECT_EQ(paper.model.network.relation.top_pairs, 64);
  EXPECT_EQ(paper.model.network.pairs.pairs_per_image, 128);
  EXPECT_EQ(paper.model.input.short_side, 800);
  EXPECT_EQ(paper.model.input.long_side, 1333);
  EXPECT_EQ(paper.training.images_per_step, 16);
  EXPECT_EQ(paper.training.images_at_once, 0);
  EXPECT_EQ(paper.training.precision, Precision::kFloat32);
  EXPECT_EQ(paper.training.average_decay, 0);
  EXPECT_EQ(paper.training.epochs, 12);
  EXPECT_DOUBLE_EQ(paper.training.learning_rate.base, 0.02);
  EXPECT_DOUBLE_EQ(paper.training.optimizer.gradient_clip, 35);
}

TEST(ExperimentOptions, AssignmentsReplaceTheFile) {
  const auto experiment =
      read_experiment(HOI_SOURCE_DIR "/configs/synthetic-tiny.toml",
                      {"network.stages=1", "training.learning_rate.base=0.5", "name=other"});
  EXPECT_EQ(experiment.model.network.stages, 1);
  EXPECT_DOUBLE_EQ(experiment.training.learning_rate.base, 0.5);
  EXPECT_EQ(experiment.name, "other");
}

TEST(ExperimentOptions, TheResolvedTextIsReadLikeAFile) {
  const auto file = read_experiment(HOI_SOURCE_DIR "/configs/synthetic-tiny.toml", {});
  const auto again = parse_experiment(to_toml(file), "text", {"training.epochs=3"});
  EXPECT_EQ(again.name, file.name);
  EXPECT_EQ(again.training.epochs, 3);
  EXPECT_THROW(parse_experiment("format = 7\n", "text", {}), InputError);
}

TEST(ExperimentOptions, AnUnknownKeyIsRefusedWithTheNearestOne) {
  EXPECT_THAT(refusal({"training.images_per_stp=2"}), ::testing::HasSubstr("images_per_step"));
}

TEST(ExperimentOptions, ValuesOutOfRangeAreRefused) {
  EXPECT_THAT(refusal({"network.stages=9"}),
              ::testing::HasSubstr("network.stages is 9, expected 1 to 5"));
  EXPECT_THAT(refusal({"training.images_per_step=0"}),
              ::testing::HasSubstr("training.images_per_step is 0"));
  EXPECT_THAT(refusal({"training.images_at_once=-1"}),
              ::testing::HasSubstr("training.images_at_once is -1"));
  EXPECT_THAT(refusal({"training.average_decay=1.0"}),
              ::testing::HasSubstr("training.average_decay is 1, expected 0 to less than 1"));
  EXPECT_THAT(refusal({"format=2"}), ::testing::HasSubstr("format is 2"));
}

TEST(ExperimentOptions, DataMustBeNamed) {
  const auto path = std::filesystem::path(::testing::TempDir()) / "hoi_no_data.toml";
  std::ofstream(path) << "format = 1\n";
  try {
    read_experiment(path.string(), {});
    FAIL() << "accepted";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), ::testing::HasSubstr("[[data.train]]"));
  }
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace hoi
