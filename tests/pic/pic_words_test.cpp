#include "pic/pic_words.h"

#include <algorithm>
#include <fstream>
#include <set>
#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/shared_data.h"

namespace hoi {
namespace {

using ::testing::ElementsAre;

TEST(PicWords, CountTheClassesAndRelationsOfBothVersions) {
  EXPECT_EQ(pic_v2_numbering().objects.size(), 143U);
  EXPECT_EQ(pic_v2_numbering().relations.size(), 30U);
  EXPECT_EQ(pic_v1_numbering().objects.size(), 84U);
  EXPECT_EQ(pic_v1_numbering().relations.size(), 30U);
  EXPECT_EQ(pic_v2_numbering().objects.at(143), "squirrel");
  EXPECT_EQ(pic_v2_numbering().relations.at(30), "feed");
  EXPECT_EQ(pic_v1_numbering().objects.at(56), "vegetation");
  EXPECT_EQ(pic_v1_numbering().objects.at(77), "gun");
}

TEST(PicWords, AreThoseOfTheReference) {
  const auto file = shared_data("reference/categories.json");
  if (!file) GTEST_SKIP() << "no ../shared beside the repository";
  std::ifstream stream(*file);
  const auto reference = nlohmann::json::parse(stream);
  const auto& v2 = reference.at("pic_v2");
  for (const auto& [id, name] : pic_v2_numbering().objects) {
    EXPECT_EQ(name, v2.at("objects_1based").at(static_cast<std::size_t>(id - 1)));
  }
  for (const auto& [id, name] : pic_v2_numbering().relations) {
    EXPECT_EQ(name, v2.at("relations_1based").at(static_cast<std::size_t>(id - 1)));
  }
  EXPECT_EQ(pic_geometric_relations(pic_v2_numbering()),
            v2.at("geometric_ids").get<std::vector<int>>());
  const auto& v1 = reference.at("pic_v1_demo");
  for (const auto& [id, name] : pic_v1_numbering().relations) {
    const std::string official = v1.at("relations_1based").at(static_cast<std::size_t>(id - 1));
    EXPECT_EQ(name, pic_relation_name(official));
    EXPECT_EQ(pic_relation_id(pic_v1_numbering(), official), id);
  }
  EXPECT_EQ(pic_geometric_relations(pic_v1_numbering()),
            v1.at("geometric_ids").get<std::vector<int>>());
}

TEST(PicWords, NumberTheSameRelationsInBothVersions) {
  std::set<std::string> v1, v2;
  for (const auto& [id, name] : pic_v1_numbering().relations) v1.insert(name);
  for (const auto& [id, name] : pic_v2_numbering().relations) v2.insert(name);
  EXPECT_EQ(v1, v2);
  EXPECT_THAT(pic_geometric_relations(pic_v2_numbering()), ElementsAre(1, 2, 4, 13, 24, 25));
}

TEST(PicWords, OccurOnceInEachVersion) {
  for (const PicNumbering* numbering : {&pic_v1_numbering(), &pic_v2_numbering()}) {
    for (const auto& [id, name] : numbering->objects) {
      EXPECT_EQ(pic_object_id(*numbering, name), id) << name;
    }
    for (const auto& [id, name] : numbering->relations) {
      EXPECT_EQ(pic_relation_id(*numbering, name), id) << name;
    }
  }
}

TEST(PicWords, AreFoundInOtherSpellings) {
  EXPECT_EQ(pic_object_name("person"), "human");
  EXPECT_EQ(pic_object_name("Street-Light"), "street_light");
  EXPECT_EQ(pic_object_name("pc"), "PC");
  EXPECT_EQ(pic_object_name("fridge"), "fridge");
  EXPECT_EQ(pic_relation_name("in-front-of"), "in front of");
  EXPECT_EQ(pic_relation_name("sit_on"), "sit on");
  EXPECT_EQ(pic_relation_name("on-top-of"), "on the top of");
  EXPECT_EQ(pic_object_id(pic_v2_numbering(), "unicorn"), std::nullopt);
}

TEST(PicVocabulary, FollowsTheNumbers) {
  const Vocabulary vocabulary = pic_vocabulary(pic_v2_numbering());
  ASSERT_EQ(vocabulary.objects.size(), 143U);
  EXPECT_EQ(vocabulary.objects[1], "hat");
  EXPECT_EQ(vocabulary.verbs[0], "in front of");
  EXPECT_EQ(vocabulary.person, 0);
  EXPECT_TRUE(vocabulary.person_as_object);
  EXPECT_EQ(pic_vocabulary({{{2, "cup"}, {9, "human"}}, {{4, "hold"}}}).person, 1);
  EXPECT_THROW(pic_vocabulary({{{1, "cup"}}, {{1, "hold"}}}), std::invalid_argument);
}

}  // namespace
}  // namespace hoi
