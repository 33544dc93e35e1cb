#include "weights/npy_array.h"

#include <cstdint>
#include <string>
#include <vector>

#include "support/errors.h"
#include "weights/pickle_text.h"

namespace hoi {
namespace {

using pickle_text::little_endian_bytes;
using pickle_text::raw;

std::string npy(const std::string& header, const std::string& content, int version = 1) {
  return std::string("\x93NUMPY") + static_cast<char>(version) + '\0' +
         little_endian_bytes(header.size(), version == 1 ? 2 : 4) + header + content;
}

const std::string kHeader = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1), }    \n";

TensorRecord parse(const std::string& bytes) {
  static const WeightSource source("file");
  static MadeBytes made(0);
  made = MadeBytes(1000);
  return read_npy("w", bytes, made, source);
}

TEST(ReadNpy, ReadsWhatNumpyWrites) {
  for (const int version : {1, 2, 3}) {
    const std::string bytes = npy(kHeader, raw({1.F, 2.F}), version);
    const TensorRecord record = parse(bytes);
    EXPECT_EQ(record.name, "w");
    EXPECT_EQ(record.type, TensorType::kFloat32);
    EXPECT_EQ(record.shape, (std::vector<std::int64_t>{2, 1}));
    EXPECT_EQ(record.bytes, raw({1.F, 2.F}));
  }
  EXPECT_TRUE(
      parse(npy("{'descr': '|b1', 'fortran_order': False, 'shape': (), }", "x")).shape.empty());
  EXPECT_EQ(parse(npy("{'descr': '<i8', 'fortran_order': False, 'shape': (0,), }", "")).bytes, "");
}

TEST(ReadNpy, ReordersColumnMajorArrays) {
  const std::string bytes =
      npy("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }", "adbecf");
  EXPECT_EQ(parse(bytes).bytes, "abcdef");
}

TEST(ReadNpy, RefusesOtherHeaders) {
  for (const std::string header :
       {"", "{}", "{'descr': '<f4'", "{'descr': '>f4', 'fortran_order': False, 'shape': (2,), }",
        "{'descr': '|O', 'fortran_order': False, 'shape': (2,), }",
        "{'descr': '<f4', 'fortran_order': 0, 'shape': (2,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2 1), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), } exit()"}) {
    EXPECT_THAT(input_error_of([&] { parse(npy(header, "12345678")); }),
                ::testing::HasSubstr("a header or a type that is not read"))
        << header;
  }
}

TEST(ReadNpy, RefusesAnotherSizeAndEveryTruncation) {
  const std::string bytes = npy(kHeader, raw({1.F, 2.F}));
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_THROW(parse(bytes.substr(0, length)), InputError) << length;
  }
  EXPECT_THROW(parse(bytes + "x"), InputError);
  EXPECT_THROW(parse(npy("{'descr': '<f8', 'fortran_order': False, 'shape': (140737488355328, "
                         "140737488355328), }",
                         "12345678")),
               InputError);
  EXPECT_THROW(parse(npy(kHeader, raw({1.F, 2.F}), 4)), InputError);
  EXPECT_THROW(parse("\x93NUMPX"), InputError);
}

}  // namespace
}  // namespace hoi
