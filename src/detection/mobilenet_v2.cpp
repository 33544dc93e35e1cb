#include "detection/mobilenet_v2.h"

#include <array>

#include <ATen/Functions.h>
#include <torch/nn/modules/container/modulelist.h>

#include "vision/mixed_precision.h"

namespace hoi {
namespace {

struct BlockGroup {
  int64_t expansion, out_channels, blocks, stride;
};
constexpr std::array<BlockGroup, 7> kGroups{{{1, 16, 1, 1},
                                             {6, 24, 2, 2},
                                             {6, 32, 3, 2},
                                             {6, 64, 4, 2},
                                             {6, 96, 3, 1},
                                             {6, 160, 3, 2},
                                             {6, 320, 1, 1}}};
constexpr int64_t kStemChannels = 32;
constexpr int64_t kLastChannels = 1280;

/// The block whose expanded map ends part 1..5; parts 1 and 5 end between blocks.
constexpr std::array<std::size_t, 6> kEndBlock{0, 1, 3, 6, 13, 17};

/// ReLU6; changes `x` where LibTorch can.
torch::Tensor clip_at_six(torch::Tensor x) {
  // LibTorch 1.13 has its gradient on the CPU for float32 and float64 only.
  const bool detour = x.is_cpu() && x.scalar_type() == torch::kBFloat16;
  return detour ? torch::relu6(at_least_float32(x)).to(torch::kBFloat16) : torch::relu6_(x);
}

}  // namespace

InvertedResidualImpl::InvertedResidualImpl(int64_t in, int64_t out, int64_t stride,
                                           int64_t expansion, const BackboneOptions& options)
    : has_shortcut_(stride == 1 && in == out) {
  const int64_t inner = in * expansion;
  if (expansion > 1) {
    expand_ =
        register_module("expand", NormalizedConvolution(ConvolutionShape{in, inner, 1}, options));
  }
  depthwise_ = register_module(
      "depthwise",
      NormalizedConvolution(ConvolutionShape{inner, inner, 3, stride, inner}, options));
  project_ =
      register_module("project", NormalizedConvolution(ConvolutionShape{inner, out, 1}, options));
  if (has_shortcut_) project_->zero_output();
}

torch::Tensor InvertedResidualImpl::expand(const torch::Tensor& x) {
  if (!expand_) return x;
  return clip_at_six(expand_->forward(x));
}

torch::Tensor InvertedResidualImpl::project(const torch::Tensor& expanded) {
  return project_->forward(clip_at_six(depthwise_->forward(expanded)));
}

torch::Tensor InvertedResidualImpl::forward(const torch::Tensor& x) {
  auto y = project(expand(x));
  if (has_shortcut_) y += x;
  return y;
}

MobileNetV2::MobileNetV2(const BackboneOptions& options) : StagedBackbone(options.frozen_parts) {
  stem_ = register_module("stem",
                          NormalizedConvolution(ConvolutionShape{3, kStemChannels, 3, 2}, options));
  const auto list = register_module("blocks", torch::nn::ModuleList());
  int64_t in = kStemChannels;
  for (const BlockGroup& group : kGroups) {
    for (int64_t i = 0; i < group.blocks; ++i) {
      blocks_.emplace_back(in, group.out_channels, i == 0 ? group.stride : 1, group.expansion,
                           options);
      list->push_back(blocks_.back());
      in = group.out_channels;
    }
  }
  last_ = register_module("last",
                          NormalizedConvolution(ConvolutionShape{in, kLastChannels, 1}, options));
  freeze();
}

torch::Tensor MobileNetV2::run_part(int64_t part, const torch::Tensor& input) {
  torch::Tensor x = input;
  const auto index = static_cast<std::size_t>(part);
  std::size_t block = kEndBlock[index - 1];
  if (part == 1) {
    x = clip_at_six(stem_->forward(x));
  } else if (part > 2) {
    x = blocks_[block++]->project(x);  // the part before ended inside this block
  }
  for (; block < kEndBlock[index]; ++block) x = blocks_[block]->forward(x);
  if (part == 1) return x;
  if (part < 5) return blocks_[block]->expand(x);
  return clip_at_six(last_->forward(x));
}

std::vector<torch::nn::Module*> MobileNetV2::modules_of_part(int64_t part) {
  const auto index = static_cast<std::size_t>(part);
  std::vector<torch::nn::Module*> modules;
  if (part == 1) modules.push_back(stem_.get());
  // The expansion of the first block belongs to the part before, which is frozen too then.
  for (std::size_t block = kEndBlock[index - 1]; block < kEndBlock[index]; ++block) {
    modules.push_back(blocks_[block].get());
  }
  if (part == 5) {
    modules.push_back(last_.get());
  } else if (part > 1) {
    modules.push_back(blocks_[kEndBlock[index]]->expand_unit().get());
  }
  return modules;
}

}  // namespace hoi
