#include "hoiw/hoiw_words.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "base/json_file.h"
#include "support/shared_data.h"

namespace hoi {
namespace {

TEST(HoiwWords, HaveThePersonFirstAndNeverAsAnObjectOfAVerb) {
  const Vocabulary& words = hoiw_vocabulary();
  EXPECT_EQ(words.objects.size(), 11U);
  EXPECT_EQ(words.verbs.size(), 10U);
  EXPECT_EQ(words.objects.at(static_cast<std::size_t>(words.person)), "person");
  EXPECT_FALSE(words.person_as_object);
}

// The authors' code swaps these two names; the organisers' lists and the statistics do not.
TEST(HoiwWords, ObjectTenIsTheComputerAndElevenTheDocument) {
  EXPECT_EQ(hoiw_vocabulary().objects[10 - 1], "computer");
  EXPECT_EQ(hoiw_vocabulary().objects[11 - 1], "document");
}

TEST(HoiwWords, AreThoseOfTheReferenceList) {
  const auto file = shared_data("reference/categories.json");
  if (!file) GTEST_SKIP() << "no ../shared beside the repository";
  const auto lists = read_json_file(*file).at("hoiw");
  EXPECT_EQ(hoiw_vocabulary().objects, lists.at("objects_1based").get<std::vector<std::string>>());
  EXPECT_EQ(hoiw_vocabulary().verbs, lists.at("verbs_1based").get<std::vector<std::string>>());
}

}  // namespace
}  // namespace hoi
