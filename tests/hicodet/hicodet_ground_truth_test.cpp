#include "hicodet/hicodet_ground_truth.h"

#include <gmock/gmock.h>

#include "hicodet/hicodet_samples.h"
#include "hicodet/mat_value.h"
#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

HicodetPair pair_of(int interaction, int entry = 0) {
  return {interaction, {{{1, 2, 3, 4}}, {{5, 6, 7, 8}}}, entry};
}

HicodetSplit test_split() {
  HicodetSplit split;
  split.file = "x.json";
  split.words = small_hicodet_words();
  split.images = {{"a.jpg", 9, 9, {pair_of(0), pair_of(1)}},
                  {"b.jpg", 9, 9, {}},
                  {"c.jpg", 9, 9, {pair_of(2)}}};
  split.rare = {true, false, false};
  return split;
}

using TruthVariables = std::vector<std::pair<std::string, MatValue>>;

MatValue mat_names(const std::vector<std::string>& names) {
  std::vector<MatValue> values;
  for (const auto& name : names) values.push_back(MatValue::text(name));
  return MatValue::cell(names.size(), 1, std::move(values));
}

MatValue mat_small_words() {
  std::vector<MatValue> values;
  for (const char* name : {"dog", "hug", "dog", "walk", "person", "hug"}) {
    values.push_back(MatValue::text(name));
  }
  return MatValue::structs({"nname", "vname"}, std::move(values));
}

/// One image after the other with one box pair of each of these interactions (from 1).
MatValue mat_images(const std::vector<std::pair<std::string, std::vector<double>>>& images) {
  const auto box = [] {
    std::vector<MatValue> corners;
    for (const double corner : {1, 3, 2, 4}) corners.push_back(MatValue::number(corner));
    return MatValue::structs({"x1", "x2", "y1", "y2"}, std::move(corners));
  };
  std::vector<MatValue> values;
  for (const auto& [name, ids] : images) {
    std::vector<MatValue> entries;
    for (const double id : ids) {
      entries.push_back(MatValue::number(id));
      entries.push_back(box());
      entries.push_back(box());
      entries.push_back(MatValue::numbers(1, 2, {1, 1}));
      entries.push_back(MatValue::number(0));
    }
    values.push_back(MatValue::text(name));
    values.push_back(MatValue::structs({"id", "bboxhuman", "bboxobject", "connection", "invis"},
                                       std::move(entries)));
  }
  return MatValue::structs({"filename", "hoi"}, std::move(values));
}

void write_boxes(const TemporaryFolder& folder, bool with_training) {
  TruthVariables variables;
  variables.emplace_back("bbox_test", mat_images({{"a.jpg", {1, 1}}, {"b.jpg", {3}}}));
  const std::vector<double> nine(9, 1), ten(10, 2);
  if (with_training) variables.emplace_back("bbox_train", mat_images({{"t", nine}, {"u", ten}}));
  variables.emplace_back("list_action", mat_small_words());
  write_mat_file(folder / "anno_bbox.mat", std::move(variables));
}

void write_labels(const TemporaryFolder& folder, const std::vector<std::string>& names,
                  const std::vector<double>& labels) {
  TruthVariables variables;
  variables.emplace_back("list_test", mat_names(names));
  variables.emplace_back("anno_test", MatValue::numbers(3, labels.size() / 3, labels));
  write_mat_file(folder / "anno.mat", std::move(variables));
}

HicodetGroundTruth truth_in(const std::filesystem::path& path) {
  return read_hicodet_ground_truth(path, {});
}

TEST(HicodetGroundTruth, GroupsPairsByInteraction) {
  const HicodetGroundTruth truth = hicodet_ground_truth(test_split());
  EXPECT_THAT(truth.file_names, ElementsAre("a.jpg", "b.jpg", "c.jpg"));
  ASSERT_EQ(truth.pairs.size(), 3U);
  ASSERT_EQ(truth.pairs[2].size(), 1U);
  EXPECT_EQ(truth.pairs[2][0].image, 2);
  EXPECT_EQ(truth.pairs[2][0].boxes.object[3], 8);
  EXPECT_THAT(truth.rare, ElementsAre(true, false, false));
  EXPECT_THAT(truth.object_images, ElementsAre(ElementsAre(0), ElementsAre(2)));
  EXPECT_THAT(truth.notices, IsEmpty());
}

TEST(HicodetGroundTruth, TakesTheLastOfSeveralEntriesOfOneInteraction) {
  HicodetSplit split = test_split();
  split.images[0].pairs = {pair_of(0, 0), pair_of(0, 0), pair_of(1, 1), pair_of(0, 2)};
  split.invisible = 5;
  const HicodetGroundTruth truth = hicodet_ground_truth(split);
  EXPECT_EQ(truth.pairs[0].size(), 1U);
  EXPECT_EQ(truth.pairs[1].size(), 1U);
  EXPECT_THAT(truth.notices, ElementsAre(HasSubstr("5 annotated interactions without boxes"),
                                         HasSubstr("2 annotated pairs were left out")));
}

TEST(HicodetGroundTruth, KeepsSeveralPairsOfOneEntry) {
  HicodetSplit split = test_split();
  split.images[0].pairs = {pair_of(0), pair_of(0)};
  EXPECT_EQ(hicodet_ground_truth(split).pairs[0].size(), 2U);
}

TEST(HicodetGroundTruth, KnowsTheOfficialRareInteractionsAndElseSaysSo) {
  HicodetSplit split = test_split();
  split.rare.reset();
  EXPECT_THAT(hicodet_ground_truth(split).notices, ElementsAre(HasSubstr("rare is not known")));
  EXPECT_THAT(hicodet_ground_truth(split).rare, ElementsAre(false, false, false));
  split.words = official_hicodet_words();
  EXPECT_EQ(hicodet_ground_truth(split).rare, official_hicodet_rare());
  EXPECT_THAT(hicodet_ground_truth(split).notices, IsEmpty());
}

TEST(HicodetGroundTruth, ComesFromMatlabFilesWithLabels) {
  const TemporaryFolder folder;
  write_boxes(folder, true);
  // The label of b.jpg's dog has no box, and a.jpg's own labels miss its dog.
  write_labels(folder, {"a.jpg", "b.jpg"}, {0, -1, 1, 1, 0, 0});
  folder.write("instances_test2015.json", "no JSON at all");
  const HicodetGroundTruth truth = truth_in(folder.path());
  EXPECT_EQ(truth.words, small_hicodet_words());
  EXPECT_THAT(truth.object_images, ElementsAre(ElementsAre(1), ElementsAre(0)));
  EXPECT_THAT(truth.notices, ElementsAre(HasSubstr("1 annotated pairs were left out")));
  // Nine training pairs of the first interaction in one image are one pair for each entry.
  EXPECT_THAT(truth.rare, ElementsAre(true, false, true));
  EXPECT_THAT(truth.pairs[0].at(0).boxes.human, ElementsAre(1, 2, 3, 4));
  EXPECT_EQ(truth_in(folder / "anno_bbox.mat").object_images, truth.object_images);
  EXPECT_EQ(truth_in(folder / "anno.mat").object_images, truth.object_images);
}

TEST(HicodetGroundTruth, DoesWithoutLabelsAndSaysSo) {
  const TemporaryFolder folder;
  write_boxes(folder, false);
  const HicodetGroundTruth truth = truth_in(folder.path());
  EXPECT_THAT(truth.object_images, ElementsAre(ElementsAre(0), ElementsAre(1)));
  EXPECT_THAT(truth.notices, Contains(HasSubstr("image-level labels (anno.mat) are not there")));
  EXPECT_THAT(truth.notices, Contains(HasSubstr("rare is not known")));
}

TEST(HicodetGroundTruth, RefusesLabelsOfOtherImages) {
  const TemporaryFolder folder;
  write_boxes(folder, false);
  const auto error = [&] { return input_error_of([&] { truth_in(folder.path()); }); };
  write_labels(folder, {"a.jpg", "x.jpg"}, {0, 0, 0, 0, 0, 0});
  EXPECT_THAT(error(), HasSubstr("image 2 of list_test is 'x.jpg', of bbox_test 'b.jpg'"));
  write_labels(folder, {"a.jpg"}, {0, 0, 0});
  EXPECT_THAT(error(), HasSubstr("list_test has 1 images"));
  write_labels(folder, {"a.jpg", "b.jpg"}, {0, 0, 0});
  EXPECT_THAT(error(), HasSubstr("labels of 3 interactions and 1 images, expected 3 and 2"));
}

TEST(HicodetGroundTruth, ComesFromJson) {
  const TemporaryFolder folder;
  const auto file = folder.write("instances_test2015.json", small_hicodet_json());
  for (const auto& path : {folder.path(), file}) {
    const HicodetGroundTruth truth = truth_in(path);
    EXPECT_THAT(truth.rare, ElementsAre(false, true, false));
    EXPECT_EQ(truth.pairs[1].size(), 1U);
    EXPECT_THAT(truth.notices, ElementsAre(HasSubstr("image-level labels")));
  }
}

TEST(HicodetGroundTruth, SaysWhatItLookedFor) {
  const TemporaryFolder folder;
  EXPECT_THAT(input_error_of([&] { truth_in(folder.path()); }),
              HasSubstr("neither anno_bbox.mat nor instances_test2015.json is there"));
  EXPECT_THAT(input_error_of([&] { truth_in(folder / "no.json"); }), HasSubstr("no.json"));
  EXPECT_THAT(input_error_of([&] { truth_in(folder / "anno.mat"); }), HasSubstr("anno_bbox.mat"));
}

}  // namespace
}  // namespace hoi
