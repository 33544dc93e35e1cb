#include "relation/ranking_loss.h"

#include <c10/util/Exception.h>

namespace hoi {

torch::Tensor ranking_loss(const torch::Tensor& annotated, const torch::Tensor& unannotated,
                           double margin) {
  TORCH_CHECK(annotated.dim() == 1 && unannotated.dim() == 1, "ranking_loss: scores of shape ",
              annotated.sizes(), " and ", unannotated.sizes(), ", expected (A,) and (U,)");
  const auto violation = unannotated.unsqueeze(0) - annotated.unsqueeze(1) + margin;  // (A, U)
  if (violation.numel() == 0) return (annotated.sum() + unannotated.sum()) * 0;
  return violation.clamp_min(0).mean();
}

}  // namespace hoi
