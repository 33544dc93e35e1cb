// How far single cues go: a classifier that sees only the object's class, only the two boxes, or
// both, must stay far from naming what a person does. What is left are pose, contact, gaze and
// face.

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "scene/scene_generator.h"

namespace hoi {
namespace {

// An annotated pair: what a classifier may see, and the set of verbs as bits.
struct Pair {
  int category = 0;
  std::array<float, 6> geometry{};
  unsigned verbs = 0;
};

std::array<float, 6> geometry_of(const Box& person, const Box& object) {
  return {
      (object.x1 - person.x1) / person.height(), (object.y1 - person.y1) / person.height(),
      (object.x2 - person.x1) / person.height(), (object.y2 - person.y1) / person.height(),
      person.width() / person.height(),          0.25F * std::log(object.area() / person.area())};
}

// Every person with every thing; `verbs` is 0 where nothing is annotated.
std::vector<Pair> pairs_of_scenes(int first, int count) {
  std::vector<Pair> pairs;
  for (int index = first; index < first + count; ++index) {
    const ImageAnnotation annotation = generate_scene({}, 5, index).annotation;
    const int instances = static_cast<int>(annotation.instances.size());
    std::map<std::pair<int, int>, unsigned> verbs;
    for (const auto& interaction : annotation.interactions) {
      verbs[{interaction.subject, interaction.object}] |=
          1U << static_cast<unsigned>(interaction.verb);
    }
    for (int subject = 0; subject < instances; ++subject) {
      for (int object = 0; object < instances; ++object) {
        const auto& person = annotation.instances[static_cast<std::size_t>(subject)];
        const auto& thing = annotation.instances[static_cast<std::size_t>(object)];
        if (person.category != 0 || thing.category == 0) continue;
        pairs.push_back(
            {thing.category, geometry_of(person.box, thing.box), verbs[{subject, object}]});
      }
    }
  }
  return pairs;
}

std::vector<Pair> annotated(const std::vector<Pair>& pairs) {
  std::vector<Pair> kept;
  for (const Pair& pair : pairs) {
    if (pair.verbs != 0) kept.push_back(pair);
  }
  return kept;
}

// The verbs most frequent among `neighbours`.
unsigned majority(const std::vector<const Pair*>& neighbours) {
  std::map<unsigned, int> counts;
  for (const Pair* pair : neighbours) ++counts[pair->verbs];
  const auto most =
      std::max_element(counts.begin(), counts.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == counts.end() ? 0 : most->first;
}

double class_accuracy(const std::vector<Pair>& train, const std::vector<Pair>& test) {
  int right = 0;
  for (const Pair& pair : test) {
    std::vector<const Pair*> same;
    for (const Pair& known : train) {
      if (known.category == pair.category) same.push_back(&known);
    }
    right += majority(same) == pair.verbs ? 1 : 0;
  }
  return static_cast<double>(right) / static_cast<double>(test.size());
}

// Nearest neighbours in box geometry, among pairs of the same class only if `with_class`.
double geometry_accuracy(const std::vector<Pair>& train, const std::vector<Pair>& test,
                         bool with_class) {
  constexpr std::size_t kNeighbours = 5;
  int right = 0;
  for (const Pair& pair : test) {
    std::vector<std::pair<float, const Pair*>> known;
    for (const Pair& other : train) {
      if (with_class && other.category != pair.category) continue;
      float distance = 0;
      for (std::size_t at = 0; at < pair.geometry.size(); ++at) {
        distance += std::pow(pair.geometry[at] - other.geometry[at], 2.0F);
      }
      known.emplace_back(distance, &other);
    }
    const std::size_t count = std::min(kNeighbours, known.size());
    std::partial_sort(known.begin(), known.begin() + static_cast<std::ptrdiff_t>(count),
                      known.end());
    std::vector<const Pair*> neighbours;
    for (std::size_t at = 0; at < count; ++at) neighbours.push_back(known[at].second);
    right += majority(neighbours) == pair.verbs ? 1 : 0;
  }
  return static_cast<double>(right) / static_cast<double>(test.size());
}

class SceneCues : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    train_ = new std::vector<Pair>(pairs_of_scenes(0, 240));
    test_ = new std::vector<Pair>(pairs_of_scenes(240, 120));
  }
  static void TearDownTestSuite() {
    delete train_;
    delete test_;
  }

  static std::vector<Pair>* train_;
  static std::vector<Pair>* test_;
};
std::vector<Pair>* SceneCues::train_ = nullptr;
std::vector<Pair>* SceneCues::test_ = nullptr;

TEST_F(SceneCues, ObjectClassAloneDoesNotTellTheVerbs) {
  // Told which pairs interact, which helps.
  const double accuracy = class_accuracy(annotated(*train_), annotated(*test_));
  RecordProperty("accuracy_percent", static_cast<int>(100 * accuracy));
  EXPECT_LT(accuracy, 0.7);
}

TEST_F(SceneCues, BoxGeometryAloneDoesNotTellTheVerbs) {
  const double accuracy = geometry_accuracy(*train_, annotated(*test_), false);
  RecordProperty("accuracy_percent", static_cast<int>(100 * accuracy));
  EXPECT_LT(accuracy, 0.7);
}

TEST_F(SceneCues, ClassAndGeometryTogetherLeaveAGapForPoseGazeAndFace) {
  const std::vector<Pair> test = annotated(*test_);
  const double accuracy = geometry_accuracy(*train_, test, true);
  RecordProperty("accuracy_percent", static_cast<int>(100 * accuracy));
  EXPECT_LT(accuracy, 0.8);
  EXPECT_GT(accuracy, class_accuracy(annotated(*train_), test)) << "a cue, only not enough";
}

TEST_F(SceneCues, EveryVerbAndEveryClassOccurs) {
  unsigned verbs = 0;
  std::set<int> classes;
  for (const Pair& pair : annotated(*train_)) {
    verbs |= pair.verbs;
    classes.insert(pair.category);
  }
  EXPECT_EQ(verbs, (1U << scene_vocabulary().verbs.size()) - 1);
  EXPECT_EQ(classes.size(), scene_vocabulary().objects.size() - 1);
}

TEST_F(SceneCues, SomePairsHaveSeveralVerbs) {
  const std::vector<Pair> pairs = annotated(*train_);
  const auto several = std::count_if(pairs.begin(), pairs.end(), [](const Pair& pair) {
    return (pair.verbs & (pair.verbs - 1)) != 0;
  });
  EXPECT_GT(static_cast<double>(several), 0.1 * static_cast<double>(pairs.size()));
}

}  // namespace
}  // namespace hoi
