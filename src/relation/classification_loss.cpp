#include "relation/classification_loss.h"

#include <ATen/Functions.h>
#include <c10/util/Exception.h>

namespace hoi {

torch::Tensor classification_loss(const ActionLogits& logits, const torch::Tensor& targets,
                                  const torch::Tensor& image_index) {
  TORCH_CHECK(targets.dim() == 2 && image_index.sizes() == targets.sizes().slice(0, 1),
              "classification_loss: images of shape ", image_index.sizes(),
              " for targets of shape ", targets.sizes(), ", expected (P,) and (P, N)");
  const auto pairs_of_image = image_index.unsqueeze(1).eq(image_index.unsqueeze(0)).sum(1);
  const auto share =  // of a number in the mean of its image, (P, 1)
      (pairs_of_image * targets.size(1)).to(logits.visual.dtype()).reciprocal().unsqueeze(1);
  torch::Tensor sum;
  for (const auto* stream : {&logits.semantic, &logits.geometric, &logits.visual}) {
    TORCH_CHECK(stream->sizes() == targets.sizes(), "classification_loss: logits of shape ",
                stream->sizes(), " for targets of shape ", targets.sizes());
    const auto term = at::binary_cross_entropy_with_logits(*stream, targets.to(stream->dtype()),
                                                           share, {}, at::Reduction::Sum);
    sum = sum.defined() ? sum + term : term;
  }
  return sum;
}

}  // namespace hoi
