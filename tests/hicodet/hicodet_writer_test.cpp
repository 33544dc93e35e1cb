#include "hicodet/hicodet_writer.h"

#include <gmock/gmock.h>

#include "hicodet/hicodet_json_reader.h"
#include "hicodet/hicodet_mat_reader.h"
#include "hicodet/hicodet_reader.h"
#include "hicodet/hicodet_samples.h"
#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(HicodetJsonText, IsReadBackWithAllItSays) {
  const HicodetSplit split = parse_hicodet_json(JsonRecords(small_hicodet_json(), "x.json"));
  const std::string text = hicodet_json_text(split);
  const HicodetSplit again = parse_hicodet_json(JsonRecords(text, "x.json"));
  EXPECT_EQ(hicodet_json_text(again), text);
  const auto document = nlohmann::json::parse(text);
  const auto original = nlohmann::json::parse(small_hicodet_json());
  EXPECT_EQ(document, original);
}

TEST(HicodetWriter, WritesOnlyTheSplitsThatAreThere) {
  std::mt19937 random(2);
  AnnotatedDataset dataset = random_hicodet_dataset(random);
  DatasetFindings findings;
  const TemporaryFolder tests, nothing;
  for (auto& image : dataset.images) image.split = "test";
  write_hicodet(dataset, tests.path(), findings);
  EXPECT_FALSE(std::filesystem::exists(tests / "instances_train2015.json"));
  EXPECT_TRUE(std::filesystem::exists(tests / "instances_test2015.json"));
  dataset.images.clear();
  write_hicodet(dataset, nothing.path(), findings);
  EXPECT_TRUE(std::filesystem::exists(nothing / "instances_train2015.json"));
  EXPECT_THAT(input_error_of([&] { write_hicodet(dataset, nothing / "no", findings); }),
              HasSubstr("instances_train2015.json"));
}

TEST(HicodetWriter, GivesRandomDataSetsBackInBothForms) {
  std::mt19937 random(3);
  for (int round = 0; round < 20; ++round) {
    const AnnotatedDataset dataset = random_hicodet_dataset(random);
    for (const bool mat : {false, true}) {
      const TemporaryFolder folder;
      DatasetFindings findings;
      const auto placements = mat ? write_hicodet_mat(dataset, folder.path(), findings)
                                  : write_hicodet(dataset, folder.path(), findings);
      ASSERT_EQ(placements.size(), dataset.images.size());
      EXPECT_EQ(placements[0].target, "images/" + dataset.images[0].file_name);
      const AnnotatedDataset again = read_hicodet(folder.path(), {{}, {}, findings});
      ASSERT_EQ(statements_of(again), statements_of(dataset)) << (mat ? "mat" : "json");
      EXPECT_EQ(again.vocabulary, dataset.vocabulary);
      EXPECT_TRUE(findings.is_empty());
    }
  }
}

TEST(HicodetWriter, KeepsFractionsOfCorners) {
  std::mt19937 random(4);
  AnnotatedDataset dataset = random_hicodet_dataset(random);
  for (auto& image : dataset.images) {
    for (auto& instance : image.instances) {
      instance.box.x1 += 0.1F;
      instance.box.y2 += 1.0F / 3;
    }
  }
  for (const bool mat : {false, true}) {
    const TemporaryFolder folder;
    DatasetFindings findings;
    mat ? write_hicodet_mat(dataset, folder.path(), findings)
        : write_hicodet(dataset, folder.path(), findings);
    EXPECT_EQ(statements_of(read_hicodet(folder.path(), {{}, {}, findings})),
              statements_of(dataset));
  }
}

TEST(HicodetMatWriter, WritesImageLevelLabels) {
  AnnotatedDataset dataset;
  dataset.vocabulary = {{"person", "airplane"}, {"board", "direct"}, 0, true};
  ImageAnnotation image;
  image.file_name = "a.jpg";
  image.split = "test";
  image.width = image.height = 9;
  for (const int category : {0, 1}) {
    InstanceAnnotation instance;
    instance.category = category;
    instance.box = {0, 0, 9, 9};
    image.instances.push_back(instance);
  }
  image.interactions = {{0, 1, 1}};
  dataset.images.push_back(image);
  image.file_name = "b.jpg";
  image.instances.clear();
  image.interactions.clear();
  dataset.images.push_back(image);
  const TemporaryFolder folder;
  DatasetFindings findings;
  write_hicodet_mat(dataset, folder.path(), findings);
  const MatFile file = MatFile::read(folder / "anno.mat");
  EXPECT_THAT(file.variable_names(),
              ElementsAre("anno_test", "anno_train", "list_action", "list_test", "list_train"));
  const MatVariable labels = file.load("anno_test");
  EXPECT_EQ(labels.array().rows(), 600U);
  EXPECT_EQ(labels.array().columns(), 2U);
  EXPECT_EQ(labels.array().number(0), -1);
  EXPECT_EQ(labels.array().number(1), 1);
  EXPECT_TRUE(std::isnan(labels.array().number(600)));
  EXPECT_THAT(read_mat_file_names(file, "list_test"), ElementsAre("a.jpg", "b.jpg"));
  EXPECT_EQ(read_hicodet_mat_words({&file}), official_hicodet_words());
}

}  // namespace
}  // namespace hoi
