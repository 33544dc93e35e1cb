#include "inference/result_exchange.h"

#include <gtest/gtest.h>

#include "support/errors.h"

namespace hoi {
namespace {

TEST(ResultExchange, EverythingComesBackToTheBit) {
  ImageResult full;
  full.file = "caf\xc3\xa9/1.jpg";
  full.width = 640;
  full.height = 480;
  DetectedInstance person;
  person.category = 3;
  person.score = 0.1F + 0.2F;
  person.box = {1.1F, 2.2F, 1.0F / 3, 1e-30F};
  DetectedInstance masked = person;
  masked.mask = RunLengthMask{4, 5, {7, 4000000000U, 0}};
  full.instances = {person, masked};
  full.interactions = {{1, 0, 12, 0.3F}};
  const ImageResult empty{"2.jpg", 1, 2, {}, {}};
  const auto back = unpack_results(pack_results({full, empty}));
  ASSERT_EQ(back.size(), 2U);
  EXPECT_EQ(back[0].file, full.file);
  EXPECT_EQ(back[0].width, 640);
  EXPECT_EQ(back[0].height, 480);
  ASSERT_EQ(back[0].instances.size(), 2U);
  EXPECT_EQ(back[0].instances[0].category, 3);
  EXPECT_EQ(back[0].instances[0].score, person.score);
  EXPECT_EQ(back[0].instances[0].box.x2, person.box.x2);
  EXPECT_EQ(back[0].instances[0].box.y2, person.box.y2);
  EXPECT_FALSE(back[0].instances[0].mask.has_value());
  EXPECT_TRUE(back[0].instances[1].mask == masked.mask);
  ASSERT_EQ(back[0].interactions.size(), 1U);
  EXPECT_EQ(back[0].interactions[0].subject, 1);
  EXPECT_EQ(back[0].interactions[0].verb, 12);
  EXPECT_EQ(back[0].interactions[0].score, 0.3F);
  EXPECT_EQ(back[1].file, "2.jpg");
  EXPECT_TRUE(back[1].instances.empty());
}

TEST(ResultExchange, NoResultsAreResults) { EXPECT_TRUE(unpack_results(pack_results({})).empty()); }

TEST(ResultExchange, RefusesOtherBytes) {
  const std::string whole = pack_results({{"a.jpg", 1, 2, {}, {}}});
  EXPECT_NE(input_error_of([&] { unpack_results(whole.substr(0, whole.size() - 1)); }), "");
  EXPECT_NE(input_error_of([] { unpack_results("\x91\x01"); }), "");
}

}  // namespace
}  // namespace hoi
