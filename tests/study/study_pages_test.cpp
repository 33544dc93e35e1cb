#include "study/study_pages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "study/written_study.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using StudyPages = WrittenStudy;

TEST_F(StudyPages, ShowWhatWasMeasuredOfEveryRow) {
  request_.tables = {StudyTable::kStages};
  for (const auto& row : timed_rows(request_)) write_network(row, 1, 0.5);
  write_network(complete_row(), 2, 0.7);
  write_speed();
  const MeasuredTable table = measured_table(request_, requested_plans(request_).front());
  ASSERT_EQ(table.rows.size(), 5U);
  EXPECT_EQ(table.rows[2].seeds.size(), 2U);
  EXPECT_EQ(table.rows[2].seeds[1].seed, 2);
  EXPECT_EQ(table.rows[0].seeds.size(), 1U);
  EXPECT_EQ(table.rows[2].milliseconds, 30.0);
}

TEST_F(StudyPages, AreWrittenInThreeFormsAndJoined) {
  request_.tables = {StudyTable::kStreams};
  const StudyPlan plan = requested_plans(request_).front();
  for (const auto& row : plan.rows) write_network(row, 1, 0.5);
  EXPECT_EQ(write_study_pages(request_).size(), 4U);
  request_.tables = {StudyTable::kComponents};
  EXPECT_EQ(write_study_pages(request_).size(), 7U) << "Figure 7 comes with Table 4";
  const std::string joined = content_of(request_.out / "study.md");
  EXPECT_THAT(joined, HasSubstr("## Table 4"));
  EXPECT_THAT(joined, HasSubstr("## Figure 7"));
  EXPECT_THAT(joined, HasSubstr("## Table 7"));
  EXPECT_THAT(joined, Not(HasSubstr("## Table 5")));
  EXPECT_LT(joined.find("Table 4"), joined.find("Table 7"));
  EXPECT_TRUE(std::filesystem::exists(request_.out / "table7.json"));
  EXPECT_TRUE(std::filesystem::exists(request_.out / "figure7.svg"));
}

TEST_F(StudyPages, NothingRequestedWritesNothing) {
  EXPECT_TRUE(write_study_pages(request_).empty());
  EXPECT_FALSE(std::filesystem::exists(request_.out / "study.md"));
}

}  // namespace
}  // namespace hoi
