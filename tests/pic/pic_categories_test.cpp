#include "pic/pic_categories.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

std::map<int, std::string> parsed(const std::string& text) {
  return parse_pic_categories(JsonRecords(text, "list.json"));
}

TEST(PicCategories, AreReadWithoutTheBackground) {
  EXPECT_THAT(parsed(R"([{"name": "background", "id": 0}, {"id": 7, "name": "cup", "x": 1},
                        {"id": 1, "name": "human"}])"),
              ElementsAre(Pair(1, "human"), Pair(7, "cup")));
}

TEST(PicCategories, ThatAreNoneAreRefused) {
  const auto error = [](const std::string& text) { return input_error_of([&] { parsed(text); }); };
  EXPECT_EQ(
      error(R"([{"id": 1, "name": "cup"}, {"id": "2", "name": "hat"}])"),
      "list.json: category 1: found {\"id\":\"2\",\"name\":\"hat\"}, expected a 'name' and an "
      "'id' from 0 to 255");
  EXPECT_THAT(error(R"([{"id": 256, "name": "cup"}])"), HasSubstr("category 0"));
  EXPECT_THAT(error(R"([{"id": -1, "name": "cup"}])"), HasSubstr("category 0"));
  EXPECT_THAT(error(R"([{"id": 1, "name": ""}])"), HasSubstr("category 0"));
  EXPECT_THAT(error(R"([{"id": 1}])"), HasSubstr("category 0"));
  EXPECT_THAT(error(R"(["cup"])"), HasSubstr("found \"cup\""));
  EXPECT_THAT(error(R"([{"id": 3, "name": "cup"}, {"id": 3, "name": "hat"}])"),
              HasSubstr("category 1: id 3 stands in the list twice"));
  EXPECT_THAT(error(R"({"id": 1})"), HasSubstr("expected a list"));
  EXPECT_THAT(error(R"([{"id": 0, "name": "background"}])"), HasSubstr("no category above"));
}

TEST(PicCategories, OfVersion1AreRecognised) {
  const auto relations = pic_v1_numbering().relations;
  EXPECT_EQ(pic_numbering_of_lists(std::nullopt, relations, "x"), pic_v1_numbering());
  auto official = relations;
  official[19] = "in-front-of";
  official[30] = "other";
  EXPECT_EQ(pic_numbering_of_lists(std::nullopt, official, "x"), pic_v1_numbering());
  EXPECT_EQ(pic_numbering_of_lists(pic_v1_numbering().objects, std::nullopt, "x"),
            pic_v1_numbering());
}

TEST(PicCategories, AreVersion2WithoutListsAndWithItsOwn) {
  EXPECT_EQ(pic_numbering_of_lists(std::nullopt, std::nullopt, "x"), pic_v2_numbering());
  EXPECT_EQ(pic_numbering_of_lists(pic_v2_numbering().objects, pic_v2_numbering().relations, "x"),
            pic_v2_numbering());
}

TEST(PicCategories, MayBeTheUsersOwn) {
  const PicNumbering numbering =
      pic_numbering_of_lists({{{1, "Person"}, {9, "unicorn"}}}, {{{3, "ride"}, {4, "pet"}}}, "x");
  EXPECT_THAT(numbering.objects, ElementsAre(Pair(1, "human"), Pair(9, "unicorn")));
  EXPECT_THAT(numbering.relations, ElementsAre(Pair(3, "ride"), Pair(4, "pet")));
}

TEST(PicCategories, ThatContradictThemselvesAreRefused) {
  EXPECT_THAT(input_error_of([] {
                pic_numbering_of_lists({{{1, "human"}, {2, "person"}}}, std::nullopt, "folder");
              }),
              HasSubstr("folder: id 2: 'person' stands in the list twice"));
  EXPECT_THAT(input_error_of([] {
                pic_numbering_of_lists({{{1, "cup"}}}, std::nullopt, "folder");
              }),
              HasSubstr("folder: no class is called 'human'"));
}

TEST(PicCategories, AreFoundInTheirFolderOrBesideTheMaps) {
  const TemporaryFolder folder;
  EXPECT_EQ(read_pic_numbering(folder.path()), pic_v2_numbering());
  folder.write("categories_list/relation_categories.json",
               pic_category_text(pic_v1_numbering().relations));
  EXPECT_EQ(read_pic_numbering(folder.path()), pic_v1_numbering());
  EXPECT_EQ(read_pic_numbering(folder.path(), PicVersion::kV2), pic_v2_numbering());
  folder.write("label_categories.json", R"([{"id": 5, "name": "human"}])");
  EXPECT_THAT(read_pic_numbering(folder.path()).objects, ElementsAre(Pair(5, "human")));
  EXPECT_EQ(read_pic_numbering(folder.path(), PicVersion::kV1), pic_v1_numbering());
}

TEST(PicCategories, WrittenAreReadBack) {
  EXPECT_EQ(parsed(pic_category_text(pic_v2_numbering().objects)), pic_v2_numbering().objects);
}

}  // namespace
}  // namespace hoi
