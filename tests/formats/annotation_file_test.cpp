#include "formats/annotation_file.h"

#include <cmath>
#include <random>
#include <stdexcept>

#include "formats/dataset_defect.h"
#include "support/errors.h"
#include "support/example_annotations.h"
#include "support/shared_data.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

AnnotatedDataset read_text(const TemporaryFolder& folder, const std::string& text) {
  return read_annotation_file(folder.write("annotations.json", text), folder / "images");
}

void expect_same(const AnnotatedDataset& a, const AnnotatedDataset& b) {
  EXPECT_TRUE(a.vocabulary == b.vocabulary);
  ASSERT_EQ(a.images.size(), b.images.size());
  for (std::size_t i = 0; i < a.images.size(); ++i) {
    const ImageAnnotation &left = a.images[i], &right = b.images[i];
    EXPECT_EQ(std::tie(left.id, left.file_name, left.width, left.height, left.split),
              std::tie(right.id, right.file_name, right.width, right.height, right.split));
    EXPECT_EQ(left.interactions_annotated, right.interactions_annotated);
    EXPECT_EQ(left.boxes_exhaustive, right.boxes_exhaustive);
    ASSERT_EQ(left.instances.size(), right.instances.size());
    for (std::size_t k = 0; k < left.instances.size(); ++k) {
      const InstanceAnnotation &x = left.instances[k], &y = right.instances[k];
      EXPECT_EQ(std::tie(x.id, x.category, x.crowd, x.polygons, x.run_lengths),
                std::tie(y.id, y.category, y.crowd, y.polygons, y.run_lengths));
      EXPECT_EQ(std::tie(x.box.x1, x.box.y1, x.box.x2, x.box.y2),
                std::tie(y.box.x1, y.box.y1, y.box.x2, y.box.y2));
    }
    ASSERT_EQ(left.interactions.size(), right.interactions.size());
    for (std::size_t k = 0; k < left.interactions.size(); ++k) {
      const InteractionAnnotation &x = left.interactions[k], &y = right.interactions[k];
      EXPECT_EQ(std::tie(x.subject, x.object, x.verb), std::tie(y.subject, y.object, y.verb));
    }
    ASSERT_EQ(left.faces.size(), right.faces.size());
    for (std::size_t k = 0; k < left.faces.size(); ++k) {
      EXPECT_EQ(left.faces[k].box.x2, right.faces[k].box.x2);
      EXPECT_EQ(left.faces[k].score, right.faces[k].score);
    }
  }
}

TEST(ReadAnnotationFile, ReadsTheExample) {
  const TemporaryFolder folder;
  const auto dataset = read_text(folder, example_annotations().dump());
  EXPECT_EQ(dataset.image_folder, folder / "images");
  EXPECT_EQ(dataset.vocabulary.objects, (std::vector<std::string>{"ball", "person"}));
  ASSERT_EQ(dataset.images.size(), 2U);
  EXPECT_EQ(dataset.images[0].interactions.size(), 2U);
}

TEST(ReadAnnotationFile, ThrowsTheFirstUnreadableDefectAndCountsTheRest) {
  const TemporaryFolder folder;
  auto document = example_annotations();
  document["annotations"][0]["bbox"][2] = 0;  // only questionable
  document["annotations"][1]["category_id"] = 99;
  EXPECT_THAT(input_error_of([&] { read_text(folder, document.dump()); }),
              EndsWith("annotations.json: annotation 11: there is no category 99"));
  document["interactions"][1]["verb_id"] = 99;
  EXPECT_THAT(input_error_of([&] { read_text(folder, document.dump()); }),
              HasSubstr("(and 1 more; see `hoi dataset validate`)"));
}

TEST(ReadAnnotationFile, AcceptsQuestionableData) {
  const TemporaryFolder folder;
  auto document = example_annotations();
  document["annotations"][0]["bbox"] = {-50, 0, 500, 0};
  EXPECT_EQ(read_text(folder, document.dump()).images[0].instances.size(), 3U);
}

TEST(ReadAnnotationFile, CountsAllDefectsAndListsNone) {
  std::string text = R"({"categories": [{"id": 1, "name": "person"}], "images": [],
      "annotations": [0)";
  for (std::int64_t i = 1; i < DefectList::kMostListed + 9; ++i) text += ",0";
  const TemporaryFolder folder;
  EXPECT_THAT(input_error_of([&] { read_text(folder, text + "]}"); }),
              AllOf(HasSubstr("annotation at position 0: must be an object, found 0"),
                    HasSubstr("(and 100008 more; see")));
}

TEST(ReadAnnotationFile, ReportsProgressUpToTheEndOfTheLastList) {
  const TemporaryFolder folder;
  const std::string text = example_annotations().dump();  // members in alphabetical order
  std::vector<std::uint64_t> done;
  folder.write("annotations.json", text);
  read_dataset_folder(folder.path(), [&](std::uint64_t bytes, std::uint64_t total) {
    EXPECT_EQ(total, text.size());
    done.push_back(bytes);
  });
  ASSERT_FALSE(done.empty());
  EXPECT_GT(done.back(), text.find("\"interactions\""));
  for (const auto bytes : done)
    EXPECT_LT(bytes, text.find("\"verbs\"")) << "words are not reported";
}

TEST(ReadAnnotationFile, NamesLineAndColumnOfASyntaxError) {
  const TemporaryFolder folder;
  EXPECT_THAT(input_error_of([&] { read_text(folder, "{\n]"); }),
              HasSubstr("annotations.json:2:1: no valid JSON"));
}

TEST(ReadAnnotationFile, ReadsTheExampleOfTheDocumentation) {
  const std::string page = content_of(std::string(HOI_SOURCE_DIR) + "/docs/formats.md");
  const std::string fence = "```json\n";
  const auto begin = page.find(fence);
  ASSERT_NE(begin, std::string::npos);
  const auto text =
      page.substr(begin + fence.size(), page.find("```\n", begin + 1) - begin - fence.size());
  const TemporaryFolder folder;
  const auto dataset = read_text(folder, text);
  EXPECT_EQ(dataset.images.at(0).interactions.size(), 1U);
}

TEST(ReadDatasetFolder, FindsFileAndImages) {
  const TemporaryFolder folder;
  folder.write("annotations.json", example_annotations().dump());
  EXPECT_EQ(read_dataset_folder(folder.path()).image_folder, folder / "images");
}

TEST(ReadDatasetFolder, SaysWhatAFolderMustHold) {
  const TemporaryFolder folder;
  EXPECT_THAT(
      input_error_of([&] { read_dataset_folder(folder.path()); }),
      HasSubstr("no annotations.json there; a data folder holds annotations.json and images/"));
}

TEST(WriteAnnotationFile, ReadingGivesTheDataSetBack) {
  const TemporaryFolder folder;
  auto dataset = read_text(folder, example_annotations().dump());
  dataset.vocabulary.person_as_object = false;
  dataset.images[0].interactions.pop_back();  // its object is a person
  ASSERT_TRUE(dataset.images[0].instances[2].run_lengths);
  write_annotation_file(dataset, folder / "copy.json");
  expect_same(dataset, read_annotation_file(folder / "copy.json", folder / "images"));
}

TEST(WriteAnnotationFile, KeepsBoxesAndPolygonsToTheBit) {
  const TemporaryFolder folder;
  std::mt19937 random(7);
  const auto number = [&](float low, float high) {
    return std::uniform_real_distribution<float>(low, high)(random);
  };
  auto dataset = read_text(folder, example_annotations().dump());
  auto& instances = dataset.images[0].instances;
  for (int i = 0; i < 500; ++i) {
    const float x1 = number(0, 90), y1 = std::ldexp(number(0, 1), -i % 40);
    instances.push_back({100 + i,
                         0,
                         {x1, y1, number(x1, 100), number(y1, 80)},
                         false,
                         {{x1, y1, number(0, 100), y1, x1, number(0, 80)}}});
  }
  dataset.images[0].faces.push_back({{0.1F, 1.0F / 3, 2, 3}, 0.7F});
  write_annotation_file(dataset, folder / "copy.json");
  expect_same(dataset, read_annotation_file(folder / "copy.json", folder / "images"));
}

TEST(WriteAnnotationFile, WritesNumbersAsAPersonWould) {
  const TemporaryFolder folder;
  auto dataset = read_text(folder, example_annotations().dump());
  dataset.images[0].instances[1].box = {30.1F, 60.2F, 40.3F, 70.4F};
  write_annotation_file(dataset, folder / "copy.json");
  EXPECT_THAT(content_of(folder / "copy.json"), HasSubstr(R"("bbox":[30.1,60.2,10.2,10.2])"));
  EXPECT_THAT(content_of(folder / "copy.json"), HasSubstr(R"("area":600,)"));  // of the triangle
  EXPECT_THAT(content_of(folder / "copy.json"),
              HasSubstr(R"("area":3200,"iscrowd":1,"segmentation":{"size":[80,100],"counts":)"));
}

TEST(WriteAnnotationFile, NumbersImagesAndAnnotationsWithoutUniqueIds) {
  const TemporaryFolder folder;
  auto dataset = read_text(folder, example_annotations().dump());
  for (auto& image : dataset.images) {
    image.id = 0;
    for (auto& instance : image.instances) instance.id = 0;
  }
  write_annotation_file(dataset, folder / "copy.json");
  const auto copy = read_annotation_file(folder / "copy.json", folder / "images");
  EXPECT_EQ(copy.images[1].id, 2);
  EXPECT_EQ(copy.images[0].instances[2].id, 3);
  EXPECT_EQ(copy.images[0].interactions[1].object, 2);
}

TEST(WriteAnnotationFile, WritesAnEmptyDataSet) {
  const TemporaryFolder folder;
  AnnotatedDataset dataset;
  dataset.vocabulary.objects = {"person"};
  write_annotation_file(dataset, folder / "copy.json");
  EXPECT_TRUE(read_annotation_file(folder / "copy.json", folder / "images").images.empty());
}

TEST(WriteAnnotationFile, RefusesNamesThatAreNotUtf8) {
  const TemporaryFolder folder;
  const auto good = read_text(folder, example_annotations().dump());
  for (int field = 0; field < 4; ++field) {
    AnnotatedDataset bad = good;
    const std::string latin = "M\xfcller";
    if (field == 0) bad.images[0].file_name = latin;
    if (field == 1) bad.images[0].split = latin;
    if (field == 2) bad.vocabulary.objects[0] = latin;
    if (field == 3) bad.vocabulary.verbs[0] = latin;
    EXPECT_THAT(input_error_of([&] { annotation_file_text(bad); }),
                HasSubstr("the name 'M?ller' is not UTF-8"))
        << field;
  }
}

TEST(WriteAnnotationFile, EscapesNames) {
  const TemporaryFolder folder;
  auto dataset = read_text(folder, example_annotations().dump());
  dataset.images[0].file_name = "a \"b\"\\\n{}\xc3\xa4.jpg";
  dataset.vocabulary.verbs[0] = "{0}";
  write_annotation_file(dataset, folder / "copy.json");
  expect_same(dataset, read_annotation_file(folder / "copy.json", folder / "images"));
}

TEST(WriteAnnotationFile, WritesBoxesOfEverySizeAsJson) {
  const TemporaryFolder folder;
  auto dataset = read_text(folder, example_annotations().dump());
  dataset.images[0].instances[1].box = {-3e38F, -3e38F, 3e38F, 3e38F};
  EXPECT_NO_THROW(nlohmann::json::parse(annotation_file_text(dataset)));
}

TEST(WriteAnnotationFile, RefusesWhatCouldNotBeReadBack) {
  const TemporaryFolder folder;
  const auto good = read_text(folder, example_annotations().dump());
  for (int field = 0; field < 6; ++field) {
    AnnotatedDataset bad = good;
    auto& image = bad.images[0];
    if (field == 0) image.instances[0].category = 2;
    if (field == 1) image.interactions[0].subject = -1;
    if (field == 2) image.interactions[0].object = 3;
    if (field == 3) image.interactions[0].verb = 2;
    if (field == 4) bad.vocabulary.objects[1] = "adult";
    if (field == 5) image.instances[0].box.x1 = std::nanf("");
    EXPECT_THROW(write_annotation_file(bad, folder / "bad.json"), std::invalid_argument) << field;
  }
  EXPECT_FALSE(std::filesystem::exists(folder / "bad.json"));
}

TEST(ReadDatasetFolder, ReadsThePhotographs) {
  const auto coco = shared_data("data/coco-hoi"), stanford = shared_data("data/stanford40-hoi");
  if (!coco || !stanford) GTEST_SKIP() << "no ../shared beside the repository";
  const auto dataset = read_dataset_folder(*coco);
  EXPECT_EQ(dataset.images.size(), 2456U);
  EXPECT_EQ(dataset.vocabulary.objects.size(), 80U);
  EXPECT_EQ(dataset.vocabulary.verbs.size(), 24U);
  EXPECT_EQ(images_of_splits(dataset, {"test"}).size(), 147U);
  const auto partial = read_dataset_folder(*stanford);
  EXPECT_EQ(partial.images.size(), 573U);
  EXPECT_FALSE(partial.images[0].boxes_exhaustive);
  EXPECT_TRUE(partial.vocabulary == dataset.vocabulary);
}

}  // namespace
}  // namespace hoi
