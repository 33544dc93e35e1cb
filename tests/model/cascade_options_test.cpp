#include "model/cascade_options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"

namespace hoi {
namespace {

std::string options_refusal(const CascadeOptions& options) {
  try {
    check_cascade_options(options, "config.toml");
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(CascadeOptions, DefaultsAreAccepted) { EXPECT_EQ(options_refusal({}), ""); }

TEST(CascadeOptions, StagesBeyondTheTableAreRefused) {
  CascadeOptions options;
  options.stages = 6;
  EXPECT_EQ(options_refusal(options), "config.toml: network.stages is 6, expected 1 to 5");
  options.stages = 0;
  EXPECT_NE(options_refusal(options), "");
}

TEST(CascadeOptions, WidthsThatNoMachineHoldsAreRefused) {
  CascadeOptions options;
  options.localization.hidden_features = int64_t{1} << 40;
  EXPECT_THAT(options_refusal(options),
              ::testing::HasSubstr("network.localization.hidden_features"));
}

TEST(CascadeOptions, WidthsThatDoNotFillTheLibrarysBlocksAreRefused) {
  CascadeOptions options;
  options.backbone.small_width = 24;
  EXPECT_EQ(options_refusal(options),
            "config.toml: network.backbone.small_width is 24, expected a multiple of 16");
}

TEST(CascadeOptions, FractionsOutsideTheUnitIntervalAreRefused) {
  CascadeOptions options;
  options.detection.nms_iou = 1.5;
  EXPECT_THAT(options_refusal(options), ::testing::HasSubstr("network.detection.nms_iou is 1.5"));
  options.detection.nms_iou = std::numeric_limits<double>::quiet_NaN();
  EXPECT_NE(options_refusal(options), "");
}

TEST(CascadeOptions, AnchorRatiosMustExistAndBePositive) {
  CascadeOptions options;
  options.proposals.anchor_ratios = {};
  EXPECT_THAT(options_refusal(options), ::testing::HasSubstr("anchor_ratios has 0 values"));
  options.proposals.anchor_ratios = {-1};
  EXPECT_THAT(options_refusal(options), ::testing::HasSubstr("anchor_ratios holds -1"));
}

}  // namespace
}  // namespace hoi
