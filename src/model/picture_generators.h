#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <torch/types.h>

namespace hoi {

/// The random numbers of one picture at one step of a run: a stream that depends on these three
/// numbers only, not on the pictures beside it, the process or the steps before.
///
/// seed: of the run; step: updates done before it; picture: index into the training data.
torch::Generator picture_generator(std::uint64_t seed, std::uint64_t step, std::uint64_t picture);

/// picture_generator() of several pictures.
std::vector<torch::Generator> picture_generators(std::uint64_t seed, std::uint64_t step,
                                                 const std::vector<std::int64_t>& pictures);

/// One generator per image, seeded by draws from `source`, a CPU generator.
std::vector<torch::Generator> image_generators(std::size_t images, torch::Generator& source);

}  // namespace hoi
