#include "study/study_request.h"

#include <gtest/gtest.h>

#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

TEST(StudyRequest, EachTableIsPlannedOnceInTheOrderOfThePaper) {
  StudyRequest request;
  request.tables = {StudyTable::kStreams, StudyTable::kStages, StudyTable::kStreams};
  const auto plans = requested_plans(request);
  ASSERT_EQ(plans.size(), 2U);
  EXPECT_EQ(plans[0].name, "table5");
  EXPECT_EQ(plans[1].name, "table7");
}

TEST(StudyRequest, VerbGainsNeedTheRowsOfTable4) {
  StudyRequest request;
  request.verb_gains = true;
  ASSERT_EQ(requested_plans(request).size(), 1U);
  EXPECT_EQ(requested_plans(request)[0].name, "table4");
}

TEST(StudyRequest, SettingsOfAllNetworksStandUnderEachTable) {
  StudyRequest request;
  request.tables = {StudyTable::kStages};
  const auto notes = requested_plans(request)[0].notes;
  request.settings = {"training.phase=joint", "training.epochs=4"};
  const auto more = requested_plans(request)[0].notes;
  ASSERT_EQ(more.size(), notes.size() + 1);
  EXPECT_EQ(more.back(), "Every network was trained with training.phase=joint, training.epochs=4.");
}

TEST(StudyRequest, FoldersAreMadeAndNamed) {
  const TemporaryFolder temporary;
  const StudyFolder folder{temporary / "a/b"};
  folder.create();
  folder.create();
  EXPECT_TRUE(std::filesystem::is_directory(folder.result("x").parent_path()));
  EXPECT_EQ(folder.model("r"), temporary / "a/b/runs/r/model.safetensors");
  EXPECT_EQ(folder.config("r"), temporary / "a/b/configs/r.toml");
  EXPECT_EQ(folder.log("r"), temporary / "a/b/logs/r.txt");
}

TEST(StudyRequest, AFileInTheWayIsAnError) {
  const TemporaryFolder temporary;
  const StudyFolder folder{temporary.write("file", "")};
  EXPECT_NE(input_error_of([&] { folder.create(); }).find("file/configs"), std::string::npos);
}

TEST(StudyRequest, TheScaleNamesTheConfigurations) {
  StudyRequest request;
  request.scale = StudyScale::kPaper;
  EXPECT_EQ(request.scale_name(), "paper");
}

}  // namespace
}  // namespace hoi
