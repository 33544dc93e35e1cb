#include "weights/strided_array.h"

#include <cstdint>

#include "support/errors.h"

namespace hoi {
namespace {

std::string_view bytes_of(const StridedArray& array, MadeBytes& made) {
  return dense_record("a", array, made, WeightSource("file")).bytes;
}

std::string dense_error(const StridedArray& array) {
  MadeBytes made(1000);
  return input_error_of([&] { bytes_of(array, made); });
}

TEST(DenseRecord, ViewsWhatIsRowMajorAlready) {
  const std::string stored = "abcdef";
  MadeBytes made(0);
  const auto whole = bytes_of({TensorType::kInt8, {2, 3}, {3, 1}, 0, stored}, made);
  EXPECT_EQ(whole.data(), stored.data());
  EXPECT_EQ(whole, "abcdef");
  EXPECT_EQ(bytes_of({TensorType::kInt8, {2, 2}, {2, 1}, 1, stored}, made), "bcde");
  EXPECT_EQ(bytes_of({TensorType::kInt16, {2}, {1}, 1, stored}, made), "cdef");
  EXPECT_EQ(bytes_of({TensorType::kInt8, {}, {}, 5, stored}, made), "f");
  EXPECT_EQ(bytes_of({TensorType::kInt8, {1, 2, 1}, {77, 1, 99}, 0, stored}, made), "ab")
      << "strides of single indices mean nothing";
}

TEST(DenseRecord, ReordersOtherStrides) {
  MadeBytes made(12);
  EXPECT_EQ(bytes_of({TensorType::kInt8, {3, 2}, {1, 3}, 0, "abcdef"}, made), "adbecf");
  EXPECT_EQ(bytes_of({TensorType::kInt16, {2}, {2}, 0, "abcdef"}, made), "abef");
  EXPECT_EQ(made.left(), 2U);
  EXPECT_THROW(bytes_of({TensorType::kInt8, {3, 2}, {1, 3}, 0, "abcdef"}, made), InputError);
}

TEST(DenseRecord, AnEmptyArrayNeedsNoElement) {
  MadeBytes made(0);
  EXPECT_EQ(bytes_of({TensorType::kFloat32, {2, 0}, {1, 1}, 0, ""}, made), "");
  EXPECT_EQ(bytes_of({TensorType::kFloat32, {0}, {1}, 9, ""}, made), "");
}

TEST(DenseRecord, RefusesElementsOutside) {
  EXPECT_THAT(dense_error({TensorType::kInt8, {2, 3}, {3, 1}, 1, "abcdef"}),
              ::testing::HasSubstr("does not fit"));
  dense_error({TensorType::kInt8, {7}, {1}, 0, "abcdef"});
  dense_error({TensorType::kInt8, {}, {}, 6, "abcdef"});
  dense_error({TensorType::kInt8, {1}, {1}, 0, ""});
  dense_error({TensorType::kFloat64, {1}, {1}, 0, "abcdefg"});
  dense_error({TensorType::kInt8, {2}, {INT64_MAX}, 0, "abcdef"});
  dense_error({TensorType::kInt8, {2, 2}, {1, INT64_MAX - 1}, 0, "abcdef"});
  dense_error({TensorType::kInt8, {2}, {1}, INT64_MAX, "abcdef"});
}

TEST(DenseRecord, RefusesElementsThatAreUsedTwice) {
  dense_error({TensorType::kInt8, {1000000000}, {0}, 0, "abcdef"});
  dense_error({TensorType::kInt8, {2, 3}, {1, 1}, 0, "abcdef"});
  dense_error({TensorType::kInt8, {2, 3}, {2, 1}, 0, "abcdef"});
}

TEST(DenseRecord, RefusesImpossibleShapes) {
  EXPECT_THAT(dense_error({TensorType::kInt8, {-1}, {1}, 0, "a"}),
              ::testing::HasSubstr("impossible"));
  dense_error({TensorType::kInt8, {1}, {-1}, 0, "a"});
  dense_error({TensorType::kInt8, {1}, {1}, -1, "a"});
  dense_error({TensorType::kInt8, {1}, {}, 0, "a"});
  dense_error({TensorType::kFloat64, {INT64_MAX, 2}, {1, 1}, 0, "a"});
  dense_error({TensorType::kInt8, std::vector<std::int64_t>(17, 1),
               std::vector<std::int64_t>(17, 1), 0, "a"});
}

TEST(Strides, AreProductsOfTheExtents) {
  EXPECT_EQ(row_major_strides({2, 3, 4}), (std::vector<std::int64_t>{12, 4, 1}));
  EXPECT_EQ(column_major_strides({2, 3, 4}), (std::vector<std::int64_t>{1, 2, 6}));
  EXPECT_EQ(row_major_strides({2, 0, 4}), (std::vector<std::int64_t>{4, 4, 1}));
  EXPECT_TRUE(row_major_strides({}).empty());
}

}  // namespace
}  // namespace hoi
