#include "domain/vocabulary.h"

#include <gtest/gtest.h>

namespace hoi {
namespace {

TEST(Vocabulary, EqualityLooksAtEveryField) {
  const Vocabulary a = {{"person", "ball"}, {"kick"}, 0, true};
  EXPECT_TRUE(a == a);
  for (int field = 0; field < 4; ++field) {
    Vocabulary b = a;
    if (field == 0) b.objects = {"person", "bat"};
    if (field == 1) b.verbs.push_back("throw");
    if (field == 2) b.person = 1;
    if (field == 3) b.person_as_object = false;
    EXPECT_FALSE(a == b) << field;
  }
}

}  // namespace
}  // namespace hoi
