#include "formats/dataset_check.h"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// A person (row 0) kicks a ball (1); there is a second person (2).
AnnotatedDataset ball_game() {
  AnnotatedDataset dataset;
  dataset.vocabulary = {{"person", "ball"}, {"kick", "look"}, 0, true};
  ImageAnnotation image;
  image.file_name = "a.jpg";
  image.width = 100;
  image.height = 80;
  image.instances = {{1, 0, {0, 0, 50, 80}}, {2, 1, {50, 60, 60, 70}}, {3, 0, {60, 0, 100, 80}}};
  image.interactions = {{0, 1, 0}, {0, 2, 1}};
  dataset.images.push_back(image);
  return dataset;
}

std::vector<std::string> texts_of(const std::vector<DatasetDefect>& defects) {
  std::vector<std::string> texts;
  for (const auto& defect : defects) texts.push_back(describe(defect));
  return texts;
}

template <class Change>
std::vector<std::string> checks_after(Change change) {
  AnnotatedDataset dataset = ball_game();
  change(dataset, dataset.images[0]);
  return texts_of(check_dataset(dataset, "x.json"));
}

TEST(CheckDataset, FindsNothingWrongInTheExample) {
  EXPECT_THAT(check_dataset(ball_game(), "x.json"), IsEmpty());
  EXPECT_THAT(check_dataset({}, "x.json"), IsEmpty());
}

TEST(CheckDataset, BoxesNeedAnAreaInsideTheImage) {
  const auto change = [](const Box& box) {
    return checks_after([&](auto&, auto& image) { image.instances[1].box = box; });
  };
  EXPECT_THAT(change({-1, -1, 101, 81}), IsEmpty()) << "a pixel outside is rounding";
  EXPECT_THAT(change({10, 20, 10, 30}),
              ElementsAre("x.json: image 'a.jpg', instance 1: its box [x1 10, y1 20, x2 10, y2 30] "
                          "has no area"));
  EXPECT_THAT(change({10, 20, 30, 15}), ElementsAre(HasSubstr("has no area")));
  EXPECT_THAT(change({-1.5F, 0, 10, 10}),
              ElementsAre(EndsWith("instance 1: its box [x1 -1.5, y1 0, x2 10, y2 10] leaves the "
                                   "image of 100 x 80 pixels")));
  EXPECT_THAT(change({0, -1.5F, 10, 10}), ElementsAre(HasSubstr("leaves the image")));
  EXPECT_THAT(change({0, 0, 101.5F, 10}), ElementsAre(HasSubstr("leaves the image")));
  EXPECT_THAT(change({0, 0, 10, 81.5F}), ElementsAre(HasSubstr("leaves the image")));
}

TEST(CheckDataset, CoordinatesMustBeFinite) {
  for (const float bad : {std::nanf(""), std::numeric_limits<float>::infinity()}) {
    AnnotatedDataset dataset = ball_game();
    dataset.images[0].instances[1].box.y2 = bad;
    const auto defects = check_dataset(dataset, "x.json");
    ASSERT_THAT(defects, SizeIs(1));
    EXPECT_TRUE(defects[0].unreadable);
    EXPECT_THAT(defects[0].text, EndsWith("is not finite"));
  }
}

TEST(CheckDataset, MasksNeedTheSizeOfTheirImage) {
  const auto change = [](const RunLengthMask& mask) {
    return checks_after([&](auto&, auto& image) { image.instances[1].run_lengths = mask; });
  };
  EXPECT_THAT(change({100, 80, {7000, 1000}}), IsEmpty());
  EXPECT_THAT(
      change({80, 100, {7000, 1000}}),
      ElementsAre(EndsWith("instance 1: its mask has 80 x 100 pixels, the image 100 x 80")));
  EXPECT_THAT(change({100, 80, {7000, 999}}),
              ElementsAre(EndsWith("the runs of its mask do not fill 100 x 80 pixels")));
}

TEST(CheckDataset, ImagesNeedASizeAndANameOfTheirOwn) {
  EXPECT_THAT(checks_after([](auto& dataset, auto& image) {
                image.width = 0;
                image.interactions.push_back({2, 1, 0});
                dataset.images.push_back(image);
                dataset.images[1].width = 100;
              }),
              ElementsAre("x.json: image 'a.jpg': its size is 0 x 80 pixels",
                          "x.json: image 'a.jpg': another image has the same file name"));
}

TEST(CheckDataset, InteractionsNeedAPersonAndSomethingElse) {
  const auto change = [](int subject, int object) {
    return checks_after([&](auto&, auto& image) {
      image.interactions[1].subject = subject;
      image.interactions[1].object = object;
    });
  };
  EXPECT_THAT(change(1, 0), ElementsAre("x.json: image 'a.jpg', interaction 1: the subject must be "
                                        "a person, found 'ball'"));
  EXPECT_THAT(change(0, 0), ElementsAre(EndsWith("subject and object are the same instance")));
  EXPECT_THAT(
      checks_after([](auto& dataset, auto&) { dataset.vocabulary.person_as_object = false; }),
      ElementsAre(HasSubstr("interaction 1: the object is a person, but persons are never")));
}

TEST(CheckDataset, InteractionsStandOnceAndWhereTheyAreUsed) {
  EXPECT_THAT(checks_after([](auto&, auto& image) {
                image.interactions.push_back({0, 1, 0});
                image.interactions.push_back({0, 1, 1});  // another verb
                image.interactions.push_back({2, 1, 0});  // another person
              }),
              ElementsAre("x.json: image 'a.jpg', interaction 2: another interaction has the same "
                          "subject, object and verb"));
  EXPECT_THAT(checks_after([](auto&, auto& image) { image.interactions_annotated = false; }),
              ElementsAre(HasSubstr("interaction 0: the image says"),
                          HasSubstr("interaction 1: the image")));
}

TEST(CheckDataset, SameRowsInAnotherImageAreAnotherInteraction) {
  EXPECT_THAT(checks_after([](auto& dataset, auto& image) {
                dataset.images.push_back(image);
                dataset.images[1].file_name = "b.jpg";
              }),
              IsEmpty());
}

TEST(CheckDataset, IndicesThatLeaveTheirListAreUnreadable) {
  for (int field = 0; field < 8; ++field) {
    AnnotatedDataset dataset = ball_game();
    auto& image = dataset.images[0];
    image.interactions.push_back({2, 1, 0});
    auto& [subject, object, verb] = image.interactions[2];
    const int bad = field % 2 == 0 ? -1 : 3;
    if (field / 2 == 0) image.instances[1].category = bad;
    if (field / 2 == 1) subject = bad;
    if (field / 2 == 2) object = bad;
    if (field / 2 == 3) verb = bad;
    const auto defects = check_dataset(dataset, "x.json");
    ASSERT_THAT(defects, SizeIs(1)) << field;
    EXPECT_TRUE(defects[0].unreadable) << field;
    EXPECT_THAT(defects[0].text, HasSubstr("there is no ")) << field;
  }
  EXPECT_THAT(checks_after([](auto&, auto& image) {
                image.instances[0].category = -7;
                image.interactions.pop_back();
              }),
              ElementsAre(EndsWith("there is no category -7"),
                          EndsWith("the subject must be a person, found category -7"),
                          "x.json: verb 'look': no interaction uses it"));
}

TEST(CheckDataset, NamesAreShownOnOneLine) {
  EXPECT_THAT(checks_after([](auto& dataset, auto& image) {
                image.file_name = "a\nb\xff.jpg";
                image.width = 0;
                dataset.vocabulary.verbs.push_back("th\nrow");
              }),
              ElementsAre(HasSubstr("image 'a?b?.jpg'"), HasSubstr("verb 'th?row'")));
}

TEST(CheckImageFiles, LooksBelowTheImageFolder) {
  const TemporaryFolder folder;
  AnnotatedDataset dataset = ball_game();
  dataset.image_folder = folder.path();
  dataset.images[0].id = 4;
  const auto size = [](const auto&) { return std::optional(std::pair(100, 81)); };
  const auto unknown = [](const auto&) { return std::optional<std::pair<int, int>>(); };
  const std::string path = (folder / "a.jpg").string();
  EXPECT_THAT(texts_of(check_image_files(dataset, "x.json", size)),
              ElementsAre("x.json: image 4: there is no file " + path));
  folder.write("a.jpg", "");
  EXPECT_THAT(
      texts_of(check_image_files(dataset, "x.json", size)),
      ElementsAre("x.json: image 4: " + path + " has 100 x 81 pixels, annotated are 100 x 80"));
  EXPECT_THAT(texts_of(check_image_files(dataset, "x.json", unknown)),
              ElementsAre("x.json: image 4: " + path + " is no image that can be read"));
  EXPECT_THAT(check_image_files(dataset, "x.json", nullptr), IsEmpty());
}

TEST(CheckImageFiles, APictureMayLieInsideOfAFileOfWhichTheReaderKnowsTheSize) {
  const TemporaryFolder folder;
  AnnotatedDataset dataset = ball_game();
  dataset.image_folder = folder.path();
  dataset.images[0].file_name = "shard/a.jpg";
  folder.write("shard", "");
  const auto size = [](const auto&) { return std::optional(std::pair(100, 80)); };
  const auto unknown = [](const auto&) { return std::optional<std::pair<int, int>>(); };
  EXPECT_THAT(check_image_files(dataset, "x.json", size), IsEmpty());
  EXPECT_THAT(texts_of(check_image_files(dataset, "x.json", unknown)),
              ElementsAre(HasSubstr("there is no file")));
  EXPECT_THAT(texts_of(check_image_files(dataset, "x.json", nullptr)),
              ElementsAre(HasSubstr("there is no file")));
}

}  // namespace
}  // namespace hoi
