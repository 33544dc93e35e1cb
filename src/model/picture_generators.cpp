#include "model/picture_generators.h"

#include <mutex>

#include <ATen/CPUGeneratorImpl.h>

namespace hoi {
namespace {

/// The finalizer of the generator SplitMix64: every bit of the input reaches every bit of the
/// result.
std::uint64_t mixed(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15U;
  value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9U;
  value = (value ^ (value >> 27U)) * 0x94d049bb133111ebU;
  return value ^ (value >> 31U);
}

}  // namespace

torch::Generator picture_generator(std::uint64_t seed, std::uint64_t step, std::uint64_t picture) {
  return at::detail::createCPUGenerator(mixed(mixed(mixed(seed) ^ step) ^ picture));
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
