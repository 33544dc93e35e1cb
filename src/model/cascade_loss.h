#pragma once

#include <string>
#include <vector>

#include <torch/types.h>

namespace hoi {

/// One scalar term of the loss with the factor it enters the sum with.
struct LossTerm {
  std::string name;  ///< as it appears in logs, "stage2/ranking"
  torch::Tensor value;
  double weight = 1;
};

/// The loss of one step, term by term.
/// Paper: Eq. (18), section 3.4.
///
///   L = L_RPN + sum_t beta_t L_LOC^t + gamma_t (L_RRM^t + L_RCM^t) + delta_t L_SEG^t
///
/// The paper's formula leaves out L_RPN; a network trained end to end needs it (spec 2.20).
class CascadeLoss {
 public:
  void add(const std::string& name, const torch::Tensor& value, double weight = 1);

  const std::vector<LossTerm>& terms() const { return terms_; }
  /// The weighted sum, a scalar; requires at least one term.
  torch::Tensor total() const;

  /// beta_t = gamma_t = delta_t of stage t = 1, 2, ...: 1, 0.5, 0.25, halved at every further
  /// stage.
  static double stage_weight(int64_t t);

 private:
  std::vector<LossTerm> terms_;
};

}  // namespace hoi
