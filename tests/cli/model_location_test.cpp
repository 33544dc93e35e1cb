#include "cli/model_location.h"

#include <cstdlib>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

TEST(ModelLocation, FindsShippedModelsByNameAndFilesByPath) {
  const TemporaryFolder folder;
  const auto file = folder.write("models/tiny.safetensors", "x");
  ASSERT_EQ(setenv("HOI_HOME", folder.path().c_str(), 1), 0);
  EXPECT_EQ(find_model("tiny"), file);
  EXPECT_EQ(find_model(file.string()), file);
  const std::string text = input_error_of([] { find_model("huge"); });
  EXPECT_THAT(text, ::testing::HasSubstr("'huge'"));
  EXPECT_THAT(text, ::testing::HasSubstr("tiny"));
  unsetenv("HOI_HOME");
}

}  // namespace
}  // namespace hoi
