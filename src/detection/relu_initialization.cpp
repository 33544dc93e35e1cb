#include "detection/relu_initialization.h"

#include <torch/nn/init.h>

namespace hoi {

void initialize_relu_convolutions(torch::nn::Module& module) {
  for (auto& parameter : module.named_parameters()) {
    if (parameter.value().dim() == 1) {
      torch::nn::init::zeros_(parameter.value());
    } else {
      torch::nn::init::kaiming_normal_(parameter.value(), 0, torch::kFanOut, torch::kReLU);
    }
  }
}

}  // namespace hoi
