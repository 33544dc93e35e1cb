#include "scene/scene_translation.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "scene/scene_vocabulary.h"

namespace hoi {
namespace {

TEST(SceneTranslation, NamesOnlyWordsOfTheScenes) {
  for (const auto& layout : dataset_layouts()) {
    AnnotatedDataset dataset;
    dataset.vocabulary = scene_vocabulary();
    EXPECT_NO_THROW(translate_words(scene_translation(layout.second), dataset)) << layout.first;
    EXPECT_EQ(dataset.vocabulary.objects.size(), scene_vocabulary().objects.size());
    EXPECT_EQ(dataset.vocabulary.verbs.size(), scene_vocabulary().verbs.size());
  }
}

TEST(SceneTranslation, SpeaksTheWordsOfTheLayout) {
  EXPECT_EQ(scene_translation(DatasetLayout::kHoiw).objects.at("phone"), "cellphone");
  EXPECT_EQ(scene_translation(DatasetLayout::kPic).objects.at("person"), "human");
  EXPECT_EQ(scene_translation(DatasetLayout::kVcoco).verbs.at("sit"), "sit_instr");
  EXPECT_EQ(scene_translation(DatasetLayout::kHicodet).verbs.at("call"), "talk_on");
  EXPECT_TRUE(scene_translation(DatasetLayout::kHoi).objects.empty());
}

}  // namespace
}  // namespace hoi
