#include "datasets/dataset_layout.h"

#include <set>

#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;

TEST(DatasetLayouts, HaveNamesOfTheirOwn) {
  std::set<std::string> names;
  std::set<DatasetLayout> layouts;
  for (const auto& [name, layout] : dataset_layouts()) {
    EXPECT_TRUE(names.insert(name).second);
    EXPECT_TRUE(layouts.insert(layout).second);
    EXPECT_EQ(layout_name(layout), name);
  }
}

TEST(ReadDataset, SaysWhatIsMissingInAnEmptyFolder) {
  const TemporaryFolder folder;
  for (const auto& [name, layout] : dataset_layouts()) {
    DatasetFindings findings;
    const auto layout_of_name = layout;
    EXPECT_THAT(input_error_of([&] {
                  read_dataset(layout_of_name, folder.path(), {{}, {}, findings});
                }),
                HasSubstr(folder.path().string()))
        << name;
  }
}

TEST(ReadDataset, GivesHoiwTheValidationSplitThatItLacks) {
  const TemporaryFolder folder;
  std::string text;
  for (int i = 0; i < 300; ++i) {
    text += std::string(i == 0 ? "[" : ",") + R"({"file_name": "trainval_)" + std::to_string(i) +
            R"(.png", "annotations": [], "hoi_annotation": []})";
  }
  folder.write("trainval.json", text + "]");
  DatasetFindings findings;
  const auto dataset = read_dataset(DatasetLayout::kHoiw, folder.path(), {{}, {}, findings});
  EXPECT_EQ(images_of_splits(dataset, {"val"}).size(), 101U);  // 300 * 9999 / 29842 = 100.5
  EXPECT_EQ(images_of_splits(dataset, {"train"}).size(), 199U);
}

}  // namespace
}  // namespace hoi
