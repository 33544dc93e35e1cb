#pragma once

#include <functional>
#include <string>

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace hoi {

/// Whether two tensors have the same shape and differ nowhere by more than `tolerance`; the failure
/// text gives the shapes or the largest difference.
inline ::testing::AssertionResult is_close(const torch::Tensor& actual,
                                           const torch::Tensor& expected, double tolerance = 1e-5) {
  if (actual.sizes() != expected.sizes()) {
    return ::testing::AssertionFailure()
           << "shape " << actual.sizes() << ", expected " << expected.sizes();
  }
  if (actual.numel() == 0) return ::testing::AssertionSuccess();
  const double difference =
      (actual.to(torch::kFloat64) - expected.to(torch::kFloat64)).abs().max().item<double>();
  if (difference <= tolerance) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure()
         << "largest difference " << difference << ", tolerance " << tolerance << "\nactual "
         << actual << "\nexpected " << expected;
}

/// Compares the gradient of `function`'s scalar result in `input` with central differences, at
/// `probes` elements spread over the tensor. Use double precision where the operator allows it.
inline ::testing::AssertionResult gradient_matches(
    const std::function<torch::Tensor(const torch::Tensor&)>& function, const torch::Tensor& input,
    double step = 1e-3, double tolerance = 1e-2, int64_t probes = 24) {
  auto variable = input.detach().clone().requires_grad_(true);
  function(variable).backward();
  const auto gradient =
      variable.grad().defined() ? variable.grad().reshape(-1) : torch::zeros({input.numel()});
  const int64_t count = std::min(probes, input.numel());
  for (int64_t probe = 0; probe < count; ++probe) {
    const int64_t element = probe * input.numel() / count;
    auto shifted = input.detach().clone();
    auto flat = shifted.view(-1);
    torch::NoGradGuard no_gradient;
    const double center = flat[element].item<double>();
    flat[element] = center + step;
    const double above = function(shifted).item<double>();
    flat[element] = center - step;
    const double below = function(shifted).item<double>();
    const double expected = (above - below) / (2 * step);
    const double actual = gradient[element].item<double>();
    if (std::abs(actual - expected) > tolerance * std::max(1.0, std::abs(expected))) {
      return ::testing::AssertionFailure() << "gradient at element " << element << " is " << actual
                                           << ", central differences give " << expected;
    }
  }
  return ::testing::AssertionSuccess();
}

}  // namespace hoi
