#include "study/study_session.h"

#include <gtest/gtest.h>

#include "support/errors.h"
#include "training/tiny_run.h"

// Whole studies are run by tests/cli/study_command_test.py: they start this program's commands.

namespace hoi {
namespace {

class StudySession : public ::testing::Test {
 protected:
  void SetUp() override {
    request_.data = (folder_ / "data").string();
    request_.out = folder_ / "out";
    request_.configs = std::filesystem::path(HOI_SOURCE_DIR) / "configs";
    request_.tables = {StudyTable::kStages};
  }

  std::string error() {
    return input_error_of([&] {
      run_study(
          request_, [] { return false; }, [](const std::string&) {});
    });
  }

  TemporaryFolder folder_;
  StudyRequest request_;
};

TEST_F(StudySession, MissingDataIsFoundOutBeforeAFolderExists) {
  EXPECT_NE(error().find("data"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(request_.out));
}

TEST_F(StudySession, ASplitThatOnlyTheEndWouldNeedIsFoundOutAtTheStart) {
  write_bar_and_disc_dataset(folder_ / "data");  // has the split train only
  EXPECT_NE(error().find("val"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(request_.out));
}

TEST_F(StudySession, MissingConfigurationsAreNamed) {
  request_.configs = folder_ / "nowhere";
  EXPECT_NE(error().find("study-tiny-detector.toml"), std::string::npos);
}

}  // namespace
}  // namespace hoi
