#include "base/safetensors.h"

#include <cstring>
#include <stdexcept>

#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;

/// The bytes of a file with this header text, unchanged, and `data_bytes` zero bytes.
std::string file_with(const std::string& header, std::size_t data_bytes = 0) {
  std::string content;
  for (int shift = 0; shift < 64; shift += 8) {
    content += static_cast<char>((std::uint64_t{header.size()} >> shift) & 0xFF);
  }
  return content + header + std::string(data_bytes, '\0');
}

std::string safetensors_error(const std::string& content) {
  return input_error_of([&] { SafetensorsFile::parse(content, "x"); });
}

std::string tensor(const std::string& name, const std::string& dtype, const std::string& shape,
                   const std::string& offsets) {
  return "\"" + name + R"(":{"dtype":")" + dtype + R"(","shape":)" + shape + R"(,"data_offsets":)" +
         offsets + "}";
}

TEST(Safetensors, RoundTripKeepsOrderShapesBytesAndMetadata) {
  const float values[] = {1.5F, -2, 3, 4, 5, 6};
  std::string floats(sizeof(values), '\0');
  std::memcpy(floats.data(), values, sizeof(values));
  const std::vector<TensorRecord> records = {{"z", TensorType::kFloat32, {2, 3}, floats},
                                             {"a", TensorType::kUInt8, {}, "\x07"},
                                             {"empty", TensorType::kInt64, {0, 4}, ""}};
  const std::string content = encode_safetensors(records, {{"licence", "Apache-2.0 \"x\" \n"}});
  const auto file = SafetensorsFile::parse(content, "x");
  ASSERT_EQ(file.tensors().size(), 3U);
  EXPECT_EQ(file.tensors()[0].name, "z");
  EXPECT_EQ(file.tensors()[0].shape, (std::vector<std::int64_t>{2, 3}));
  EXPECT_EQ(file.tensors()[0].bytes, floats);
  EXPECT_EQ(file.find("a")->bytes, "\x07");
  EXPECT_TRUE(file.find("a")->shape.empty());
  EXPECT_EQ(file.find("empty")->type, TensorType::kInt64);
  EXPECT_EQ(file.find("missing"), nullptr);
  EXPECT_EQ(file.metadata().at("licence"), "Apache-2.0 \"x\" \n");
  EXPECT_EQ(encode_safetensors(file.tensors(), file.metadata()), content);
}

TEST(Safetensors, RecordsStayValidWhenTheFileMoves) {
  auto first =
      SafetensorsFile::parse(encode_safetensors({{"a", TensorType::kInt8, {2}, "hi"}}, {}), "x");
  const SafetensorsFile second = std::move(first);
  EXPECT_EQ(second.tensors()[0].bytes, "hi");
}

TEST(Safetensors, DataBeginAtAMultipleOfEight) {
  for (const std::string name : {"a", "ab", "abc", "abcdefgh"}) {
    const auto content = encode_safetensors({{name, TensorType::kUInt8, {1}, "x"}}, {});
    EXPECT_EQ((content.size() - 1) % 8, 0U) << name;
  }
}

TEST(Safetensors, EveryTypeHasItsSize) {
  const std::vector<std::pair<std::string, std::size_t>> types = {
      {"F64", 8}, {"F32", 4}, {"F16", 2}, {"BF16", 2}, {"I64", 8},
      {"I32", 4}, {"I8", 1},  {"U8", 1},  {"BOOL", 1}};
  for (const auto& [name, size] : types) {
    const auto header =
        "{" + tensor("a", name, "[3]", "[0," + std::to_string(3 * size) + "]") + "}";
    const auto file = SafetensorsFile::parse(file_with(header, 3 * size), "x");
    EXPECT_EQ(element_size(file.tensors()[0].type), static_cast<std::int64_t>(size)) << name;
  }
}

TEST(Safetensors, AcceptsNoTensorsAndTrailingSpacesInTheHeader) {
  EXPECT_TRUE(SafetensorsFile::parse(file_with("{}"), "x").tensors().empty());
  EXPECT_TRUE(SafetensorsFile::parse(file_with("{}   "), "x").tensors().empty());
}

TEST(Safetensors, EncoderRefusesRecordsThatContradictThemselves) {
  EXPECT_THROW(encode_safetensors({{"a", TensorType::kInt8, {3}, "hi"}}, {}),
               std::invalid_argument);
  EXPECT_THROW(encode_safetensors({{"a", TensorType::kInt8, {-1}, ""}}, {}), std::invalid_argument);
  EXPECT_THROW(encode_safetensors({{"__metadata__", TensorType::kInt8, {0}, ""}}, {}),
               std::invalid_argument);
  const TensorRecord twice = {"a", TensorType::kInt8, {1}, "x"};
  EXPECT_THROW(encode_safetensors({twice, twice}, {}), std::invalid_argument);
}

TEST(SafetensorsAttack, LengthsThatLie) {
  EXPECT_THAT(safetensors_error("1234567"),
              HasSubstr("x: no valid safetensors file: only 7 bytes"));
  EXPECT_THAT(safetensors_error(std::string(8, '\0')), HasSubstr("does not begin with '{'"));
  EXPECT_THAT(safetensors_error(std::string(8, '\xff')),
              HasSubstr("at most 100000000 are allowed"));
  const std::string three_bytes("\x03\0\0\0\0\0\0\0{}", 10);
  EXPECT_THAT(safetensors_error(three_bytes), HasSubstr("header of 3 bytes in a file of 10"));
  const std::string over_limit("\x01\xe1\xf5\x05\0\0\0\0{}", 10);  // 100,000,001
  EXPECT_THAT(safetensors_error(over_limit), HasSubstr("header of 100000001 bytes, at most"));
}

TEST(SafetensorsAttack, HeadersThatAreNoObject) {
  EXPECT_THAT(safetensors_error(file_with("[]")), HasSubstr("does not begin with '{'"));
  EXPECT_THAT(safetensors_error(file_with(" {}")), HasSubstr("does not begin with '{'"));
  EXPECT_THAT(safetensors_error(file_with("{}{}")), HasSubstr("no JSON"));
  EXPECT_THAT(safetensors_error(file_with(std::string("{}\0", 3))), HasSubstr("zero byte"));
  EXPECT_THAT(safetensors_error(file_with(R"({"a":1})")), HasSubstr("tensor 'a' is no object"));
  EXPECT_THAT(safetensors_error(file_with(R"({"a":{"b":[[1]]}})")), HasSubstr("nested too deeply"));
  EXPECT_THAT(safetensors_error(file_with("{\"a\":" + std::string(1'000'000, '['))),
              HasSubstr("too deeply"));
}

TEST(SafetensorsAttack, DuplicateKeys) {
  const auto a = tensor("a", "U8", "[1]", "[0,1]");
  EXPECT_THAT(safetensors_error(file_with("{" + a + "," + a + "}", 1)),
              HasSubstr("key 'a' stands twice"));
  EXPECT_THAT(safetensors_error(file_with(
                  R"({"a":{"dtype":"U8","shape":[9],"shape":[1],"data_offsets":[0,1]}})", 1)),
              HasSubstr("key 'shape' stands twice"));
  EXPECT_THAT(safetensors_error(file_with(R"({"__metadata__":{},"__metadata__":{}})")),
              HasSubstr("key '__metadata__' stands twice"));
}

TEST(SafetensorsAttack, HolesOverlapsAndLeftOvers) {
  const auto a = tensor("a", "U8", "[2]", "[0,2]");
  const auto hole = tensor("b", "U8", "[1]", "[3,4]");
  const auto overlap = tensor("b", "U8", "[2]", "[1,3]");
  EXPECT_THAT(safetensors_error(file_with("{" + a + "," + hole + "}", 4)),
              HasSubstr("expected from 2"));
  EXPECT_THAT(safetensors_error(file_with("{" + a + "," + overlap + "}", 3)),
              HasSubstr("expected from 2"));
  const auto same = tensor("b", "U8", "[2]", "[0,2]");
  EXPECT_THAT(safetensors_error(file_with("{" + a + "," + same + "}", 2)),
              HasSubstr("expected from 2"));
  EXPECT_THAT(safetensors_error(file_with("{" + a + "}", 3)),
              HasSubstr("1 bytes belong to no tensor"));
  EXPECT_THAT(safetensors_error(file_with("{" + a + "}", 1)), HasSubstr("truncated"));
  EXPECT_THAT(safetensors_error(file_with("{" + tensor("a", "U8", "[1]", "[1,2]") + "}", 2)),
              HasSubstr("expected from 0"));
}

TEST(SafetensorsAttack, ShapesThatDoNotFitOrOverflow) {
  const auto fits_not = [](const std::string& dtype, const std::string& shape,
                           const std::string& offsets) {
    return safetensors_error(file_with("{" + tensor("a", dtype, shape, offsets) + "}", 8));
  };
  EXPECT_THAT(fits_not("F32", "[3]", "[0,8]"), HasSubstr("do not fit to data_offsets [0, 8]"));
  EXPECT_THAT(fits_not("U8", "[8]", "[8,0]"), HasSubstr("do not fit"));
  // 2^32 * 2^32 = 2^64 wraps to 0 and 2^61 * 8 to 0 in 64-bit arithmetic.
  EXPECT_THAT(fits_not("U8", "[4294967296,4294967296]", "[0,0]"), HasSubstr("do not fit"));
  EXPECT_THAT(fits_not("F64", "[2305843009213693952]", "[0,0]"), HasSubstr("do not fit"));
  EXPECT_THAT(fits_not("U8", "[0,4294967296,4294967296]", "[0,0]"), HasSubstr("do not fit"));
  EXPECT_THAT(fits_not("U8", "[-8]", "[0,8]"), HasSubstr("integers from 0"));
  EXPECT_THAT(fits_not("U8", "[8.0]", "[0,8]"), HasSubstr("integers from 0"));
  EXPECT_THAT(fits_not("U8", "[9223372036854775808]", "[0,8]"), HasSubstr("integers from 0"));
  EXPECT_THAT(fits_not("U8", "[99999999999999999999]", "[0,8]"), HasSubstr("integers from 0"));
  EXPECT_THAT(fits_not("U8", "8", "[0,8]"), HasSubstr("shape is no list"));
  EXPECT_THAT(fits_not("U8", "[8]", "[0,4,8]"), HasSubstr("must have two entries"));
  EXPECT_THAT(fits_not("U8", "[8]", "[-1,7]"), HasSubstr("integers from 0"));
  std::string ones = "[8";
  for (int i = 0; i < 64; ++i) ones += ",1";
  EXPECT_THAT(fits_not("U8", ones + "]", "[0,8]"), HasSubstr("shape is too long"));
}

TEST(SafetensorsAttack, EntriesWithWrongMembers) {
  EXPECT_THAT(safetensors_error(file_with("{" + tensor("a", "Q4", "[1]", "[0,1]") + "}", 1)),
              HasSubstr("element type 'Q4' is not supported"));
  EXPECT_THAT(
      safetensors_error(file_with(R"({"a":{"dtype":4,"shape":[1],"data_offsets":[0,1]}})", 1)),
      HasSubstr("element type (no string)"));
  EXPECT_THAT(safetensors_error(file_with(R"({"a":{"dtype":"U8","shape":[1]}})", 1)),
              HasSubstr("lacks"));
  EXPECT_THAT(safetensors_error(
                  file_with(R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"x":1}})", 1)),
              HasSubstr("unknown key 'x'"));
  EXPECT_THAT(safetensors_error(file_with(R"({"__metadata__":{"a":1}})")),
              HasSubstr("'a' is no string"));
  EXPECT_THAT(safetensors_error(file_with(R"({"__metadata__":[]})")),
              HasSubstr("__metadata__ is no object"));
}

TEST(SafetensorsAttack, NamesCannotForgeMessages) {
  const auto text = safetensors_error(file_with(R"({"a\n\u001b[31m":1})"));
  EXPECT_THAT(text, HasSubstr("tensor 'a??[31m'"));
}

TEST(SafetensorsRead, NamesTheFile) {
  const TemporaryFolder folder;
  EXPECT_THAT(input_error_of([&] { SafetensorsFile::read(folder.write("m.safetensors", "x")); }),
              HasSubstr("m.safetensors: no valid safetensors file"));
}

}  // namespace
}  // namespace hoi
