#include "interchange/input_files.h"

#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(InputFiles, AreThoseWithTheExtensionInAlphabeticalOrder) {
  const TemporaryFolder folder;
  folder.write("b.odgt", "");
  folder.write("a.odgt", "");
  folder.write("c.json", "");
  EXPECT_THAT(input_files(folder.path(), ".odgt", ".odgt file"),
              ElementsAre(folder / "a.odgt", folder / "b.odgt"));
}

TEST(InputFiles, TakeAFileAsItIs) {
  const TemporaryFolder folder;
  const auto file = folder.write("any.txt", "");
  EXPECT_THAT(input_files(file, ".odgt", ".odgt file"), ElementsAre(file));
}

TEST(InputFiles, SayWhatIsMissing) {
  const TemporaryFolder folder;
  EXPECT_THAT(input_error_of([&] { input_files(folder.path(), ".json", "JSON file"); }),
              HasSubstr("has no JSON file"));
  EXPECT_THAT(input_error_of([&] { input_files(folder / "nowhere", ".json", "JSON file"); }),
              HasSubstr("nowhere: cannot be read"));
}

}  // namespace
}  // namespace hoi
