#include "study/verb_gains.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "study/measured_samples.h"

namespace hoi {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(VerbGains, AreDifferencesToTheBaselineSeedBySeed) {
  const auto gains = verb_gains(sample_measured_table());
  ASSERT_EQ(gains.size(), 2U);
  EXPECT_EQ(gains[0].component, "IHSM");
  ASSERT_EQ(gains[0].verbs.size(), 2U) << "nobody flies";
  EXPECT_EQ(gains[0].verbs[0].verb, "hold");
  EXPECT_THAT(gains[0].verbs[0].gains, ElementsAre(DoubleNear(0.1, 1e-9), DoubleNear(0.2, 1e-9)));
  EXPECT_THAT(gains[0].verbs[1].gains,
              ElementsAre(DoubleNear(-0.06, 1e-9), DoubleNear(-0.12, 1e-9)));
  EXPECT_EQ(gains[1].component, "EFRA");
  EXPECT_THAT(gains[1].verbs[1].gains, ElementsAre(DoubleNear(0.2, 1e-9)));
}

TEST(VerbGains, HaveAPageJsonAndChart) {
  const MeasuredTable table = sample_measured_table();
  const auto gains = verb_gains(table);
  const std::string text = verb_gains_markdown(gains, table);
  EXPECT_THAT(text, HasSubstr("+15.0 +- 7.1"));
  EXPECT_THAT(text, HasSubstr("+20.0"));
  const auto json = verb_gains_json(gains, table);
  EXPECT_EQ(json["components"][1]["component"], "EFRA");
  EXPECT_NEAR(json["components"][0]["verbs"][1]["gains"][1].get<double>(), -0.12, 1e-12);
  EXPECT_THAT(verb_gains_chart(gains), HasSubstr("gain of EFRA"));
}

TEST(VerbGains, OfNothingAreNothing) {
  EXPECT_TRUE(verb_gains({}).empty());
  EXPECT_THAT(verb_gains_markdown({}, {}), HasSubstr("Figure 7"));
  EXPECT_THAT(verb_gains_chart({}), HasSubstr("</svg>"));
}

}  // namespace
}  // namespace hoi
