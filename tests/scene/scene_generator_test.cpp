#include "scene/scene_generator.h"

#include <algorithm>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <opencv2/core.hpp>

#include "support/errors.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;

constexpr int kScenes = 40;

// Twice the area of a polygon, positive whichever way it runs.
double doubled_area(const std::vector<float>& polygon) {
  double sum = 0;
  for (std::size_t at = 0; at < polygon.size(); at += 2) {
    const std::size_t next = (at + 2) % polygon.size();
    sum += static_cast<double>(polygon[at]) * polygon[next + 1] -
           static_cast<double>(polygon[next]) * polygon[at + 1];
  }
  return std::abs(sum);
}

TEST(GenerateScene, SameSeedAndIndexGiveTheSameBytes) {
  const SyntheticScene first = generate_scene({}, 7, 3), second = generate_scene({}, 7, 3);
  EXPECT_EQ(cv::norm(first.image, second.image, cv::NORM_L1), 0);
  EXPECT_EQ(first.annotation.instances.size(), second.annotation.instances.size());
  EXPECT_EQ(first.annotation.instances[0].polygons, second.annotation.instances[0].polygons);
  EXPECT_EQ(first.annotation.interactions.size(), second.annotation.interactions.size());
}

TEST(GenerateScene, AnotherIndexOrSeedGivesAnotherPicture) {
  const cv::Mat image = generate_scene({}, 7, 3).image;
  EXPECT_GT(cv::norm(image, generate_scene({}, 7, 4).image, cv::NORM_L1), 1e5);
  EXPECT_GT(cv::norm(image, generate_scene({}, 8, 3).image, cv::NORM_L1), 1e5);
}

TEST(GenerateScene, ImageHasTheSizeAskedFor) {
  SceneOptions options;
  options.width = 320;
  options.height = 200;
  const SyntheticScene scene = generate_scene(options, 1, 0);
  EXPECT_EQ(scene.image.size(), cv::Size(320, 200));
  EXPECT_EQ(scene.annotation.width, 320);
  EXPECT_EQ(scene.annotation.height, 200);
}

TEST(GenerateScene, BoxesAreTightAroundTheMasksAndInsideTheImage) {
  for (int index = 0; index < kScenes; ++index) {
    const ImageAnnotation annotation = generate_scene({}, 1, index).annotation;
    ASSERT_FALSE(annotation.instances.empty());
    for (const auto& instance : annotation.instances) {
      ASSERT_FALSE(instance.polygons.empty());
      Box bounds{1e6F, 1e6F, -1, -1};
      double area = 0;
      for (const auto& polygon : instance.polygons) {
        area += doubled_area(polygon) / 2;
        for (std::size_t at = 0; at < polygon.size(); at += 2) {
          bounds.x1 = std::min(bounds.x1, polygon[at]);
          bounds.x2 = std::max(bounds.x2, polygon[at]);
          bounds.y1 = std::min(bounds.y1, polygon[at + 1]);
          bounds.y2 = std::max(bounds.y2, polygon[at + 1]);
        }
      }
      EXPECT_EQ(bounds.x1, instance.box.x1);
      EXPECT_EQ(bounds.y1, instance.box.y1);
      EXPECT_EQ(bounds.x2, instance.box.x2);
      EXPECT_EQ(bounds.y2, instance.box.y2);
      EXPECT_GE(bounds.x1, 0);
      EXPECT_LE(bounds.x2, 256);
      EXPECT_GE(area, 12) << "too small to be seen";
    }
  }
}

TEST(GenerateScene, InteractionsLeadFromAPersonToAThingAndNoneIsTwice) {
  for (int index = 0; index < kScenes; ++index) {
    const ImageAnnotation annotation = generate_scene({}, 2, index).annotation;
    std::set<std::array<int, 3>> seen;
    for (const auto& interaction : annotation.interactions) {
      EXPECT_EQ(annotation.instances.at(static_cast<std::size_t>(interaction.subject)).category, 0);
      EXPECT_NE(annotation.instances.at(static_cast<std::size_t>(interaction.object)).category, 0);
      EXPECT_LT(static_cast<std::size_t>(interaction.verb), scene_vocabulary().verbs.size());
      EXPECT_TRUE(seen.insert({interaction.subject, interaction.object, interaction.verb}).second);
    }
  }
}

TEST(GenerateScene, FacesLieOnPersons) {
  int faces = 0, persons = 0;
  for (int index = 0; index < kScenes; ++index) {
    const ImageAnnotation annotation = generate_scene({}, 3, index).annotation;
    faces += static_cast<int>(annotation.faces.size());
    for (const auto& instance : annotation.instances) persons += instance.category == 0 ? 1 : 0;
    for (const auto& face : annotation.faces) {
      bool on_person = false;
      for (const auto& instance : annotation.instances) {
        on_person =
            on_person || (instance.category == 0 &&
                          intersection_area(face.box, instance.box) > 0.8F * face.box.area());
      }
      EXPECT_TRUE(on_person);
    }
  }
  EXPECT_LT(faces, persons) << "some are seen from behind";
  EXPECT_GT(faces, persons / 2);
}

TEST(GenerateScene, DrawsACrowdOfTheSizeThatIsAskedFor) {
  SceneOptions options;
  options.width = 640;
  options.height = 240;
  options.min_people = 4;
  options.max_people = 8;
  int fewest = 100, most = 0, wanted = 0;
  for (int index = 0; index < 30; ++index) {
    const auto annotation = generate_scene(options, 11, index).annotation;
    const auto people = static_cast<int>(
        std::count_if(annotation.instances.begin(), annotation.instances.end(),
                      [](const auto& instance) { return instance.category == 0; }));
    fewest = std::min(fewest, people);
    most = std::max(most, people);
    wanted += people >= 4;
  }
  EXPECT_EQ(most, 8);
  EXPECT_GE(fewest, 1);
  EXPECT_GE(wanted, 27) << "fewer only where a layout cannot show them all";
}

TEST(GenerateScene, LeavesSmallGroupsAsTheyWereWhenNoCrowdIsAskedFor) {
  SceneOptions at_most_two;
  at_most_two.max_people = 2;
  for (int index = 0; index < 10; ++index) {
    const auto annotation = generate_scene(at_most_two, 3, index).annotation;
    EXPECT_LE(std::count_if(annotation.instances.begin(), annotation.instances.end(),
                            [](const auto& instance) { return instance.category == 0; }),
              2);
  }
}

TEST(GenerateScene, RefusesOptionsOutOfRange) {
  SceneOptions options;
  options.width = 10;
  EXPECT_THAT(input_error_of([&] { generate_scene(options, 1, 0); }), HasSubstr("10x192"));
  options = {};
  options.max_people = 0;
  EXPECT_THAT(input_error_of([&] { generate_scene(options, 1, 0); }), HasSubstr("1 to 0 people"));
  options = {};
  options.max_people = 13;
  EXPECT_THAT(input_error_of([&] { generate_scene(options, 1, 0); }), HasSubstr("1 to 13 people"));
}

}  // namespace
}  // namespace hoi
