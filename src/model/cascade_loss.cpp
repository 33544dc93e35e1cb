#include "model/cascade_loss.h"

#include <algorithm>
#include <cmath>

#include <c10/util/Exception.h>

namespace hoi {

void CascadeLoss::add(const std::string& name, const torch::Tensor& value, double weight,
                      double count) {
  TORCH_CHECK(value.dim() == 0, "CascadeLoss: term '", name, "' has shape ", value.sizes(),
              ", expected a scalar");
  terms_.push_back({name, value, weight, count});
}

std::vector<double> CascadeLoss::counts() const {
  std::vector<double> counts;
  for (const auto& term : terms_) counts.push_back(term.count);
  return counts;
}

void CascadeLoss::take_share(const std::vector<double>& counts) {
  TORCH_CHECK(counts.size() == terms_.size(), "CascadeLoss: ", counts.size(), " counts for ",
              terms_.size(), " terms");
  for (std::size_t i = 0; i < counts.size(); ++i) {
    LossTerm& term = terms_[i];
    if (term.count > 0 && term.count == counts[i]) continue;
    term.value = term.value * (term.count / std::max(counts[i], 1.0));
    term.count = counts[i];
  }
}

void CascadeLoss::clear_counts() {
  for (auto& term : terms_) term.count = 0;
}

torch::Tensor CascadeLoss::total() const {
  TORCH_CHECK(!terms_.empty(), "CascadeLoss: no terms");
  torch::Tensor sum = terms_[0].value * terms_[0].weight;
  for (std::size_t i = 1; i < terms_.size(); ++i) sum = sum + terms_[i].value * terms_[i].weight;
  return sum;
}

double CascadeLoss::stage_weight(int64_t t) { return std::pow(0.5, static_cast<double>(t - 1)); }

}  // namespace hoi
