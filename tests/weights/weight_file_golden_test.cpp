// Files that PyTorch and numpy wrote (tools/weights/make_golden_files.py), as they are.
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "weights/weight_file.h"

namespace hoi {
namespace {

const TensorRecord& array_of(const WeightFile& file, const std::string& name) {
  for (const TensorRecord& record : file.tensors()) {
    if (record.name == name) return record;
  }
  throw std::out_of_range(name);
}

std::vector<float> floats(const TensorRecord& record) {
  std::vector<float> values(record.bytes.size() / sizeof(float));
  std::memcpy(values.data(), record.bytes.data(), record.bytes.size());
  return values;
}

void expect_golden_weights(const std::string& name, WeightFormat format) {
  const WeightFile file =
      WeightFile::read(std::string(HOI_SOURCE_DIR) + "/tests/weights/golden/" + name);
  EXPECT_EQ(file.format(), format) << name;
  const TensorRecord& weight = array_of(file, "conv.weight");
  EXPECT_EQ(weight.type, TensorType::kFloat32) << name;
  EXPECT_EQ(weight.shape, (std::vector<std::int64_t>{2, 3})) << name;
  EXPECT_EQ(floats(weight), (std::vector<float>{0, 1, 2, 3, 4, 5})) << name;
  const TensorRecord& transposed = array_of(file, "conv.transposed");
  EXPECT_EQ(transposed.shape, (std::vector<std::int64_t>{3, 2})) << name;
  EXPECT_EQ(floats(transposed), (std::vector<float>{0, 3, 1, 4, 2, 5})) << name;
  const TensorRecord& scalar = array_of(file, "norm.num_batches_tracked");
  EXPECT_EQ(scalar.type, TensorType::kInt64) << name;
  EXPECT_TRUE(scalar.shape.empty()) << name;
  EXPECT_EQ(scalar.bytes, std::string("\x07\0\0\0\0\0\0\0", 8)) << name;
  EXPECT_EQ(array_of(file, "half").type, TensorType::kFloat16) << name;
  EXPECT_EQ(array_of(file, "half").bytes, std::string("\x00\x3c\x00\xc0", 4)) << name;
  EXPECT_EQ(array_of(file, "empty").bytes, "") << name;
}

TEST(WeightFileGolden, FilesOfPyTorchAndNumpyAreRead) {
  expect_golden_weights("zip.pth", WeightFormat::kTorchZip);
  expect_golden_weights("legacy.pth", WeightFormat::kTorchLegacy);
  expect_golden_weights("parameters.pth", WeightFormat::kTorchZip);
  expect_golden_weights("checkpoint.pth", WeightFormat::kTorchZip);
  expect_golden_weights("protocol2.pkl", WeightFormat::kPickle);
  expect_golden_weights("protocol4.pkl", WeightFormat::kPickle);
  expect_golden_weights("python2.pkl", WeightFormat::kPickle);
  expect_golden_weights("plain.npz", WeightFormat::kNumpyZip);
  expect_golden_weights("compressed.npz", WeightFormat::kNumpyZip);
}

TEST(WeightFileGolden, TextsOfACheckpointAreKept) {
  const WeightFile file =
      WeightFile::read(std::string(HOI_SOURCE_DIR) + "/tests/weights/golden/checkpoint.pth");
  EXPECT_EQ(file.text("meta.config"), "style='pytorch'");
}

}  // namespace
}  // namespace hoi
