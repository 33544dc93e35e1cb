#include "model/tfjs_weights.h"

#include <cstring>

#include "support/errors.h"
#include "support/temporary_folder.h"
#include "support/tensors.h"

namespace hoi {
namespace {

/// The bytes of 32-bit values.
template <class Value>
std::string bytes_of(const std::vector<Value>& values) {
  std::string bytes(values.size() * sizeof(Value), '\0');
  std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

/// model.json of one group.
std::string manifest(const std::string& paths, const std::string& weights) {
  return "{\"weightsManifest\":[{\"paths\":[" + paths + "],\"weights\":[" + weights + "]}]}";
}

std::string entry(const std::string& name, const std::string& shape,
                  const std::string& type = "float32", const std::string& more = "") {
  return "{\"name\":\"" + name + "\",\"shape\":[" + shape + "],\"dtype\":\"" + type + "\"" + more +
         "}";
}

/// The message for a folder with an 8-byte shard "s" and this manifest.
std::string error_of(const std::string& model_json) {
  TemporaryFolder folder;
  folder.write("s", bytes_of<float>({1, 2}));
  folder.write("model.json", model_json);
  return input_error_of([&] { read_tfjs_weights(folder.path()); });
}

TEST(TfjsWeightsTest, ReadsArraysAcrossShardsAndSkipsOtherTypes) {
  TemporaryFolder folder;
  const std::string bytes =
      bytes_of<float>({1, 2, 3, 4, 5, 6}) + bytes_of<int32_t>({7}) + bytes_of<float>({8});
  folder.write("one", bytes.substr(0, 10));  // the border lies inside a number
  folder.write("two", bytes.substr(10));
  folder.write("three.bin", bytes_of<float>({9}));
  const std::string first =
      entry("matrix", "2,3") + "," + entry("count", "", "int32") + "," + entry("scalar", "");
  folder.write("model.json",
               "{\"format\":\"x\",\"weightsManifest\":[{\"paths\":[\"one\",\"two\"],"
               "\"weights\":[" +
                   first + "]},{\"paths\":[\"three.bin\"],\"weights\":[" + entry("last/bias", "1") +
                   "]}]}");
  const auto weights = read_tfjs_weights(folder.path());
  EXPECT_EQ(weights.size(), 3U);
  EXPECT_TRUE(is_close(weights.at("matrix"), torch::tensor({{1.F, 2.F, 3.F}, {4.F, 5.F, 6.F}}), 0));
  EXPECT_TRUE(is_close(weights.at("scalar"), torch::tensor(8.F), 0));
  EXPECT_TRUE(is_close(weights.at("last/bias"), torch::tensor({9.F}), 0));
}

TEST(TfjsWeightsTest, TakesEmptyGroupsAndArrays) {
  TemporaryFolder folder;
  folder.write("model.json", manifest("", entry("nothing", "0,4")));
  EXPECT_EQ(read_tfjs_weights(folder.path()).at("nothing").sizes(), (std::vector<int64_t>{0, 4}));
}

TEST(TfjsWeightsTest, RefusesShardsOfTheWrongLength) {
  EXPECT_THAT(error_of(manifest("\"s\"", entry("a", "3"))), ::testing::HasSubstr("hold 8 bytes"));
  EXPECT_THAT(error_of(manifest("\"s\"", entry("a", "1"))), ::testing::HasSubstr("s:"));
  EXPECT_THAT(error_of(manifest("\"gone\"", entry("a", "2"))), ::testing::HasSubstr("gone"));
}

TEST(TfjsWeightsTest, NeverLeavesItsFolder) {
  for (const std::string path :
       {"../s", "/etc/hostname", "x/s", "..", ".", "", "a\\\\b", "s\\u0000"}) {
    EXPECT_THAT(error_of(manifest("\"" + path + "\"", entry("a", "2"))),
                ::testing::HasSubstr("plain name"))
        << path;
  }
  EXPECT_THAT(error_of(manifest("7", entry("a", "2"))), ::testing::HasSubstr("plain name"));
  TemporaryFolder outside, folder;
  const auto secret = outside.write("secret", bytes_of<float>({1, 2}));
  std::filesystem::create_symlink(secret, folder / "s");
  folder.write("model.json", manifest("\"s\"", entry("a", "2")));
  EXPECT_THAT(input_error_of([&] { read_tfjs_weights(folder.path()); }),
              ::testing::HasSubstr("link"));
}

TEST(TfjsWeightsTest, RefusesImpossibleArrays) {
  for (const std::string shape : {"-1", "1.5", "\"2\"", "1e300", "1073741825", "65536,65536",
                                  "18446744073709551615", "1,1,1,1,1,1,1,1,1"}) {
    EXPECT_THAT(error_of(manifest("\"s\"", entry("a", shape))), ::testing::HasSubstr("shape"))
        << shape;
  }
  EXPECT_THAT(error_of(manifest("\"s\"", entry("a", "2", "complex64"))),
              ::testing::HasSubstr("complex64"));
  EXPECT_THAT(error_of(manifest("\"s\"", entry("a", "8", "uint8", ",\"quantization\":{}"))),
              ::testing::HasSubstr("quantized"));
  EXPECT_THAT(error_of(manifest("\"s\"", entry("a", "1") + "," + entry("a", "1"))),
              ::testing::HasSubstr("twice"));
}

TEST(TfjsWeightsTest, RefusesMoreThanOneGibibyteInAll) {
  std::string weights = entry("a", "134217728");
  for (const std::string name : {"b", "c"}) weights += "," + entry(name, "134217728");
  EXPECT_THAT(error_of(manifest("\"s\"", weights)), ::testing::HasSubstr("more than 1073741824"));
}

TEST(TfjsWeightsTest, RefusesOtherDocuments) {
  for (const std::string text : {"[]", "{}", "{\"weightsManifest\":3}", "{\"weightsManifest\":[1]}",
                                 "{\"weightsManifest\":[{\"weights\":[{}],\"paths\":[]}]}"}) {
    EXPECT_THAT(error_of(text), ::testing::HasSubstr("TensorFlow.js")) << text;
  }
  EXPECT_THAT(error_of("{"), ::testing::HasSubstr("model.json"));
  TemporaryFolder empty;
  EXPECT_THAT(input_error_of([&] { read_tfjs_weights(empty.path()); }),
              ::testing::HasSubstr("model.json"));
}

}  // namespace
}  // namespace hoi
