#include "training/shared_step.h"

#include <ATen/Functions.h>

namespace hoi {
namespace {

std::vector<torch::Tensor> tensors_of(
    const std::vector<std::pair<std::string, torch::Tensor>>& parameters) {
  std::vector<torch::Tensor> tensors;
  for (const auto& parameter : parameters) tensors.push_back(parameter.second);
  return tensors;
}

}  // namespace

SharedStep::SharedStep(WorkerGroup& group,
                       const std::vector<std::pair<std::string, torch::Tensor>>& parameters)
    : group_(group), buckets_(tensors_of(parameters), group) {}

bool SharedStep::begin_part(ImageBatch& images, bool wants_stop) {
  if (group_.is_alone()) return wants_stop;
  const int64_t height = images.pixels.size(2), width = images.pixels.size(3);
  const auto most =
      group_.maximum({height, width, wants_stop ? 1 : 0}, "the size of the pictures of the step");
  if (most[0] > height || most[1] > width) {
    images.pixels = at::constant_pad_nd(images.pixels, {0, most[1] - width, 0, most[0] - height});
  }
  return most[2] != 0;
}

void SharedStep::share_loss(CascadeLoss& loss, bool counts) {
  if (group_.is_alone()) return;
  if (!counts) loss.clear_counts();
  loss.take_share(group_.sum(loss.counts(), "the counts of the loss"));
}

void SharedStep::begin_last_backward() { buckets_.start(1); }

void SharedStep::finish(GradientAccumulation& sums) {
  if (group_.is_alone()) return;
  buckets_.finish();
  sums.set_values(group_.sum(sums.values(), "the loss"));
}

}  // namespace hoi
