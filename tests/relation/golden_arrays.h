#pragma once

#include <string>

#include <torch/torch.h>

#include "base/safetensors.h"

namespace hoi {

/// A file of tests/relation/golden, written by tools/reference/relation_reference.py.
class GoldenArrays {
 public:
  explicit GoldenArrays(const std::string& name)
      : file_(SafetensorsFile::read(std::string(HOI_SOURCE_DIR) +
                                    "/tests/relation/golden/relation_" + name + ".safetensors")) {}

  /// Numbers as double, indices as int64.
  torch::Tensor operator[](const std::string& name) const {
    const TensorRecord* record = file_.find(name);
    TORCH_CHECK(record != nullptr, "golden file without '", name, "'");
    const bool is_index = record->type == TensorType::kInt64;
    auto bytes = std::string(record->bytes);
    const auto array =
        torch::from_blob(bytes.data(), record->shape, is_index ? torch::kInt64 : torch::kFloat32);
    return array.to(is_index ? torch::kInt64 : torch::kFloat64, false, /*copy=*/true);
  }

  const SafetensorsFile& file() const { return file_; }

 private:
  SafetensorsFile file_;
};

}  // namespace hoi
