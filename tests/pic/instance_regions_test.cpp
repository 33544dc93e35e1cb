#include "pic/instance_regions.h"

#include <map>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pic/pic_samples.h"

namespace hoi {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

TEST(InstanceRegions, HaveMasksAndClassCounts) {
  const auto regions = instance_regions(drawn_scene());
  ASSERT_EQ(regions.size(), 3U);
  EXPECT_EQ(regions[0].instance, 1);
  EXPECT_THAT(regions[0].mask.counts, ElementsAre(0, 2, 1, 2, 13));  // two columns of two pixels
  EXPECT_THAT(regions[0].classes, ElementsAre(Pair(1, 4)));
  EXPECT_EQ(regions[2].instance, 3);
  EXPECT_THAT(regions[2].mask.counts, ElementsAre(8, 1, 2, 1, 2, 1, 3));
  EXPECT_THAT(regions[2].classes, ElementsAre(Pair(6, 2), Pair(7, 1)));
}

TEST(InstanceRegions, OfAMapWithoutInstancesAreNone) {
  EXPECT_THAT(instance_regions({drawn_map({"12"}), drawn_map({".."})}), IsEmpty());
}

TEST(InstanceRegions, AgreeWithMasksEncodedOneByOne) {
  std::mt19937 random(5);
  for (int round = 0; round < 50; ++round) {
    const int width = 1 + static_cast<int>(random() % 150);
    const int height = 1 + static_cast<int>(random() % 150);
    SegmentedImage maps{{width, height, {}}, {width, height, {}}};
    for (int i = 0; i < width * height; ++i) {
      const bool repeat = i > 0 && random() % 4 > 0;
      maps.instance.values.push_back(repeat ? maps.instance.values.back()
                                            : static_cast<std::uint8_t>(random() % 7 * 42));
      maps.semantic.values.push_back(static_cast<std::uint8_t>(random() % 3));
    }
    std::map<int, std::vector<std::uint8_t>> masks;
    std::map<int, std::map<int, std::int64_t>> classes;
    for (std::size_t i = 0; i < maps.instance.values.size(); ++i) {
      const int instance = maps.instance.values[i];
      if (instance == 0) continue;
      auto& mask = masks[instance];
      mask.resize(maps.instance.values.size());
      mask[i] = 1;
      ++classes[instance][maps.semantic.values[i]];
    }
    const auto regions = instance_regions(maps);
    ASSERT_EQ(regions.size(), masks.size());
    for (const InstanceRegion& region : regions) {
      EXPECT_EQ(region.mask, encode_mask(masks.at(region.instance), width, height));
      EXPECT_EQ((std::map<int, std::int64_t>(region.classes.begin(), region.classes.end())),
                classes.at(region.instance));
    }
  }
}

TEST(ColumnsOf, IsUndoneByMapOfColumns) {
  EXPECT_THAT(columns_of(drawn_map({"123", "456"})), ElementsAre(1, 4, 2, 5, 3, 6));
  LabelMap map{200, 131, {}};
  for (int i = 0; i < 200 * 131; ++i) map.values.push_back(static_cast<std::uint8_t>(i % 253));
  EXPECT_EQ(map_of_columns(columns_of(map), 200, 131).values, map.values);
}

}  // namespace
}  // namespace hoi
