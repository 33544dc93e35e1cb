#include "model/picture_generators.h"

#include <mutex>

#include <ATen/CPUGeneratorImpl.h>

#include "base/derived_seed.h"

namespace hoi {

torch::Generator picture_generator(std::uint64_t seed, std::uint64_t step, std::uint64_t picture) {
  return at::detail::createCPUGenerator(derived_seed(seed, step, picture));
}

std::vector<torch::Generator> picture_generators(std::uint64_t seed, std::uint64_t step,
                                                 const std::vector<std::int64_t>& pictures) {
  std::vector<torch::Generator> generators;
  for (const auto picture : pictures) {
    generators.push_back(picture_generator(seed, step, static_cast<std::uint64_t>(picture)));
  }
  return generators;
}

std::vector<torch::Generator> image_generators(std::size_t images, torch::Generator& source) {
  const std::lock_guard<std::mutex> lock(source.mutex());
  auto* implementation = at::check_generator<at::CPUGeneratorImpl>(source);
  std::vector<torch::Generator> generators;
  for (std::size_t i = 0; i < images; ++i) {
    generators.push_back(at::detail::createCPUGenerator(implementation->random64()));
  }
  return generators;
}

}  // namespace hoi
