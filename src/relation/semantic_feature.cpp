#include "relation/semantic_feature.h"

#include <c10/util/Exception.h>

namespace hoi {

torch::Tensor semantic_feature(const torch::Tensor& prior, const torch::Tensor& object_labels) {
  TORCH_CHECK(prior.dim() == 2 && object_labels.dim() == 1, "semantic_feature: prior of shape ",
              prior.sizes(), " and labels of shape ", object_labels.sizes(),
              ", expected (K, N) and (P,)");
  return prior.index_select(0, object_labels);
}

}  // namespace hoi
