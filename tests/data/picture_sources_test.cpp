#include "data/picture_sources.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "data/face_cache.h"
#include "data/sample_folder.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;

const char* const kDogCupPerson =
    R"([{"id": 3, "name": "dog"}, {"id": 5, "name": "cup"}, {"id": 1, "name": "person"}])";
const char* const kDrinkLookHold =
    R"([{"id": 7, "name": "drink"}, {"id": 2, "name": "look"}, {"id": 1, "name": "hold"}])";

std::string sources_error(const std::vector<DataSourceOptions>& sources,
                          const Vocabulary* required = nullptr) {
  try {
    read_picture_sources(sources, required);
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

void expect_person_looks_at_cup(const AnnotatedPictures& pictures, std::size_t index) {
  const auto& words = pictures.vocabulary;
  const auto& image = pictures.images.at(index);
  const auto name = [&](std::size_t row) {
    return words.objects.at(static_cast<std::size_t>(image.instances.at(row).category));
  };
  EXPECT_EQ(name(0), "person");
  EXPECT_EQ(name(1), "cup");
  EXPECT_EQ(words.verbs.at(static_cast<std::size_t>(image.interactions.at(0).verb)), "look");
}

TEST(PictureSources, WordsOfLaterFoldersAreMatchedByName) {
  const TemporaryFolder folder;
  write_folder(folder, "first", kDogCupPerson, kDrinkLookHold);
  write_folder(folder, "second", kPersonAndCup, kHoldAndLook);
  const auto pictures = read_picture_sources({source(folder, "first"), source(folder, "second")});
  ASSERT_EQ(pictures.images.size(), 2U);
  ASSERT_EQ(pictures.paths.size(), 2U);
  EXPECT_EQ(pictures.paths[1], folder.path() / "second" / "images" / "a.png");
  EXPECT_EQ(pictures.vocabulary.objects.size(), 3U);
  expect_person_looks_at_cup(pictures, 0);
  expect_person_looks_at_cup(pictures, 1);
}

TEST(PictureSources, RequiredVocabularyReplacesThatOfTheFirstFolder) {
  const TemporaryFolder folder;
  write_folder(folder, "first", kPersonAndCup, kHoldAndLook);
  Vocabulary required;
  required.objects = {"cup", "person"};
  required.verbs = {"eat", "look", "hold"};
  required.person = 1;
  const auto pictures = read_picture_sources({source(folder, "first")}, &required);
  EXPECT_EQ(pictures.vocabulary, required);
  expect_person_looks_at_cup(pictures, 0);
  required.person = 0;
  EXPECT_THAT(sources_error({source(folder, "first")}, &required), HasSubstr("person"));
}

TEST(PictureSources, UnknownWordIsAnInputErrorWithAHint) {
  const TemporaryFolder folder;
  write_folder(folder, "first", kPersonAndCup, kHoldAndLook);
  write_folder(folder, "second", R"([{"id": 1, "name": "person"}, {"id": 5, "name": "cups"}])",
               kHoldAndLook);
  const auto error = sources_error({source(folder, "first"), source(folder, "second")});
  EXPECT_THAT(error, HasSubstr("second: category 'cups'"));
  EXPECT_THAT(error, HasSubstr("did you mean 'cup'?"));
}

TEST(PictureSources, SplitWithoutImagesIsAnInputError) {
  const TemporaryFolder folder;
  write_folder(folder, "first", kPersonAndCup, kHoldAndLook);
  auto options = source(folder, "first");
  options.splits = {"no such split"};
  EXPECT_THAT(sources_error({options}), HasSubstr("splits"));
  EXPECT_THAT(sources_error({}), HasSubstr("no image"));
}

TEST(PictureSources, FacesComeFromTheCacheOfTheFolder) {
  const TemporaryFolder folder;
  write_folder(folder, "first", kPersonAndCup, kHoldAndLook);
  auto options = source(folder, "first");
  options.faces = folder.write("faces.json", R"({"a.png": [[12, 6, 18, 12, 0.5]]})").string();
  const auto pictures = read_picture_sources({options});
  ASSERT_EQ(pictures.images.at(0).faces.size(), 1U);
  EXPECT_TRUE(pictures.faces_known.at(0));
  EXPECT_EQ(pictures.images[0].faces[0].box.x2, 18);
}

TEST(PictureSources, AFaceCacheReachesThePicturesOfItsFolderOnly) {
  const TemporaryFolder folder;
  write_folder(folder, "first", kPersonAndCup, kHoldAndLook);
  write_folder(folder, "second", kPersonAndCup, kHoldAndLook);
  auto pictures = read_picture_sources({source(folder, "first"), source(folder, "second")});
  EXPECT_THAT(pictures.sources, ::testing::ElementsAre(0, 1));
  EXPECT_EQ(pictures.image_folders.at(1), folder.path() / "second" / "images");
  FaceCache cache;
  cache.insert("a.png", {{{1, 2, 3, 4}, 0.5F}});
  add_cached_faces(cache, 1, pictures);
  EXPECT_FALSE(pictures.faces_known[0]);
  EXPECT_TRUE(pictures.images[0].faces.empty());
  EXPECT_TRUE(pictures.faces_known[1]);
  ASSERT_EQ(pictures.images[1].faces.size(), 1U);
  EXPECT_EQ(pictures.images[1].faces[0].box.y2, 4);
}

}  // namespace
}  // namespace hoi
