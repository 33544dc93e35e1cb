#include "base/safetensors_types.h"

#include <gtest/gtest.h>

namespace hoi {
namespace {

TEST(SafetensorsTypes, NamesRoundTrip) {
  for (const std::string name :
       {"F64", "F32", "F16", "BF16", "I64", "I32", "I16", "I8", "U8", "BOOL"}) {
    const auto type = tensor_type_named(name);
    ASSERT_TRUE(type) << name;
    EXPECT_EQ(tensor_type_name(*type), name);
  }
  EXPECT_FALSE(tensor_type_named("F8_E4M3"));
  EXPECT_FALSE(tensor_type_named("f32"));
}

TEST(CheckedByteCount, MultipliesWithoutWrapping) {
  EXPECT_EQ(checked_byte_count(TensorType::kFloat32, {2, 3}), 24);
  EXPECT_EQ(checked_byte_count(TensorType::kInt64, {}), 8);
  EXPECT_EQ(checked_byte_count(TensorType::kUInt8, {INT64_MAX}), INT64_MAX);
  EXPECT_EQ(checked_byte_count(TensorType::kFloat16, {INT64_MAX}), std::nullopt);
  EXPECT_EQ(checked_byte_count(TensorType::kUInt8, {-1}), std::nullopt);
  EXPECT_EQ(checked_byte_count(TensorType::kFloat32, {5, 0}), 0);
}

}  // namespace
}  // namespace hoi
