#include "weights/zip_weights.h"

#include <cstdint>
#include <string>

#include "support/errors.h"
#include "weights/torch_bytes.h"

namespace hoi {
namespace {

using namespace pickle_text;

const WeightSource kZipFile("file");

std::string zip_object() {
  const std::string stored = storage("FloatStorage", "0", 4);
  return dictionary({{"a", tensor(stored, 0, {2, 2}, {1, 2})},
                     {"b", tensor(storage("LongStorage", "1", 1), 0, {}, {})}});
}

StoredBytes zip_storages() {
  return {{"0", raw({1.F, 2.F, 3.F, 4.F})}, {"1", raw({std::int64_t{7}})}};
}

std::string zip_error(const std::string& bytes) {
  return input_error_of([&] {
    MadeBytes made(1000);
    read_zip_weights(bytes, made, kZipFile);
  });
}

TEST(ZipWeights, ReadsPyTorchArchives) {
  for (const bool is_deflated : {false, true}) {
    const std::string bytes = torch_zip_bytes(zip_object(), zip_storages(), is_deflated);
    MadeBytes made(10000);
    const ZipWeights weights = read_zip_weights(bytes, made, kZipFile);
    EXPECT_TRUE(weights.is_torch);
    ASSERT_EQ(weights.arrays.tensors.size(), 2U);
    EXPECT_EQ(weights.arrays.tensors[0].bytes, raw({1.F, 3.F, 2.F, 4.F}));
    EXPECT_EQ(weights.arrays.tensors[1].type, TensorType::kInt64);
    EXPECT_EQ(weights.arrays.tensors[1].bytes, raw({std::int64_t{7}}));
  }
}

TEST(ZipWeights, ReadsNumpyArchives) {
  const std::string npy = std::string("\x93NUMPY\x01\x00", 8) + little_endian_bytes(55, 2) +
                          "{'descr': '|u1', 'fortran_order': False, 'shape': (2,)}" + "xy";
  const std::string bytes = zip_bytes({{"conv1/kernel.npy", npy, true}});
  MadeBytes made(1000);
  const ZipWeights weights = read_zip_weights(bytes, made, kZipFile);
  EXPECT_FALSE(weights.is_torch);
  ASSERT_EQ(weights.arrays.tensors.size(), 1U);
  EXPECT_EQ(weights.arrays.tensors[0].name, "conv1/kernel");
  EXPECT_EQ(weights.arrays.tensors[0].bytes, "xy");
}

TEST(ZipWeights, RefusesStoragesOfAnotherSize) {
  for (const std::size_t size : {0, 4, 12, 15, 17, 32}) {
    EXPECT_THAT(zip_error(torch_zip_bytes(zip_object(),
                                          {{"0", std::string(size, 'x')}, zip_storages()[1]})),
                ::testing::HasSubstr("not what 4 elements need"));
  }
}

TEST(ZipWeights, RefusesMissingAndSuperfluousStorages) {
  EXPECT_THAT(zip_error(torch_zip_bytes(zip_object(), {zip_storages()[0]})),
              ::testing::HasSubstr("'archive/data/1' is missing"));
  auto more = zip_storages();
  more.emplace_back("2", "xy");
  EXPECT_THAT(zip_error(torch_zip_bytes(zip_object(), more)),
              ::testing::HasSubstr("'archive/data/2' belongs to no tensor"));
}

TEST(ZipWeights, AKeyLeadsNowhereOutsideTheArchive) {
  const std::string outside = storage("FloatStorage", "../../../etc/passwd", 1);
  EXPECT_THAT(zip_error(torch_zip_bytes(dictionary({{"a", tensor(outside, 0, {1}, {1})}}), {})),
              ::testing::HasSubstr("is missing"));
}

TEST(ZipWeights, RefusesProgramsBigEndianNumbersAndOtherArchives) {
  EXPECT_THAT(zip_error(zip_bytes({{"a/data.pkl", whole("}")}, {"a/constants.pkl", whole(")")}})),
              ::testing::HasSubstr("TorchScript"));
  EXPECT_THAT(zip_error(zip_bytes({{"a/data.pkl", whole("}")}, {"a/byteorder", "big"}})),
              ::testing::HasSubstr("big-endian"));
  EXPECT_THAT(zip_error(zip_bytes({{"a/data.pkl", whole("}") + "x"}})),
              ::testing::HasSubstr("follows the pickle"));
  EXPECT_THAT(zip_error(zip_bytes({{"word/document.xml", "x"}})),
              ::testing::HasSubstr("neither PyTorch's nor numpy's"));
  zip_error(zip_bytes({{"bad name.npy", "x"}}));
}

}  // namespace
}  // namespace hoi
