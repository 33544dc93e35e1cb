#include "formats/dataset_defect.h"

#include <gtest/gtest.h>

namespace hoi {
namespace {

TEST(Describe, NamesFileEntityAndId) {
  EXPECT_EQ(describe({"a.json", "image", 17, "is bad"}), "a.json: image 17: is bad");
  EXPECT_EQ(describe({"a.json", "verb 'kick'", std::nullopt, "is bad"}),
            "a.json: verb 'kick': is bad");
  EXPECT_EQ(describe({"a.json", "file", std::nullopt, "is bad"}), "a.json: is bad");
}

}  // namespace
}  // namespace hoi
