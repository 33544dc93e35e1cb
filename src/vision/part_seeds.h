#pragma once

#include <cstdint>
#include <string>

namespace hoi {

/// Gives every part of a module its own stream of random initial weights, which depends on the seed
/// and on the part's name only: switching a part off changes no weight of another.
///
///   const PartSeeds seeds;          // of the seed that torch::manual_seed() was given last
///   seeds.start("fusion");          // the next weights are those of the part "fusion"
class PartSeeds {
 public:
  PartSeeds();

  /// Re-seeds LibTorch's default CPU generator.
  void start(const std::string& part) const;

 private:
  std::uint64_t base_;
};

}  // namespace hoi
