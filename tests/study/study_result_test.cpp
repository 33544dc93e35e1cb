#include "study/study_result.h"

#include <gtest/gtest.h>

#include "study/measured_samples.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

TEST(StudyResult, IsReadAsItWasWritten) {
  const TemporaryFolder folder;
  const StudyResult result = sample_study_result(0.61, 0.4, 0.8);
  const auto path = folder.write("r.json", to_json(result).dump());
  const auto read = read_study_result(path);
  ASSERT_TRUE(read);
  EXPECT_EQ(to_json(*read), to_json(result));
  EXPECT_DOUBLE_EQ(read->mean_recall(), 0.6);
  EXPECT_EQ(read->verbs[1].verb, "eat");
}

TEST(StudyResult, TimingsAreReadAsTheyWereWritten) {
  const TemporaryFolder folder;
  SpeedResult speed;
  speed.model_sha256 = {"a", "b"};
  speed.settings = {{"splits", {"test"}}};
  speed.images = 40;
  speed.threads = 2;
  speed.milliseconds = {10.5, 20};
  const auto read = read_speed_result(folder.write("s.json", to_json(speed).dump()));
  ASSERT_TRUE(read);
  EXPECT_EQ(to_json(*read), to_json(speed));
}

TEST(StudyResult, MissingAndDamagedFilesAreNoResult) {
  const TemporaryFolder folder;
  EXPECT_FALSE(read_study_result(folder / "no.json"));
  EXPECT_FALSE(read_study_result(folder.write("a.json", "{")));
  EXPECT_FALSE(read_study_result(folder.write("b.json", "[1]")));
  EXPECT_FALSE(read_study_result(folder.write("c.json", R"({"schema": "hoi-study-result/1"})")));
  EXPECT_FALSE(read_study_result(folder.write("d.json", R"({"schema": 3})")));
  auto other = to_json(sample_study_result(0.5));
  EXPECT_FALSE(read_speed_result(folder.write("e.json", other.dump())));
  other["mAP_rel"] = "much";
  EXPECT_FALSE(read_study_result(folder.write("f.json", other.dump())));
}

}  // namespace
}  // namespace hoi
