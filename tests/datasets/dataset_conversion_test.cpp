#include "datasets/dataset_conversion.h"

#include <string>

#include "formats/annotation_file.h"
#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;

/// Two pictures with a person that holds a cellphone, in the own format.
AnnotatedDataset phone_pictures(const TemporaryFolder& folder) {
  AnnotatedDataset dataset;
  dataset.vocabulary = {{"person", "cellphone"}, {"hold"}, 0, false};
  dataset.image_folder = folder / "own/images";
  for (int i = 0; i < 2; ++i) {
    ImageAnnotation image;
    image.id = i + 1;
    image.file_name = "picture" + std::to_string(i) + ".png";
    image.width = 100;
    image.height = 80;
    image.split = i == 0 ? "train" : "test";
    image.instances.push_back({2 * i + 1, 0, {10, 10, 50, 70}, false, {}, {}});
    image.instances.push_back({2 * i + 2, 1, {30, 20, 40, 30}, false, {}, {}});
    image.interactions.push_back({0, 1, 0});
    folder.write("own/images/" + image.file_name, "picture");
    dataset.images.push_back(image);
  }
  write_annotation_file(dataset, folder / "own/annotations.json");
  return dataset;
}

struct Conversion {
  const TemporaryFolder& folder;
  DatasetFindings findings;

  std::int64_t run(const std::string& input, const std::string& output,
                   const DatasetConversionOptions& options) {
    const auto size = [](const std::filesystem::path& file) {
      return std::filesystem::exists(file) ? std::optional(std::pair(100, 80)) : std::nullopt;
    };
    return convert_dataset(folder / input, folder / output, options, {size, {}, findings}, {});
  }
};

TEST(ConvertDataset, ComesBackThroughEveryLayoutThatCanSayIt) {
  const TemporaryFolder folder;
  phone_pictures(folder);
  for (const auto layout : {DatasetLayout::kHoi, DatasetLayout::kHoiw, DatasetLayout::kOdgt,
                            DatasetLayout::kLabelStudio}) {
    const std::string name = layout_name(layout);
    Conversion conversion{folder, DatasetFindings()};
    DatasetConversionOptions there, back;
    there.to = back.from = layout;
    EXPECT_EQ(conversion.run("own", name, there), 2) << name;
    EXPECT_EQ(conversion.run(name, name + "-back", back), 2) << name;
    EXPECT_EQ(conversion.findings.losses(), 0) << name;
    const auto result = read_dataset_folder(folder / (name + "-back"));
    ASSERT_EQ(result.images.size(), 2U) << name;
    EXPECT_EQ(result.images[0].instances.size(), 2U) << name;
    EXPECT_EQ(result.images[0].interactions.size(), 1U) << name;
    const std::string& file = result.images[0].file_name;  // layouts may order images
    EXPECT_TRUE(file == "picture0.png" || file == "picture1.png") << name << ": " << file;
    EXPECT_TRUE(std::filesystem::exists(result.image_folder / file)) << name;
  }
}

TEST(ConvertDataset, TakesOnlyTheChosenSplits) {
  const TemporaryFolder folder;
  phone_pictures(folder);
  Conversion conversion{folder, DatasetFindings()};
  DatasetConversionOptions options;
  options.splits = {"test"};
  EXPECT_EQ(conversion.run("own", "out", options), 1);
  options.splits = {"nothing"};
  EXPECT_THAT(input_error_of([&] { conversion.run("own", "out2", options); }),
              HasSubstr("no image to convert"));
}

TEST(ConvertDataset, RenamesWords) {
  const TemporaryFolder folder;
  phone_pictures(folder);
  Conversion conversion{folder, DatasetFindings()};
  DatasetConversionOptions options;
  options.words.objects = {{"cellphone", "phone"}};
  conversion.run("own", "out", options);
  EXPECT_EQ(read_dataset_folder(folder / "out").vocabulary.objects[1], "phone");
}

TEST(ConvertDataset, OverwritesNothingAndLeavesNothingBehind) {
  const TemporaryFolder folder;
  phone_pictures(folder);
  folder.write("full/file", "x");
  folder.write("broken/annotations.json", "{");
  Conversion conversion{folder, DatasetFindings()};
  EXPECT_THAT(input_error_of([&] { conversion.run("own", "full", {}); }),
              HasSubstr("full: exists already"));
  EXPECT_THAT(input_error_of([&] { conversion.run("broken", "out", {}); }),
              HasSubstr("annotations.json"));
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    const std::string name = entry.path().filename().string();
    EXPECT_TRUE(name == "own" || name == "full" || name == "broken") << name;
  }
}

TEST(ConvertDataset, FillsAnEmptyFolder) {
  const TemporaryFolder folder;
  phone_pictures(folder);
  std::filesystem::create_directories(folder / "out");
  Conversion conversion{folder, DatasetFindings()};
  EXPECT_EQ(conversion.run("own", "out", {}), 2);
}

}  // namespace
}  // namespace hoi
