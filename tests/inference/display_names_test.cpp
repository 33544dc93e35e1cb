#include "inference/display_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hoi {
namespace {

using ::testing::ElementsAre;

TEST(DisplayVerbs, RoleSuffixesGoAndUnderscoresBecomeSpaces) {
  Vocabulary vocabulary;
  vocabulary.verbs = {"hold_obj", "work_on_computer_instr", "play-phone", "talk_to", "_obj"};
  EXPECT_THAT(display_verbs(vocabulary),
              ElementsAre("hold", "work on computer", "play-phone", "talk to", " obj"));
}

TEST(DisplayVerbs, VerbWithBothRolesKeepsThemApart) {
  Vocabulary vocabulary;
  vocabulary.verbs = {"cut_instr", "cut_obj", "sit_instr"};
  EXPECT_THAT(display_verbs(vocabulary), ElementsAre("cut with", "cut", "sit"));
}

}  // namespace
}  // namespace hoi
