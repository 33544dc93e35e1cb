#include "formats/dataset_defect.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hoi {
namespace {

using ::testing::IsEmpty;

TEST(Describe, NamesFileEntityAndId) {
  EXPECT_EQ(describe({"a.json", "image", 17, "is bad"}), "a.json: image 17: is bad");
  EXPECT_EQ(describe({"a.json", "verb 'kick'", std::nullopt, "is bad"}),
            "a.json: verb 'kick': is bad");
  EXPECT_EQ(describe({"a.json", "file", std::nullopt, "is bad"}), "a.json: is bad");
}

TEST(DefectList, CountsBothKindsAndKeepsTheOrder) {
  DefectList defects;
  EXPECT_TRUE(defects.empty());
  std::vector<DatasetDefect> some = {{"a.json", "image", 1, "odd", false},
                                     {"a.json", "image", 2, "bad", true},
                                     {"a.json", "image", 3, "odd", false}};
  defects.take(some);
  EXPECT_THAT(some, IsEmpty());
  EXPECT_FALSE(defects.empty());
  EXPECT_EQ(defects.unreadable(), 1);
  EXPECT_EQ(defects.questionable(), 2);
  const auto list = defects.release();
  ASSERT_EQ(list.size(), 3U) << "nothing is left out, so nothing is added";
  for (int i = 0; i < 3; ++i) EXPECT_EQ(list[static_cast<std::size_t>(i)].id, i + 1);
  EXPECT_TRUE(defects.empty());
  EXPECT_EQ(defects.unreadable(), 0);
}

TEST(DefectList, BoundsWhatIsKeptOfEachKind) {
  DefectList defects;
  const auto add = [&](std::int64_t count, bool unreadable) {
    for (std::int64_t i = 0; i < count; ++i) {
      defects.add({"a.json", "image", i, "is bad", unreadable});
    }
  };
  add(DefectList::kMostListed + 5, false);
  add(2, true);  // the first unreadable one is always there
  EXPECT_EQ(defects.questionable(), DefectList::kMostListed + 5);
  EXPECT_EQ(defects.unreadable(), 2);
  const auto list = defects.release();
  ASSERT_EQ(list.size(), static_cast<std::size_t>(DefectList::kMostListed) + 3);
  EXPECT_TRUE(list[list.size() - 2].unreadable);
  EXPECT_EQ(describe(list.back()), "a.json: 5 more defects are not listed");
  EXPECT_FALSE(list.back().unreadable);
  add(DefectList::kMostListed + 1, true);
  EXPECT_TRUE(defects.release().back().unreadable);
}

}  // namespace
}  // namespace hoi
