#include "relation/cross_stage_fusion.h"

#include <ATen/Functions.h>
#include <c10/util/Exception.h>
#include <torch/nn/functional/linear.h>
#include <torch/nn/init.h>

namespace hoi {
namespace {

constexpr double kNegativeSlope = 0.1;

/// One part of X_v^t plus the same part of every predecessor.
template <class PartOf>
torch::Tensor sum_of(const VisualFeature& current, const std::vector<VisualFeature>& predecessors,
                     PartOf part_of) {
  torch::Tensor sum = part_of(current);
  for (const VisualFeature& predecessor : predecessors) sum = sum + part_of(predecessor);
  return sum;
}

/// Rows of W x for regions (n, C, r, r), repeated for every pair that uses them: (P, features).
torch::Tensor project(const torch::Tensor& regions, const torch::Tensor& weight,
                      const torch::Tensor& region_of_pair) {
  return torch::nn::functional::linear(regions.flatten(1), weight).index_select(0, region_of_pair);
}

void check_same_pairs(const VisualFeature& current, const VisualFeature& previous) {
  TORCH_CHECK(current.human.sizes() == previous.human.sizes() &&
                  current.object.sizes() == previous.object.sizes() &&
                  current.unions.sizes() == previous.unions.sizes(),
              "CrossStageFusion: regions of the two stages differ: humans ", current.human.sizes(),
              " and ", previous.human.sizes(), ", objects ", current.object.sizes(), " and ",
              previous.object.sizes(), ", unions ", current.unions.sizes(), " and ",
              previous.unions.sizes());
  TORCH_CHECK(current.face.defined() == previous.face.defined() &&
                  (!current.face.defined() || current.face.is_same(previous.face)),
              "CrossStageFusion: both stages must use one face feature of the same humans");
}

}  // namespace

CrossStageFusionImpl::CrossStageFusionImpl(const CrossStageFusionOptions& options) {
  const int64_t inputs = 3 * options.channels * options.resolution * options.resolution;
  hidden_ = register_module("hidden", torch::nn::Linear(inputs, options.features));
  output_ = register_module("output", torch::nn::Linear(options.features, options.features));
  for (auto* layer : {&hidden_, &output_}) {
    torch::nn::init::kaiming_uniform_((*layer)->weight, 1);  // unit gain
    torch::nn::init::zeros_((*layer)->bias);
  }
}

torch::Tensor CrossStageFusionImpl::forward(const VisualFeature& current,
                                            const std::vector<VisualFeature>& predecessors) {
  for (const VisualFeature& predecessor : predecessors) check_same_pairs(current, predecessor);
  // One split: its backward pass writes the gradient of the whole weight once.
  const int64_t inputs = hidden_->weight.size(1) / 3;
  const auto blocks = hidden_->weight.split_with_sizes({inputs, inputs, inputs}, 1);
  const auto &human_weight = blocks[0], &object_weight = blocks[1], &union_weight = blocks[2];

  const auto sum = [&](auto part_of) { return sum_of(current, predecessors, part_of); };
  auto x = project(sum([](const VisualFeature& stage) { return stage.human; }), human_weight,
                   current.human_of_pair) +
           project(sum([](const VisualFeature& stage) { return stage.object; }), object_weight,
                   current.object_of_pair) +
           project(sum([](const VisualFeature& stage) { return stage.unions; }), union_weight,
                   current.union_of_pair) +
           hidden_->bias;
  if (current.face.defined()) {
    const auto face_weight = sum([](const VisualFeature& stage) { return stage.weights.face; });
    x = x + face_weight.unsqueeze(1) * project(current.face, object_weight, current.face_of_pair);
    const auto add_faceless = [&](const VisualFeature& stage) {
      x = x + stage.weights.faceless.unsqueeze(1) *
                  project(stage.faceless, object_weight, current.human_of_pair);
    };
    add_faceless(current);
    for (const VisualFeature& predecessor : predecessors) add_faceless(predecessor);
  }
  return torch::leaky_relu(output_->forward(torch::leaky_relu(x, kNegativeSlope)), kNegativeSlope);
}

}  // namespace hoi
