#include "model/tensor_file.h"

#include <cstring>
#include <set>

#include <ATen/Functions.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <torch/utils.h>

#include "base/error.h"

namespace hoi {
namespace {

const std::vector<std::pair<TensorType, torch::ScalarType>>& type_pairs() {
  static const std::vector<std::pair<TensorType, torch::ScalarType>> pairs{
      {TensorType::kFloat64, torch::kFloat64}, {TensorType::kFloat32, torch::kFloat32},
      {TensorType::kFloat16, torch::kFloat16}, {TensorType::kBFloat16, torch::kBFloat16},
      {TensorType::kInt64, torch::kInt64},     {TensorType::kInt32, torch::kInt32},
      {TensorType::kInt16, torch::kInt16},     {TensorType::kInt8, torch::kInt8},
      {TensorType::kUInt8, torch::kUInt8},     {TensorType::kBool, torch::kBool}};
  return pairs;
}

torch::ScalarType scalar_type(TensorType type) {
  for (const auto& pair : type_pairs()) {
    if (pair.first == type) return pair.second;
  }
  TORCH_CHECK(false, "tensor_file: unknown stored type");
}

TensorType stored_type(torch::ScalarType type) {
  for (const auto& pair : type_pairs()) {
    if (pair.second == type) return pair.first;
  }
  TORCH_CHECK(false, "tensor_file: tensors of type ", type, " cannot be stored");
}

bool starts_with_any(const std::string& name, const std::vector<std::string>& prefixes) {
  for (const auto& prefix : prefixes) {
    if (name.rfind(prefix, 0) == 0) return true;
  }
  return false;
}

}  // namespace

NamedTensors state_of(const torch::nn::Module& module) {
  NamedTensors state;
  for (const auto& entry : module.named_parameters())
    state.emplace_back(entry.key(), entry.value());
  for (const auto& entry : module.named_buffers()) state.emplace_back(entry.key(), entry.value());
  return state;
}

std::string encode_tensors(const NamedTensors& tensors,
                           const std::map<std::string, std::string>& metadata,
                           StoredPrecision precision) {
  std::vector<torch::Tensor> storage;  // keeps the bytes alive until they are encoded
  std::vector<TensorRecord> records;
  for (const auto& [name, tensor] : tensors) {
    auto stored = tensor.detach().to(torch::kCPU);
    if (precision == StoredPrecision::kFloat16 && stored.is_floating_point()) {
      stored = stored.to(torch::kFloat16);
    }
    stored = stored.contiguous();
    const auto bytes = static_cast<std::size_t>(stored.numel() * stored.element_size());
    records.push_back({name,
                       stored_type(stored.scalar_type()),
                       stored.sizes().vec(),
                       {static_cast<const char*>(stored.data_ptr()), bytes}});
    storage.push_back(stored);
  }
  return encode_safetensors(records, metadata);
}

torch::Tensor to_tensor(const TensorRecord& record) {
  auto tensor = torch::empty(record.shape, torch::TensorOptions(scalar_type(record.type)));
  if (!record.bytes.empty()) {
    std::memcpy(tensor.data_ptr(), record.bytes.data(), record.bytes.size());
  }
  return tensor;
}

void load_state(torch::nn::Module& module, const SafetensorsFile& file, const std::string& name,
                const std::vector<std::string>& omitted, const std::vector<std::string>& ignored) {
  torch::NoGradGuard no_gradient;
  const NamedTensors state = state_of(module);
  std::set<std::string> known;
  std::vector<std::pair<torch::Tensor, const TensorRecord*>> copies;
  for (const auto& [key, tensor] : state) {
    known.insert(key);
    if (starts_with_any(key, ignored)) continue;
    const TensorRecord* record = file.find(key);
    if (record == nullptr) {
      if (starts_with_any(key, omitted)) continue;
      throw InputError(
          fmt::format("{}: tensor '{}' is missing; the file belongs to another "
                      "network configuration",
                      name, key));
    }
    if (record->shape != tensor.sizes().vec()) {
      throw InputError(fmt::format(
          "{}: tensor '{}' has shape [{}], expected [{}]; the file belongs to "
          "another network configuration",
          name, key, fmt::join(record->shape, ", "), fmt::join(tensor.sizes().vec(), ", ")));
    }
    copies.emplace_back(tensor, record);
  }
  for (const auto& record : file.tensors()) {
    if (known.count(record.name) == 0 && !starts_with_any(record.name, ignored)) {
      throw InputError(
          fmt::format("{}: unexpected tensor '{}'; the file belongs to another network "
                      "configuration",
                      name, record.name));
    }
  }
  for (auto& [tensor, record] : copies) tensor.copy_(to_tensor(*record));
}

}  // namespace hoi
