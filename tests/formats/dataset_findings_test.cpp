#include "formats/dataset_findings.h"

#include "support/errors.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;

TEST(DatasetFindings, CountsRepairsAndLossesByRule) {
  DatasetFindings findings;
  EXPECT_TRUE(findings.is_empty());
  findings.repair("id is text", "a.json", "image 3", "'1\\n' was read as 1");
  findings.repair("id is text", "a.json", "image 4", "'2' was read as 2");
  findings.loss("face", "a.json", "image 3", "left out");
  EXPECT_EQ(findings.repairs(), 2);
  EXPECT_EQ(findings.losses(), 1);
  EXPECT_EQ(findings.counts().at({DatasetFinding::Kind::kRepair, "id is text"}), 2);
  EXPECT_THAT(findings.summary(),
              ::testing::ElementsAre("repaired 2: id is text", "left out 1: face"));
  ASSERT_EQ(findings.list().size(), 3U);
  EXPECT_EQ(describe(findings.list()[1]), "a.json: image 4: '2' was read as 2");
}

TEST(DatasetFindings, RefusesTheFirstRepairWhenStrict) {
  DatasetFindings findings(true);
  findings.loss("face", "a.json", "image 3", "left out");
  EXPECT_THAT(input_error_of([&] { findings.repair("x", "a.json", "image 3", "is odd"); }),
              HasSubstr("a.json: image 3: is odd (refused because of --strict)"));
}

TEST(DatasetFindings, CountsMoreThanItLists) {
  DatasetFindings findings;
  for (int i = 0; i < DatasetFindings::kMostListed + 5; ++i) findings.repair("x", "a", "", "t");
  EXPECT_EQ(findings.repairs(), DatasetFindings::kMostListed + 5);
  EXPECT_EQ(static_cast<int>(findings.list().size()), DatasetFindings::kMostListed);
}

}  // namespace
}  // namespace hoi
