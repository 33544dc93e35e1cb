#include "hoiw/hoiw_word_ids.h"

#include <gtest/gtest.h>

#include "hoiw/hoiw_words.h"

namespace hoi {
namespace {

TEST(HoiwWordIds, CountFromOneInTheOfficialOrder) {
  const HoiwWordIds ids(hoiw_vocabulary());
  for (int i = 0; i < 11; ++i) EXPECT_EQ(ids.object(i), i + 1);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(ids.verb(i), i + 1);
}

TEST(HoiwWordIds, AreFoundByNameWhateverTheOrder) {
  const HoiwWordIds ids({{"document", "person", "zebra"}, {"read", "pet", "hold"}, 1, true});
  EXPECT_EQ(ids.object(0), 11);
  EXPECT_EQ(ids.object(1), 1);
  EXPECT_EQ(ids.object(2), std::nullopt);
  EXPECT_EQ(ids.verb(0), 9);
  EXPECT_EQ(ids.verb(1), std::nullopt);
  EXPECT_EQ(ids.verb(2), 7);
}

TEST(HoiwWordIds, IgnorePunctuation) {
  const HoiwWordIds ids(
      {{"human"}, {"play(cellphone)", "play (computer)", "play computer", "()"}, 0, true});
  EXPECT_EQ(ids.verb(0), 3);
  EXPECT_EQ(ids.verb(1), 10);
  EXPECT_EQ(ids.verb(2), 10);
  EXPECT_EQ(ids.verb(3), std::nullopt);
}

TEST(HoiwWordIds, ThePersonClassIsThePersonWhateverItIsCalled) {
  EXPECT_EQ(HoiwWordIds({{"ball", "human"}, {}, 1, true}).object(1), 1);
}

TEST(HoiwWordIds, IndicesThatDoNotExistHaveNone) {
  const HoiwWordIds ids(hoiw_vocabulary());
  EXPECT_EQ(ids.object(-1), std::nullopt);
  EXPECT_EQ(ids.object(11), std::nullopt);
  EXPECT_EQ(ids.verb(10), std::nullopt);
  EXPECT_EQ(HoiwWordIds(Vocabulary{}).object(0), std::nullopt);
}

}  // namespace
}  // namespace hoi
