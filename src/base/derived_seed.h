#pragma once

#include <cstdint>

namespace hoi {

/// A seed for the random stream of item (a, b) of a series: every bit of each argument reaches
/// every bit of the result, so neighbouring items have unrelated streams. Does not depend on how
/// many items there are. Each argument goes through the finalizer of the generator SplitMix64.
std::uint64_t derived_seed(std::uint64_t seed, std::uint64_t a, std::uint64_t b);

}  // namespace hoi
