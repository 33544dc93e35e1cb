#include "inference/label_layout.h"

#include <gtest/gtest.h>

namespace hoi {
namespace {

const cv::Size kLabel(20, 10);

TEST(LabelLayout, TakesTheFirstFreePlace) {
  LabelLayout layout({100, 100});
  EXPECT_EQ(layout.place(kLabel, {{10, 10}, {50, 50}}), cv::Rect(10, 10, 20, 10));
  EXPECT_EQ(layout.place(kLabel, {{15, 15}, {50, 50}}), cv::Rect(50, 50, 20, 10));
  // Touching is not covering.
  EXPECT_EQ(layout.place(kLabel, {{30, 10}}), cv::Rect(30, 10, 20, 10));
}

TEST(LabelLayout, CoversAsLittleAsPossibleWhenAllPlacesAreTaken) {
  LabelLayout layout({100, 100});
  layout.place(kLabel, {{10, 10}});
  EXPECT_EQ(layout.place(kLabel, {{12, 10}, {25, 10}, {20, 10}}), cv::Rect(25, 10, 20, 10));
}

TEST(LabelLayout, LabelsStayInThePicture) {
  LabelLayout layout({100, 100});
  EXPECT_EQ(layout.place(kLabel, {{-50, 200}}), cv::Rect(0, 90, 20, 10));
  EXPECT_EQ(layout.place(kLabel, {{95, -5}}), cv::Rect(80, 0, 20, 10));
  LabelLayout tiny({5, 5});
  EXPECT_EQ(tiny.place(kLabel, {{3, 3}}), cv::Rect(0, 0, 20, 10));
}

TEST(LabelLayout, ProtectedPartsAreCoveredBeforeOtherLabels) {
  LabelLayout layout({100, 100});
  layout.protect({0, 0, 100, 50});
  EXPECT_EQ(layout.place(kLabel, {{10, 10}, {10, 60}}), cv::Rect(10, 60, 20, 10));
  EXPECT_EQ(layout.place(kLabel, {{10, 60}, {10, 10}}), cv::Rect(10, 10, 20, 10));
}

TEST(LabelLayout, DispensableLabelIsLeftOutRatherThanCoveringAnother) {
  LabelLayout layout({100, 100});
  layout.place(kLabel, {{10, 10}});
  EXPECT_FALSE(layout.place_if_free(kLabel, {{15, 12}}));
  EXPECT_TRUE(layout.place_if_free(kLabel, {{15, 12}, {15, 40}}));
}

TEST(LabelPlaces, TagStartsAboveTheLeftCornerOfItsBox) {
  const auto corners = box_tag_corners({40, 50, 30, 25}, kLabel);
  EXPECT_EQ(corners.at(0), cv::Point(40, 40));
  EXPECT_EQ(corners.at(1), cv::Point(50, 40));
  EXPECT_EQ(corners.at(2), cv::Point(40, 75));
  EXPECT_EQ(corners.at(4), cv::Point(40, 50));
}

TEST(LabelPlaces, LinkLabelStartsCentredOnTheLink) {
  const auto corners = link_label_corners({0, 0}, {100, 50}, {0, 0, 100, 50}, kLabel);
  EXPECT_EQ(corners.at(0), cv::Point(50 - 10, 25 - 5));
}

TEST(LabelPlaces, LabelOfASmallPairMayStandBesideItButNotThatOfALargeOne) {
  const auto stands_right_of = [](const cv::Rect& pair) {
    const cv::Point from = pair.tl(), to = pair.br();
    for (const auto& corner : link_label_corners(from, to, pair, kLabel)) {
      if (corner.x == pair.br().x) return true;
    }
    return false;
  };
  EXPECT_TRUE(stands_right_of({10, 10, 30, 30}));
  EXPECT_FALSE(stands_right_of({10, 10, 600, 400}));
}

}  // namespace
}  // namespace hoi
