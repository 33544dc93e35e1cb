#include "inference/result_exchange.h"

#include <cstdint>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/error.h"

namespace hoi {
namespace {

using Packed = nlohmann::json;

Packed packed_mask(const std::optional<RunLengthMask>& mask) {
  if (!mask) return nullptr;
  return Packed::array({mask->width, mask->height, mask->counts});
}

Packed packed_result(const ImageResult& result) {
  Packed instances = Packed::array(), interactions = Packed::array();
  for (const auto& instance : result.instances) {
    const Box& box = instance.box;
    instances.push_back(Packed::array({instance.category, instance.score, box.x1, box.y1, box.x2,
                                       box.y2, packed_mask(instance.mask)}));
  }
  for (const auto& found : result.interactions) {
    interactions.push_back(Packed::array({found.subject, found.object, found.verb, found.score}));
  }
  return Packed::array({result.file, result.width, result.height, instances, interactions});
}

std::optional<RunLengthMask> mask_of(const Packed& packed) {
  if (packed.is_null()) return std::nullopt;
  return RunLengthMask{packed.at(0).get<int>(), packed.at(1).get<int>(),
                       packed.at(2).get<std::vector<std::uint32_t>>()};
}

ImageResult result_of(const Packed& packed) {
  ImageResult result;
  result.file = packed.at(0).get<std::string>();
  result.width = packed.at(1).get<int>();
  result.height = packed.at(2).get<int>();
  for (const auto& entry : packed.at(3)) {
    DetectedInstance instance;
    instance.category = entry.at(0).get<int>();
    instance.score = entry.at(1).get<float>();
    instance.box = {entry.at(2).get<float>(), entry.at(3).get<float>(), entry.at(4).get<float>(),
                    entry.at(5).get<float>()};
    instance.mask = mask_of(entry.at(6));
    result.instances.push_back(std::move(instance));
  }
  for (const auto& entry : packed.at(4)) {
    result.interactions.push_back({entry.at(0).get<int>(), entry.at(1).get<int>(),
                                   entry.at(2).get<int>(), entry.at(3).get<float>()});
  }
  return result;
}

}  // namespace

std::string pack_results(const std::vector<ImageResult>& results) {
  Packed packed = Packed::array();
  for (const auto& result : results) packed.push_back(packed_result(result));
  const std::vector<std::uint8_t> bytes = Packed::to_msgpack(packed);
  return {bytes.begin(), bytes.end()};
}

std::vector<ImageResult> unpack_results(const std::string& bytes) {
  try {
    std::vector<ImageResult> results;
    for (const auto& packed : Packed::from_msgpack(bytes.begin(), bytes.end())) {
      results.push_back(result_of(packed));
    }
    return results;
  } catch (const nlohmann::json::exception& error) {
    throw InputError(fmt::format("results of another process cannot be read: {}", error.what()));
  }
}

}  // namespace hoi
