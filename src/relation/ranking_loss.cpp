#include "relation/ranking_loss.h"

#include <c10/util/Exception.h>

namespace hoi {

torch::Tensor ranking_loss(const torch::Tensor& scores, const torch::Tensor& is_annotated,
                           const torch::Tensor& image_index, double margin) {
  TORCH_CHECK(scores.dim() == 1 && is_annotated.sizes() == scores.sizes() &&
                  image_index.sizes() == scores.sizes(),
              "ranking_loss: scores of shape ", scores.sizes(), ", annotated ",
              is_annotated.sizes(), " and images ", image_index.sizes(), ", expected (P,) each");
  // Row a is an annotated pair, column u an unannotated one of the same image.
  const auto is_counted = image_index.unsqueeze(1)
                              .eq(image_index.unsqueeze(0))
                              .logical_and(is_annotated.unsqueeze(1))
                              .logical_and(is_annotated.logical_not().unsqueeze(0))
                              .to(scores.dtype());
  const auto columns = is_counted.sum(1, /*keepdim=*/true).clamp_min(1);  // U of the row's image
  const auto rows = is_counted.sum(0, /*keepdim=*/true).clamp_min(1);     // A of the column's image
  const auto violation = scores.unsqueeze(0) - scores.unsqueeze(1) + margin;
  return (violation.clamp_min(0) * (is_counted / columns / rows)).sum();
}

}  // namespace hoi
