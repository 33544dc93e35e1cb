#include "model/cascade_loss.h"

#include <cmath>

#include <c10/util/Exception.h>

namespace hoi {

void CascadeLoss::add(const std::string& name, const torch::Tensor& value, double weight) {
  TORCH_CHECK(value.dim() == 0, "CascadeLoss: term '", name, "' has shape ", value.sizes(),
              ", expected a scalar");
  terms_.push_back({name, value, weight});
}

torch::Tensor CascadeLoss::total() const {
  TORCH_CHECK(!terms_.empty(), "CascadeLoss: no terms");
  torch::Tensor sum = terms_[0].value * terms_[0].weight;
  for (std::size_t i = 1; i < terms_.size(); ++i) sum = sum + terms_[i].value * terms_[i].weight;
  return sum;
}

double CascadeLoss::stage_weight(int64_t t) { return std::pow(0.5, static_cast<double>(t - 1)); }

}  // namespace hoi
