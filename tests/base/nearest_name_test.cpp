#include "base/nearest_name.h"

#include <gtest/gtest.h>

namespace hoi {
namespace {

TEST(NearestName, FindsTheIntendedWord) {
  const std::vector<std::string> known = {"batch_size", "learning_rate", "epochs"};
  EXPECT_EQ(nearest_name("bach_size", known), "batch_size");
  EXPECT_EQ(nearest_name("learningrate", known), "learning_rate");
  EXPECT_EQ(nearest_name("epochs", known), "epochs");
}

TEST(NearestName, CountsInsertionsDeletionsAndReplacements) {
  // kitten -> sitting takes three edits and sitting has seven letters: 2 * 3 <= 7.
  EXPECT_EQ(nearest_name("kitten", {"sitting"}), "sitting");
}

TEST(NearestName, SaysNothingWhenMoreThanHalfTheLettersDiffer) {
  EXPECT_EQ(nearest_name("ab", {"abcd"}), "abcd");  // 2 of 4
  EXPECT_EQ(nearest_name("a", {"abcd"}), std::nullopt);
  EXPECT_EQ(nearest_name("colour", {"batch_size"}), std::nullopt);
}

TEST(NearestName, TakesTheFirstOfEqualCandidates) {
  EXPECT_EQ(nearest_name("cat", {"bat", "hat"}), "bat");
}

TEST(NearestName, HandlesNothingToCompare) {
  EXPECT_EQ(nearest_name("a", {}), std::nullopt);
  EXPECT_EQ(nearest_name("", {"abc"}), std::nullopt);
  EXPECT_EQ(nearest_name(std::string(100'000, 'x'), {"x"}), std::nullopt);
}

}  // namespace
}  // namespace hoi
