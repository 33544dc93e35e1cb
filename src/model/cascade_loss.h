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
  double count = 1;  ///< what `value` is a mean over: rows, pictures or cells; 0 for none
};

/// The loss of one step, term by term.
/// Paper: Eq. (18), section 3.4.
///
///   L = L_RPN + sum_t beta_t L_LOC^t + gamma_t (L_RRM^t + L_RCM^t) + delta_t L_SEG^t
///
/// The paper's formula leaves out L_RPN; a network trained end to end needs it (spec 2.20).
///
/// Every term is a mean over the rows (anchors, regions, pictures) of all pictures that went
/// through the network together. When these are one of several parts of a step, their shares add up
/// to the loss over all of them (docs/distributed.md).
class CascadeLoss {
 public:
  void add(const std::string& name, const torch::Tensor& value, double weight = 1,
           double count = 1);

  /// The count of every term, in the order of terms().
  std::vector<double> counts() const;

  /// Turns the loss of one part of a step into its share of the loss of the whole step:
  ///
  ///   share = value count / max(counts, 1)
  ///
  /// counts: of each term, the sum over all parts. A part that is everything keeps its bits.
  void take_share(const std::vector<double>& counts);

  /// Makes this part count nothing: its share of every term will be 0.
  void clear_counts();

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
