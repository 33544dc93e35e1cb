#include "relation/classification_loss.h"

#include <c10/util/Exception.h>
#include <torch/nn/functional/loss.h>

namespace hoi {

torch::Tensor classification_loss(const ActionLogits& logits, const torch::Tensor& targets) {
  torch::Tensor sum;
  for (const auto* stream : {&logits.semantic, &logits.geometric, &logits.visual}) {
    TORCH_CHECK(stream->sizes() == targets.sizes(), "classification_loss: logits of shape ",
                stream->sizes(), " for targets of shape ", targets.sizes());
    // The mean over no pairs is not a number; an image without pairs has no loss.
    const auto term = targets.numel() == 0
                          ? stream->sum()
                          : torch::nn::functional::binary_cross_entropy_with_logits(
                                *stream, targets.to(stream->dtype()));
    sum = sum.defined() ? sum + term : term;
  }
  return sum;
}

}  // namespace hoi
