#include "detection/staged_backbone.h"

#include <string>

#include <torch/utils.h>

#include "base/error.h"

namespace hoi {

StagedBackbone::StagedBackbone(int64_t frozen_parts) : frozen_parts_(frozen_parts) {
  if (frozen_parts < 0 || frozen_parts > 5) {
    throw InputError("backbone.frozen_parts: found " + std::to_string(frozen_parts) +
                     ", expected 0 (none) to 5 (the whole trunk)");
  }
}

std::vector<torch::Tensor> StagedBackbone::forward(const torch::Tensor& pixels) {
  TORCH_CHECK(pixels.dim() == 4 && pixels.size(1) == 3 && pixels.size(2) % 32 == 0 &&
                  pixels.size(3) % 32 == 0,
              "Backbone: pixels of shape ", pixels.sizes(),
              ", expected (B, 3, H, W) with H and W multiples of 32");
  std::vector<torch::Tensor> maps;
  torch::Tensor x = pixels.contiguous(torch::MemoryFormat::ChannelsLast);
  for (int64_t part = 1; part <= 5; ++part) {
    torch::AutoGradMode gradient(torch::GradMode::is_enabled() && part > frozen_parts_);
    x = run_part(part, x);
    if (part > 1) maps.push_back(x);
  }
  return maps;
}

void StagedBackbone::freeze() {
  for (int64_t part = 1; part <= frozen_parts_; ++part) {
    for (torch::nn::Module* module : modules_of_part(part)) {
      for (auto& parameter : module->parameters()) parameter.requires_grad_(false);
    }
  }
}

}  // namespace hoi
