#include "interchange/label_studio_regions.h"

#include <gtest/gtest.h>

#include "interchange/counted_findings.h"
#include "support/errors.h"

namespace hoi {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::FloatNear;
using ::testing::HasSubstr;

const json kRectangle = json::parse(R"({"id": "r1", "type": "rectanglelabels",
  "original_width": 200, "original_height": 100, "image_rotation": 0,
  "value": {"x": 10, "y": 20, "width": 30, "height": 40, "rotation": 0,
            "rectanglelabels": ["person"]}})");

/// The regions of one annotation and what became of them.
struct Collected {
  NamedImage named;
  DatasetFindings findings;
  std::string file = "tasks.json", where = "task 0";
  LabelStudioRegions regions{named, file, where, findings};

  bool add(const json& result) { return regions.add(RecordFields(result, "here")); }
};

TEST(LabelStudioRegions, RectanglesAreInPercent) {
  Collected collected;
  EXPECT_TRUE(collected.add(kRectangle));
  EXPECT_TRUE(collected.findings.is_empty());
  EXPECT_EQ(collected.named.image.width, 200);
  EXPECT_EQ(collected.named.image.height, 100);
  ASSERT_EQ(collected.named.instances.size(), 1U);
  EXPECT_EQ(collected.named.instances[0].name, "person");
  EXPECT_THAT(collected.named.instances[0].corners,
              ElementsAre(::testing::DoubleNear(20, 1e-9), ::testing::DoubleNear(20, 1e-9),
                          ::testing::DoubleNear(80, 1e-9), ::testing::DoubleNear(60, 1e-9)));
  ASSERT_NE(collected.regions.row_of("r1"), nullptr);
  EXPECT_EQ(*collected.regions.row_of("r1"), 0);
  EXPECT_EQ(collected.regions.row_of("r2"), nullptr);
}

// A rectangle of 60 x 40 pixels turned by a right angle around its corner (20, 20): what pointed
// right points down, what pointed down points left.
TEST(LabelStudioRegions, TurnedRectanglesBecomeTheirTightBox) {
  Collected collected;
  json turned = kRectangle;
  turned["value"]["rotation"] = 90;
  collected.add(turned);
  EXPECT_EQ(repairs_of(collected.findings, "rotated rectangle"), 1);
  EXPECT_THAT(collected.named.instances[0].corners,
              ElementsAre(::testing::DoubleNear(-20, 1e-9), ::testing::DoubleNear(20, 1e-9),
                          ::testing::DoubleNear(20, 1e-9), ::testing::DoubleNear(80, 1e-9)));
  turned["id"] = "r2";
  turned["value"]["rotation"] = 360;
  collected.add(turned);
  EXPECT_EQ(repairs_of(collected.findings, "rotated rectangle"), 1) << "a full turn is none";
}

TEST(LabelStudioRegions, PolygonsKeepTheirOutline) {
  Collected collected;
  collected.add(json::parse(R"({"id": "p", "type": "polygonlabels", "original_width": 200,
    "original_height": 100, "value": {"points": [[10, 10], [50, 20], [101, 90]],
    "polygonlabels": ["ball"]}})"));
  ASSERT_EQ(collected.named.instances.size(), 1U);
  const NamedInstance& instance = collected.named.instances[0];
  EXPECT_EQ(instance.name, "ball");
  ASSERT_EQ(instance.polygons.size(), 1U);
  EXPECT_THAT(instance.polygons[0],
              ElementsAre(FloatNear(20, 1e-4F), FloatNear(10, 1e-4F), FloatNear(100, 1e-4F),
                          FloatNear(20, 1e-4F), FloatNear(200, 1e-4F), FloatNear(90, 1e-4F)));
  EXPECT_NEAR(instance.corners[2], 200, 1e-9) << "clipped to the picture";
}

TEST(LabelStudioRegions, TwoPointsAreNoPolygon) {
  Collected collected;
  collected.add(json::parse(R"({"type": "polygonlabels", "original_width": 200,
    "original_height": 100, "value": {"points": [[10, 10], [50, 20]], "polygonlabels": ["b"]}})"));
  EXPECT_TRUE(collected.named.instances[0].polygons.empty());
  EXPECT_EQ(collected.named.instances[0].corners, (std::array<double, 4>{}));
}

TEST(LabelStudioRegions, ShapeAndLabelMayBeTwoResults) {
  Collected collected;
  json shape = kRectangle, label = kRectangle;
  shape["type"] = "rectangle";
  shape["value"].erase("rectanglelabels");
  label["type"] = "labels";
  label["value"]["labels"] = {"ball"};
  collected.add(shape);
  EXPECT_EQ(collected.named.instances.at(0).name, "");
  collected.add(label);
  ASSERT_EQ(collected.named.instances.size(), 1U);
  EXPECT_EQ(collected.named.instances[0].name, "ball");
}

TEST(LabelStudioRegions, TheFirstOfSeveralLabelsCounts) {
  Collected collected;
  json region = kRectangle;
  region["value"]["rectanglelabels"] = {"ball", "person"};
  collected.add(region);
  EXPECT_EQ(collected.named.instances.at(0).name, "ball");
  EXPECT_EQ(repairs_of(collected.findings, "several labels"), 1);
}

TEST(LabelStudioRegions, OtherKindsOfResultsAreToldAndLeftOut) {
  Collected collected;
  for (const char* type : {"brushlabels", "keypointlabels", "choices", "textarea"}) {
    EXPECT_TRUE(collected.add({{"type", type}}));
  }
  EXPECT_EQ(repairs_of(collected.findings, "other kind of result"), 4);
  EXPECT_TRUE(collected.named.instances.empty());
}

TEST(LabelStudioRegions, PicturesThatWereTurnedCannotBeUsed) {
  Collected collected;
  json region = kRectangle;
  region["image_rotation"] = 90;
  EXPECT_FALSE(collected.add(region));
  EXPECT_EQ(repairs_of(collected.findings, "rotated picture"), 1);
}

TEST(LabelStudioRegions, TheFirstSizeCounts) {
  Collected collected;
  json region = kRectangle;
  region["id"] = "r2";
  region["original_width"] = 400;
  collected.add(kRectangle);
  collected.add(region);
  EXPECT_EQ(repairs_of(collected.findings, "other size"), 1);
  EXPECT_NEAR(collected.named.instances[1].corners[0], 20, 1e-9);
}

TEST(LabelStudioRegions, ASizeThatIsKnownNeedNotBeRepeated) {
  Collected collected;
  json region = kRectangle;
  region.erase("original_width");
  region.erase("original_height");
  EXPECT_THAT(input_error_of([&] { collected.add(region); }),
              HasSubstr("here: 'original_width' is missing"));
  collected.named.image.width = 200;
  collected.named.image.height = 100;
  collected.add(region);
  EXPECT_NEAR(collected.named.instances.at(0).corners[2], 80, 1e-9);
}

TEST(LabelStudioRegions, RefusesTheWrongTypeForEveryKey) {
  for (const char* key :
       {"type", "id", "original_width", "original_height", "image_rotation", "value"}) {
    Collected collected;
    json region = kRectangle;
    region[key] = json::array({1});
    EXPECT_THROW(collected.add(region), InputError) << key;
  }
  for (const char* key : {"x", "y", "width", "height", "rotation", "rectanglelabels"}) {
    Collected collected;
    json region = kRectangle;
    region["value"][key] = json::parse("[[1]]");
    EXPECT_THROW(collected.add(region), InputError) << key;
  }
  Collected collected;
  EXPECT_THROW(collected.add(json::parse(R"({"type": "polygonlabels", "original_width": 2,
    "original_height": 1, "value": {"points": [[1, 2, 3]], "polygonlabels": ["b"]}})")),
               InputError);
}

}  // namespace
}  // namespace hoi
