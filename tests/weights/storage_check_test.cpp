#include "weights/storage_check.h"

#include <cstdint>
#include <string>
#include <vector>

#include "support/errors.h"

namespace hoi {
namespace {

const WeightSource kStorageFile("file");

std::string keys_error(const std::vector<PickledStorage>& storages) {
  PickleGraph graph;
  graph.storages = storages;
  return input_error_of([&] { check_storage_keys(graph, kStorageFile); });
}

TEST(StorageCheck, AKeyStandsForOneStorage) {
  const PickledStorage first{TensorType::kFloat32, "0", 4};
  PickleGraph graph;
  graph.storages = {first, {TensorType::kInt8, "1", 0}, first};
  check_storage_keys(graph, kStorageFile);
  EXPECT_THAT(keys_error({first, {TensorType::kInt32, "0", 4}}), ::testing::HasSubstr("several"));
  EXPECT_THAT(keys_error({first, {TensorType::kFloat32, "0", 5}}), ::testing::HasSubstr("several"));
}

TEST(StorageCheck, SizesAreNotNegativeAndDoNotWrap) {
  EXPECT_THAT(keys_error({{TensorType::kFloat32, "0", -1}}), ::testing::HasSubstr("impossible"));
  keys_error({{TensorType::kFloat32, "0", INT64_MAX}});
  keys_error({{TensorType::kFloat32, "0", (INT64_MAX >> 2) + 1}});
}

TEST(StorageCheck, BytesMustBeExactlyThoseOfTheElements) {
  const PickledStorage storage{TensorType::kFloat32, "0", 4};
  check_storage_size(storage, 16, kStorageFile);
  check_storage_size({TensorType::kFloat32, "0", 0}, 0, kStorageFile);
  for (const std::size_t bytes : {0, 4, 15, 17}) {
    EXPECT_THAT(input_error_of([&] { check_storage_size(storage, bytes, kStorageFile); }),
                ::testing::HasSubstr("not what 4 elements need"));
  }
}

}  // namespace
}  // namespace hoi
