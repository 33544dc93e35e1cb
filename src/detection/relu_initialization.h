#pragma once

#include <torch/nn/module.h>

namespace hoi {

/// Initial weights of a head of convolutions that are followed by ReLU: kernels normal with the
/// variance that keeps that of gradients (2 / fan-out), biases 0. Draws from LibTorch's default
/// generator, parameter by parameter in the order of named_parameters().
void initialize_relu_convolutions(torch::nn::Module& module);

}  // namespace hoi
