// A second implementation of AP_agent and AP_role that follows the steps of the organisers' script
// (arrays in single precision, one image, class and scenario at a time), on random inputs.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>

#include <gtest/gtest.h>

#include "evaluation/role_average_precision.h"

namespace hoi {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

using Floats = std::vector<float>;

struct Corners {
  float at[4];
};

Corners corners(const InclusiveBox& box) { return {{box.x1, box.y1, box.x2, box.y2}}; }

float maximum(float a, float b) { return std::isnan(a) || std::isnan(b) ? kNan : (a > b ? a : b); }
float minimum(float a, float b) { return std::isnan(a) || std::isnan(b) ? kNan : (a < b ? a : b); }

Floats overlaps_of(const std::vector<Corners>& boxes, const Corners& reference) {
  Floats overlaps;
  const float* r = reference.at;
  for (const Corners& box : boxes) {
    const float* b = box.at;
    const float iw = maximum(minimum(b[2], r[2]) - maximum(b[0], r[0]) + 1.F, 0.F);
    const float ih = maximum(minimum(b[3], r[3]) - maximum(b[1], r[1]) + 1.F, 0.F);
    const float shared = iw * ih;
    const auto reference_area = static_cast<float>((static_cast<double>(r[2] - r[0]) + 1.) *
                                                   (static_cast<double>(r[3] - r[1]) + 1.));
    overlaps.push_back(shared /
                       (reference_area + (b[2] - b[0] + 1.F) * (b[3] - b[1] + 1.F) - shared));
  }
  return overlaps;
}

/// The first maximum; NaN beats every number.
std::size_t arg_max(const Floats& values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isnan(values[i])) return i;
  }
  return static_cast<std::size_t>(std::max_element(values.begin(), values.end()) - values.begin());
}

std::vector<std::size_t> descending(const Floats& scores) {
  std::vector<std::size_t> order(scores.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
  return order;
}

double literal_voc_ap(const Floats& recall, const Floats& precision) {
  std::vector<double> mrec = {0}, mpre = {0};
  mrec.insert(mrec.end(), recall.begin(), recall.end());
  mpre.insert(mpre.end(), precision.begin(), precision.end());
  mrec.push_back(1);
  mpre.push_back(0);
  for (std::size_t i = mpre.size() - 1; i > 0; --i) mpre[i - 1] = std::max(mpre[i - 1], mpre[i]);
  double ap = 0;
  for (std::size_t i = 0; i + 1 < mrec.size(); ++i) {
    if (mrec[i + 1] != mrec[i]) ap += (mrec[i + 1] - mrec[i]) * mpre[i + 1];
  }
  return ap;
}

struct Ledger {
  Floats scores, right;
};

double literal_ap(const Ledger& ledger, float positives) {
  if (positives == 0) return std::numeric_limits<double>::quiet_NaN();
  float tp = 0, fp = 0;
  Floats recall, precision;
  for (const std::size_t i : descending(ledger.scores)) {
    tp += ledger.right[i];
    fp += 1.F - ledger.right[i];
    recall.push_back(tp / positives);
    precision.push_back(tp / (tp + fp));
  }
  return literal_voc_ap(recall, precision);
}

/// The role of a class; nothing scores the agents of `action`.
struct Scored {
  std::size_t action = 0;
  std::optional<std::size_t> role;
  int scenario = 1;
};

float literal_role_overlap(const Scored& scored, const RolePerson& person,
                           const InclusiveBox& predicted) {
  const auto& object = person.roles[*scored.role];
  if (object) return overlaps_of({corners(*object)}, corners(predicted))[0];
  if (scored.scenario == 2) return 1;
  const Corners box = corners(predicted);
  const bool zeros = std::all_of(box.at, box.at + 4, [](float x) { return x == 0; });
  const bool nans = std::all_of(box.at, box.at + 4, [](float x) { return std::isnan(x); });
  return zeros || nans ? 1.F : 0.F;
}

void score_image(const RoleTask& task, const RoleImage& image, const Scored& scored,
                 Ledger& ledger) {
  const RolePredictions& said = image.predictions;
  std::vector<Corners> people;
  for (const RolePerson& person : image.persons) people.push_back(corners(person.box));
  std::vector<bool> covered(people.size(), false);
  Floats scores;
  std::vector<std::size_t> valid;
  for (std::size_t i = 0; i < said.persons.size(); ++i) {
    const float score = scored.role
                            ? said.objects[i * task.action_of_role.size() + *scored.role].score
                            : said.agent_scores[i * task.actions + scored.action];
    if (std::isnan(score)) continue;
    scores.push_back(score);
    valid.push_back(i);
  }
  for (const std::size_t j : descending(scores)) {
    const Floats overlaps = overlaps_of(people, corners(said.persons[valid[j]]));
    const std::size_t best = arg_max(overlaps);
    const RolePerson& person = image.persons[best];
    if (!person.annotated) continue;
    bool right = person.actions[scored.action] && overlaps[best] >= 0.5F;
    if (scored.role) {
      const auto& box = said.objects[valid[j] * task.action_of_role.size() + *scored.role].box;
      right = right && literal_role_overlap(scored, person, box) >= 0.5F;
    }
    right = right && !covered[best];
    if (right) covered[best] = true;
    ledger.scores.push_back(scores[j]);
    ledger.right.push_back(right ? 1.F : 0.F);
  }
}

double literal(const RoleTask& task, const std::vector<RoleImage>& images, const Scored& scored) {
  Ledger ledger;
  float positives = 0;
  for (const RoleImage& image : images) {
    for (const RolePerson& person : image.persons) {
      if (person.annotated && person.actions[scored.action]) positives += 1;
    }
    score_image(task, image, scored, ledger);
  }
  return literal_ap(ledger, positives);
}

/// Random people, objects and predictions; every score of a class is another one.
class RandomScene {
 public:
  explicit RandomScene(unsigned seed) : engine_(seed) {}

  std::vector<RoleImage> images(const RoleTask& task, int count) {
    std::vector<RoleImage> images(static_cast<std::size_t>(count));
    for (RoleImage& image : images) {
      const int people = 1 + below(4);
      for (int i = 0; i < people; ++i) image.persons.push_back(person(task));
      const int predictions = below(12);
      for (int i = 0; i < predictions; ++i) predict(task, image);
    }
    return images;
  }

 private:
  int below(int end) { return static_cast<int>(engine_() % static_cast<unsigned>(end)); }
  bool chance(int percent) { return below(100) < percent; }
  float score() { return chance(10) ? kNan : static_cast<float>(++scores_ * 7919 % 100003); }

  InclusiveBox box() {
    const auto x = static_cast<float>(below(40)), y = static_cast<float>(below(30));
    return {x, y, x + static_cast<float>(1 + below(30)), y + static_cast<float>(1 + below(30))};
  }

  InclusiveBox near(const InclusiveBox& box) {
    const auto shift = [&] { return static_cast<float>(below(9) - 4) * 0.75F; };
    return {box.x1 + shift(), box.y1 + shift(), box.x2 + shift(), box.y2 + shift()};
  }

  RolePerson person(const RoleTask& task) {
    RolePerson person;
    person.box = box();
    person.annotated = chance(80);
    if (!person.annotated) return person;
    for (std::size_t i = 0; i < task.actions; ++i) person.actions.push_back(i != 1 && chance(60));
    for (const std::size_t action : task.action_of_role) {
      const bool has_object = person.actions[action] && chance(70);
      person.roles.push_back(has_object ? std::optional(box()) : std::nullopt);
    }
    return person;
  }

  /// expected: the annotated object, or any box.
  InclusiveBox object_box(const InclusiveBox& expected) {
    if (chance(15)) return {};
    if (chance(15)) return {kNan, kNan, kNan, kNan};
    if (chance(5)) return {kNan, 1, 2, 3};
    return chance(80) ? near(expected) : box();
  }

  void predict(const RoleTask& task, RoleImage& image) {
    const RolePerson& person =
        image.persons[static_cast<std::size_t>(below(static_cast<int>(image.persons.size())))];
    RolePredictions& said = image.predictions;
    said.persons.push_back(chance(80) ? near(person.box) : box());
    if (chance(4)) said.persons.back().x1 = kNan;
    for (std::size_t i = 0; i < task.actions; ++i) said.agent_scores.push_back(score());
    for (std::size_t i = 0; i < task.action_of_role.size(); ++i) {
      const auto expected = person.annotated ? person.roles[i].value_or(box()) : box();
      said.objects.push_back({object_box(expected), score()});
    }
  }

  std::mt19937 engine_;
  int scores_ = 0;
};

void expect_same(double value, double expected, unsigned seed) {
  if (std::isnan(expected)) {
    EXPECT_TRUE(std::isnan(value)) << "seed " << seed;
  } else {
    EXPECT_NEAR(value, expected, 1e-6) << "seed " << seed;
  }
}

TEST(RoleAveragePrecisionLiteral, EqualsTheStepsOfTheScriptOnRandomInputs) {
  // Action 1 is one that nobody does.
  const RoleTask task = {4, {0, 1, 2, 2}};
  double sum = 0;
  for (unsigned seed = 0; seed < 300; ++seed) {
    const auto images = RandomScene(seed).images(task, seed % 7 == 0 ? 1 : 12);
    const RoleAveragePrecision scores = evaluate_roles(task, images);
    for (std::size_t i = 0; i < task.actions; ++i) {
      expect_same(scores.agents[i].average_precision, literal(task, images, {i, {}, 1}), seed);
    }
    for (std::size_t i = 0; i < task.action_of_role.size(); ++i) {
      const std::size_t action = task.action_of_role[i];
      expect_same(scores.scenario_1[i].average_precision, literal(task, images, {action, i, 1}),
                  seed);
      expect_same(scores.scenario_2[i].average_precision, literal(task, images, {action, i, 2}),
                  seed);
    }
    const double first = scores.scenario_1[0].average_precision;
    if (!std::isnan(first)) sum += first;
  }
  EXPECT_GT(sum, 10) << "the random inputs hit nothing and test nothing";
}

TEST(RoleAveragePrecisionLiteral, TheOrderOfImagesAndOfPredictionsWithoutTiesMeansNothing) {
  const RoleTask task = {3, {0, 2, 2}};
  std::mt19937 engine(5);
  for (unsigned seed = 0; seed < 50; ++seed) {
    auto images = RandomScene(seed).images(task, 8);
    const RoleAveragePrecision before = evaluate_roles(task, images);
    std::shuffle(images.begin(), images.end(), engine);
    for (RoleImage& image : images) {
      RolePredictions& said = image.predictions;
      std::reverse(said.persons.begin(), said.persons.end());
      RolePredictions turned = said;
      for (std::size_t i = 0; i < said.persons.size(); ++i) {
        const std::size_t from = said.persons.size() - 1 - i;
        for (std::size_t k = 0; k < 3; ++k) {
          turned.agent_scores[i * 3 + k] = said.agent_scores[from * 3 + k];
          turned.objects[i * 3 + k] = said.objects[from * 3 + k];
        }
      }
      said = turned;
    }
    const RoleAveragePrecision after = evaluate_roles(task, images);
    for (std::size_t i = 0; i < 3; ++i) {
      expect_same(after.agents[i].average_precision, before.agents[i].average_precision, seed);
      expect_same(after.scenario_1[i].average_precision, before.scenario_1[i].average_precision,
                  seed);
      expect_same(after.scenario_2[i].average_precision, before.scenario_2[i].average_precision,
                  seed);
    }
  }
}

}  // namespace
}  // namespace hoi
