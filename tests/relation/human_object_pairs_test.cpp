#include "relation/human_object_pairs.h"

#include "support/tensors.h"

namespace hoi {
namespace {

constexpr int64_t kPerson = 0;

TEST(EnumeratePairs, PairsEveryPersonWithEveryOtherObjectInOrder) {
  const auto labels = torch::tensor({0, 2, 0, 1}, torch::kInt64);
  const auto pairs = enumerate_pairs(labels, kPerson, /*person_as_object=*/false);
  EXPECT_TRUE(is_close(pairs.human, torch::tensor({0, 0, 2, 2}, torch::kInt64), 0));
  EXPECT_TRUE(is_close(pairs.object, torch::tensor({1, 3, 1, 3}, torch::kInt64), 0));
}

TEST(EnumeratePairs, PairsPersonsWithEachOtherButNeverWithThemselves) {
  const auto labels = torch::tensor({0, 2, 0, 1}, torch::kInt64);
  const auto pairs = enumerate_pairs(labels, kPerson, /*person_as_object=*/true);
  EXPECT_TRUE(is_close(pairs.human, torch::tensor({0, 0, 0, 2, 2, 2}, torch::kInt64), 0));
  EXPECT_TRUE(is_close(pairs.object, torch::tensor({1, 2, 3, 0, 1, 3}, torch::kInt64), 0));
}

TEST(EnumeratePairs, IsEmptyWithoutRegionsWithoutPersonsAndForALonePerson) {
  for (const auto& labels : {torch::empty({0}, torch::kInt64), torch::tensor({1, 2}, torch::kInt64),
                             torch::tensor({kPerson}, torch::kInt64)}) {
    const auto pairs = enumerate_pairs(labels, kPerson, /*person_as_object=*/true);
    EXPECT_EQ(pairs.size(), 0);
    EXPECT_EQ(pairs.object.size(0), 0);
    EXPECT_EQ(pairs.human.scalar_type(), torch::kInt64);
  }
}

TEST(EnumeratePairs, RejectsLabelsThatAreNoVector) {
  EXPECT_THROW(enumerate_pairs(torch::zeros({2, 2}, torch::kInt64), kPerson, true), c10::Error);
}

TEST(HumanObjectPairs, SelectTakesRowsInTheOrderAsked) {
  const HumanObjectPairs pairs{torch::tensor({0, 0, 2}, torch::kInt64),
                               torch::tensor({1, 3, 5}, torch::kInt64)};
  const auto selected = pairs.select(torch::tensor({2, 0}, torch::kInt64));
  EXPECT_TRUE(is_close(selected.human, torch::tensor({2, 0}, torch::kInt64), 0));
  EXPECT_TRUE(is_close(selected.object, torch::tensor({5, 1}, torch::kInt64), 0));
}

}  // namespace
}  // namespace hoi
