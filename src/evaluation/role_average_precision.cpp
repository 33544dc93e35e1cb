#include "evaluation/role_average_precision.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "evaluation/average_precision.h"

namespace hoi {
namespace {

constexpr float kMinRoleIou = 0.5F;
constexpr std::size_t kNobody = std::numeric_limits<std::size_t>::max();

bool has_nan(const InclusiveBox& box) {
  return std::isnan(box.x1) || std::isnan(box.y1) || std::isnan(box.x2) || std::isnan(box.y2);
}

/// Does this box say "no object"?
bool is_left_open(const InclusiveBox& box) {
  const bool zero = box.x1 == 0 && box.y1 == 0 && box.x2 == 0 && box.y2 == 0;
  const bool nan =
      std::isnan(box.x1) && std::isnan(box.y1) && std::isnan(box.x2) && std::isnan(box.y2);
  return zero || nan;
}

/// The person that a prediction belongs to.
struct AgentMatch {
  std::size_t person = kNobody;  ///< counted over all images
  bool overlaps = false;         ///< IoU at least 0.5
  bool left_out = false;
};

AgentMatch match_agent(const InclusiveBox& predicted, const std::vector<RolePerson>& persons,
                       std::size_t first_person) {
  if (persons.empty()) return {};
  std::size_t best = 0;
  float best_iou = inclusive_iou(persons[0].box, predicted);
  // The script takes the first maximum, and NaN for the greatest number.
  for (std::size_t i = 1; i < persons.size() && !std::isnan(best_iou); ++i) {
    const float overlap = inclusive_iou(persons[i].box, predicted);
    if (!(overlap > best_iou) && !std::isnan(overlap)) continue;
    best_iou = overlap;
    best = i;
  }
  return {first_person + best, best_iou >= kMinRoleIou, !persons[best].annotated};
}

/// One prediction that counts for a class.
struct ClassPrediction {
  float score = 0;
  std::size_t person = kNobody;
  bool fits_1 = false, fits_2 = false;  ///< would be right if the person were not taken yet
};

/// Appends the images of a data set class by class, so that only one class is in memory.
class RoleEvaluator {
 public:
  RoleEvaluator(const RoleTask& task, const std::vector<RoleImage>& images);
  RoleAveragePrecision evaluate() const;

 private:
  void check(const RoleImage& image) const;
  std::vector<ClassPrediction> agent_predictions(std::size_t action) const;
  std::vector<ClassPrediction> role_predictions(std::size_t role) const;
  ClassPrediction role_prediction(std::size_t role, const RoleObject& object,
                                  const AgentMatch& match) const;
  bool does(const AgentMatch& match, std::size_t action) const;
  RoleClassPrecision score(const std::vector<ClassPrediction>& sorted, std::size_t action,
                           bool ClassPrediction::*fits) const;

  const RoleTask& task_;
  const std::vector<RoleImage>& images_;
  std::vector<const RolePerson*> persons_;
  std::vector<AgentMatch> matches_;  ///< of the predictions of all images
  std::vector<std::int64_t> positives_;
};

RoleEvaluator::RoleEvaluator(const RoleTask& task, const std::vector<RoleImage>& images)
    : task_(task), images_(images), positives_(task.actions, 0) {
  for (const std::size_t action : task.action_of_role) {
    if (action >= task.actions)
      throw std::invalid_argument("a role of an action that is not there");
  }
  for (const RoleImage& image : images) {
    check(image);
    const std::size_t first_person = persons_.size();
    for (const RolePerson& person : image.persons) {
      persons_.push_back(&person);
      for (std::size_t action = 0; person.annotated && action < task.actions; ++action) {
        if (person.actions[action]) ++positives_[action];
      }
    }
    for (const InclusiveBox& box : image.predictions.persons) {
      matches_.push_back(match_agent(box, image.persons, first_person));
    }
  }
}

void RoleEvaluator::check(const RoleImage& image) const {
  const std::size_t roles = task_.action_of_role.size();
  for (const RolePerson& person : image.persons) {
    if (!person.annotated) continue;
    if (person.actions.size() != task_.actions || person.roles.size() != roles) {
      throw std::invalid_argument("a person with another number of actions or roles");
    }
  }
  const std::size_t count = image.predictions.persons.size();
  if (image.predictions.agent_scores.size() != count * task_.actions ||
      image.predictions.objects.size() != count * roles) {
    throw std::invalid_argument("predictions with another number of actions or roles");
  }
}

bool RoleEvaluator::does(const AgentMatch& match, std::size_t action) const {
  return match.overlaps && persons_[match.person]->actions[action];
}

std::vector<ClassPrediction> RoleEvaluator::agent_predictions(std::size_t action) const {
  std::vector<ClassPrediction> predictions;
  auto match = matches_.begin();
  for (const RoleImage& image : images_) {
    const RolePredictions& said = image.predictions;
    for (std::size_t i = 0; i < said.persons.size(); ++i, ++match) {
      const float score = said.agent_scores[i * task_.actions + action];
      if (match->left_out || std::isnan(score)) continue;
      const bool fits = does(*match, action);
      predictions.push_back({score, match->person, fits, fits});
    }
  }
  return predictions;
}

ClassPrediction RoleEvaluator::role_prediction(std::size_t role, const RoleObject& object,
                                               const AgentMatch& match) const {
  ClassPrediction prediction = {object.score, match.person, false, false};
  if (!does(match, task_.action_of_role[role])) return prediction;
  const auto& annotated = persons_[match.person]->roles[role];
  prediction.fits_2 = !annotated || inclusive_iou(*annotated, object.box) >= kMinRoleIou;
  prediction.fits_1 = annotated ? prediction.fits_2 : is_left_open(object.box);
  return prediction;
}

std::vector<ClassPrediction> RoleEvaluator::role_predictions(std::size_t role) const {
  std::vector<ClassPrediction> predictions;
  const std::size_t roles = task_.action_of_role.size();
  auto match = matches_.begin();
  for (const RoleImage& image : images_) {
    const RolePredictions& said = image.predictions;
    for (std::size_t i = 0; i < said.persons.size(); ++i, ++match) {
      const RoleObject& object = said.objects[i * roles + role];
      if (match->left_out || std::isnan(object.score)) continue;
      predictions.push_back(role_prediction(role, object, *match));
    }
  }
  return predictions;
}

void sort_by_score(std::vector<ClassPrediction>& predictions) {
  std::stable_sort(
      predictions.begin(), predictions.end(),
      [](const ClassPrediction& a, const ClassPrediction& b) { return a.score > b.score; });
}

RoleClassPrecision RoleEvaluator::score(const std::vector<ClassPrediction>& sorted,
                                        std::size_t action, bool ClassPrediction::*fits) const {
  RoleClassPrecision result;
  result.positives = positives_[action];
  result.predictions = static_cast<std::int64_t>(sorted.size());
  std::vector<bool> taken(persons_.size(), false);
  PrecisionRecallCurve curve;
  const auto positives = static_cast<float>(result.positives);
  for (const ClassPrediction& prediction : sorted) {
    if (prediction.*fits && !taken[prediction.person]) {
      taken[prediction.person] = true;
      ++result.true_positives;
    }
    const auto correct = static_cast<float>(result.true_positives);
    const auto seen = static_cast<float>(curve.recall.size() + 1);
    curve.recall.push_back(double{correct / positives});
    curve.precision.push_back(double{correct / seen});
  }
  result.average_precision =
      result.positives > 0 ? area_under_envelope(curve) : std::numeric_limits<double>::quiet_NaN();
  return result;
}

RoleAveragePrecision RoleEvaluator::evaluate() const {
  RoleAveragePrecision result;
  for (std::size_t action = 0; action < task_.actions; ++action) {
    auto predictions = agent_predictions(action);
    sort_by_score(predictions);
    result.agents.push_back(score(predictions, action, &ClassPrediction::fits_1));
  }
  for (std::size_t role = 0; role < task_.action_of_role.size(); ++role) {
    auto predictions = role_predictions(role);
    sort_by_score(predictions);
    const std::size_t action = task_.action_of_role[role];
    result.scenario_1.push_back(score(predictions, action, &ClassPrediction::fits_1));
    result.scenario_2.push_back(score(predictions, action, &ClassPrediction::fits_2));
  }
  return result;
}

/// Sum and number of the precisions that are numbers.
std::pair<double, double> sum_of_numbers(const std::vector<RoleClassPrecision>& classes) {
  double sum = 0, count = 0;
  for (const RoleClassPrecision& entry : classes) {
    if (std::isnan(entry.average_precision)) continue;
    sum += entry.average_precision;
    ++count;
  }
  return {sum, count};
}

}  // namespace

float inclusive_iou(const InclusiveBox& annotated, const InclusiveBox& predicted) {
  if (has_nan(annotated) || has_nan(predicted)) return std::numeric_limits<float>::quiet_NaN();
  const float left = std::max(annotated.x1, predicted.x1);
  const float top = std::max(annotated.y1, predicted.y1);
  const float right = std::min(annotated.x2, predicted.x2);
  const float bottom = std::min(annotated.y2, predicted.y2);
  const float width = std::max(right - left + 1.0F, 0.0F);
  const float height = std::max(bottom - top + 1.0F, 0.0F);
  const float shared = width * height;
  // The predicted box is one number per coordinate for the script, and those are multiplied in
  // double precision; the annotated boxes are an array, which stays in single precision.
  const double exact_area =
      (double{predicted.x2 - predicted.x1} + 1.0) * (double{predicted.y2 - predicted.y1} + 1.0);
  const auto predicted_area =
      static_cast<float>(std::clamp(exact_area, -double{std::numeric_limits<float>::max()},
                                    double{std::numeric_limits<float>::max()}));
  const float annotated_area =
      (annotated.x2 - annotated.x1 + 1.0F) * (annotated.y2 - annotated.y1 + 1.0F);
  return shared / (predicted_area + annotated_area - shared);
}

RoleAveragePrecision evaluate_roles(const RoleTask& task, const std::vector<RoleImage>& images) {
  return RoleEvaluator(task, images).evaluate();
}

double mean_agent_precision(const std::vector<RoleClassPrecision>& agents) {
  return agents.empty() ? 0 : sum_of_numbers(agents).first / static_cast<double>(agents.size());
}

double mean_role_precision(const std::vector<RoleClassPrecision>& roles) {
  const auto [sum, count] = sum_of_numbers(roles);
  return count > 0 ? sum / count : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace hoi
