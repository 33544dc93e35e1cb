#include "datasets/word_translation.h"

#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

AnnotatedDataset small_dataset() {
  AnnotatedDataset dataset;
  dataset.vocabulary = {{"cup", "human", "bike", "glass"}, {"hold", "carry", "ride"}, 1, true};
  ImageAnnotation image;
  for (const int category : {1, 0, 2, 3}) {
    image.instances.push_back({category, category, {0, 0, 1, 1}, false, {}, {}});
  }
  image.interactions = {{0, 1, 0}, {0, 1, 1}, {0, 2, 2}};
  dataset.images.push_back(image);
  return dataset;
}

TEST(TranslateWords, RenamesAndJoins) {
  AnnotatedDataset dataset = small_dataset();
  translate_words(
      {{{"cup", "drink"}, {"glass", "drink"}, {"human", "person"}}, {{"carry", "hold"}}}, dataset);
  EXPECT_THAT(dataset.vocabulary.objects, ElementsAre("drink", "person", "bike"));
  EXPECT_THAT(dataset.vocabulary.verbs, ElementsAre("hold", "ride"));
  EXPECT_EQ(dataset.vocabulary.person, 1);
  const auto& image = dataset.images[0];
  EXPECT_EQ(image.instances[1].category, 0);  // the cup
  EXPECT_EQ(image.instances[2].category, 2);  // the bike
  EXPECT_EQ(image.instances[3].category, 0);  // the glass
  EXPECT_EQ(image.interactions[1].verb, 0);
  EXPECT_EQ(image.interactions[2].verb, 1);
}

TEST(TranslateWords, ChangesNothingWithoutNames) {
  AnnotatedDataset dataset = small_dataset();
  translate_words({}, dataset);
  EXPECT_EQ(dataset.vocabulary, small_dataset().vocabulary);
  EXPECT_EQ(dataset.images[0].instances[3].category, 3);
}

TEST(TranslateWords, RefusesAWordThatIsNotThere) {
  AnnotatedDataset dataset = small_dataset();
  EXPECT_THAT(input_error_of([&] {
                translate_words({{{"cups", "x"}}, {}}, dataset);
              }),
              HasSubstr("no object 'cups'; did you mean 'cup'?"));
  EXPECT_THAT(input_error_of([&] {
                translate_words({{}, {{"fly", "x"}}}, dataset);
              }),
              HasSubstr("no verb 'fly'"));
}

TEST(ReadWordTranslation, ReadsBothLists) {
  const TemporaryFolder folder;
  const auto file = folder.write("words.json", R"({"objects": {"a": "b"}, "verbs": {"c": "d"}})");
  const WordTranslation words = read_word_translation(file);
  EXPECT_EQ(words.objects.at("a"), "b");
  EXPECT_EQ(words.verbs.at("c"), "d");
  EXPECT_TRUE(read_word_translation(folder.write("empty.json", "{}")).objects.empty());
}

TEST(ReadWordTranslation, RefusesOtherTypes) {
  const TemporaryFolder folder;
  for (const std::string text :
       {"[]", R"({"objects": []})", R"({"objects": {"a": 1}})", R"({"verbs": {"a": ""}})"}) {
    const auto file = folder.write("words.json", text);
    EXPECT_THAT(input_error_of([&] { read_word_translation(file); }), HasSubstr("words.json: "))
        << text;
  }
}

}  // namespace
}  // namespace hoi
