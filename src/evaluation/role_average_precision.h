#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace hoi {

/// A box as the V-COCO metric counts it: the corners are the outermost pixels inside, so the width
/// is x2 - x1 + 1. Any number is allowed, NaN included: a prediction may leave its box open.
struct InclusiveBox {
  float x1 = 0, y1 = 0, x2 = 0, y2 = 0;
};

/// IoU in the single precision and order of operations of the organisers' script, because at the
/// threshold a rounding error decides; NaN when a coordinate is.
float inclusive_iou(const InclusiveBox& annotated, const InclusiveBox& predicted);

/// What is scored: A actions, each with an agent, and R role classes (an action has 0, 1 or more).
struct RoleTask {
  std::size_t actions = 0;
  std::vector<std::size_t> action_of_role;  ///< R action indices
};

/// An annotated person of one image.
struct RolePerson {
  InclusiveBox box;
  /// False: nobody said what this person does. The lists below are empty then, and predictions that
  /// fit this person best are left out.
  bool annotated = false;
  std::vector<bool> actions;                       ///< A: does the person do it?
  std::vector<std::optional<InclusiveBox>> roles;  ///< R: the object, nothing when there is none
};

/// The object that one prediction gives to one role.
struct RoleObject {
  InclusiveBox box;  ///< all zeros or all NaN: there is no object
  float score = 0;   ///< NaN: this prediction says nothing about the role
};

/// D predictions of one image; each is one person with scores for all actions and roles.
struct RolePredictions {
  std::vector<InclusiveBox> persons;  ///< D
  std::vector<float> agent_scores;    ///< D * A; NaN: nothing is said about the action
  std::vector<RoleObject> objects;    ///< D * R
};

struct RoleImage {
  std::vector<RolePerson> persons;
  RolePredictions predictions;
};

/// How well one action or one role was found.
struct RoleClassPrecision {
  /// [0, 1]; 0 when no prediction counts, NaN when no person does the action.
  double average_precision = 0;
  std::int64_t positives = 0;    ///< annotated persons who do the action
  std::int64_t predictions = 0;  ///< those that count
  std::int64_t true_positives = 0;
};

/// AP_agent and AP_role (spec 6.3).
struct RoleAveragePrecision {
  std::vector<RoleClassPrecision> agents;  ///< A
  std::vector<RoleClassPrecision>
      scenario_1;  ///< R: where no object is annotated, none may be said
  std::vector<RoleClassPrecision> scenario_2;  ///< R: where no object is annotated, any is right
};

/// Scores predictions by the rule of the V-COCO organisers (spec 6.3), quirks included:
///
///   - a prediction belongs to the person with the highest IoU, the first one of equals even at 0;
///     if that person is not annotated, the prediction is left out whatever the IoU;
///   - it is right when that person does the action, both IoUs are at least 0.5 and no
///     higher-scored prediction of the class was right about the same person; object classes are
///     not compared;
///   - the positives of a role are those of its action, persons without that object included;
///   - precision and recall are rounded to single precision; the area lies under the envelope.
///
/// Where the script crashes: a class without predictions has AP 0, and predictions in an image
/// without persons are wrong. Equal scores keep the order of images and predictions. Throws
/// std::invalid_argument when a list has another length than `task` asks for.
RoleAveragePrecision evaluate_roles(const RoleTask& task, const std::vector<RoleImage>& images);

/// The sum of the precisions that are numbers over the number of classes; 0 for no classes.
double mean_agent_precision(const std::vector<RoleClassPrecision>& agents);

/// The mean of the precisions that are numbers; NaN when there is none.
double mean_role_precision(const std::vector<RoleClassPrecision>& roles);

}  // namespace hoi
