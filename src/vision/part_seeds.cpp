#include "vision/part_seeds.h"

#include <ATen/CPUGeneratorImpl.h>

namespace hoi {

PartSeeds::PartSeeds() : base_(at::detail::getDefaultCPUGenerator().current_seed()) {}

void PartSeeds::start(const std::string& part) const {
  std::uint64_t seed = base_ ^ 0xcbf29ce484222325U;  // FNV-1a over the name
  for (const char letter : part) {
    seed = (seed ^ static_cast<unsigned char>(letter)) * 0x100000001b3U;
  }
  at::Generator generator = at::detail::getDefaultCPUGenerator();  // a handle of the same generator
  generator.set_current_seed(seed);
}

}  // namespace hoi
