#include "weights/weight_file.h"

#include <utility>

#include "support/errors.h"
#include "support/temporary_folder.h"
#include "weights/torch_bytes.h"

namespace hoi {
namespace {

using namespace pickle_text;

std::string tensors() {
  return dictionary({{"w", tensor(storage("FloatStorage", "0", 2), 0, {2}, {1})}});
}

void expect_weights(const std::string& bytes, WeightFormat format) {
  WeightFile parsed = WeightFile::parse(bytes, "file");
  const WeightFile file = std::move(parsed);
  EXPECT_EQ(file.format(), format);
  ASSERT_EQ(file.tensors().size(), 1U);
  EXPECT_EQ(file.tensors()[0].name, "w");
  EXPECT_EQ(file.tensors()[0].type, TensorType::kFloat32);
  EXPECT_EQ(file.tensors()[0].bytes, raw({1.F, 2.F}));
}

TEST(WeightFile, RecognisesEveryFormatByItsContent) {
  const std::string content = raw({1.F, 2.F});
  expect_weights(torch_zip_bytes(tensors(), {{"0", content}}), WeightFormat::kTorchZip);
  expect_weights(torch_legacy_bytes(tensors(), {{"0", content}}, 4), WeightFormat::kTorchLegacy);
  expect_weights(whole(dictionary({{"w", array("f4", {2}, bytes(content))}})),
                 WeightFormat::kPickle);
  expect_weights(encode_safetensors({{"w", TensorType::kFloat32, {2}, content}}, {}),
                 WeightFormat::kSafetensors);
  const std::string npy = std::string("\x93NUMPY\x01\x00", 8) + little_endian_bytes(55, 2) +
                          "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}" + content;
  expect_weights(zip_bytes({{"w.npy", npy}}), WeightFormat::kNumpyZip);
}

TEST(WeightFile, ReadsFilesAndTheTextsBesideTheArrays) {
  const TemporaryFolder folder;
  const auto path = folder.write(
      "a.pkl", whole(dictionary({{"model", dictionary({})}, {"__author__", text("me")}})));
  const WeightFile file = WeightFile::read(path);
  EXPECT_TRUE(file.tensors().empty());
  EXPECT_EQ(file.text("__author__"), "me");
  EXPECT_EQ(file.text("meta.config"), "");
  EXPECT_THROW(WeightFile::read(folder / "b.pkl"), InputError);
}

TEST(WeightFile, SaysWhatItCannotRead) {
  const auto error_of = [](const std::string& bytes) {
    return input_error_of([&] { WeightFile::parse(bytes, "a.bin"); });
  };
  EXPECT_THAT(error_of(""), ::testing::StartsWith("a.bin: "));
  EXPECT_THAT(error_of("hello"), ::testing::HasSubstr("none of the known formats"));
  EXPECT_THAT(error_of("\x89HDF\r\n"), ::testing::HasSubstr("HDF5"));
  EXPECT_THAT(error_of("(dp0\n."), ::testing::HasSubstr("protocol 2"));
  EXPECT_THAT(error_of(whole("}") + "x"), ::testing::HasSubstr("1 bytes follow"));
  EXPECT_THAT(error_of(whole(tensors())), ::testing::HasSubstr("in no file"));
}

TEST(WeightFile, EveryFormatHasAName) {
  EXPECT_EQ(weight_format_name(WeightFormat::kTorchZip), "PyTorch (zip)");
  EXPECT_EQ(weight_format_name(WeightFormat::kTorchLegacy), "PyTorch (before 1.6)");
  EXPECT_EQ(weight_format_name(WeightFormat::kPickle), "pickle of numpy arrays");
  EXPECT_EQ(weight_format_name(WeightFormat::kSafetensors), "safetensors");
  EXPECT_EQ(weight_format_name(WeightFormat::kNumpyZip), "numpy (.npz)");
}

}  // namespace
}  // namespace hoi
