#include "formats/run_length_json.h"

#include "support/errors.h"

namespace hoi {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

const RunLengthMask kMask = {3, 2, {1, 4, 1}};

TEST(RunLengthJson, ReadsBothForms) {
  EXPECT_TRUE(parse_run_lengths(json::parse(R"({"size": [2, 3], "counts": [1, 4, 1]})")) == kMask);
  EXPECT_TRUE(parse_run_lengths(json::parse(R"({"counts": "141", "size": [2, 3]})")) == kMask);
}

TEST(RunLengthJson, WritesCompressedCounts) {
  EXPECT_EQ(run_lengths_to_json(kMask).dump(), R"({"size":[2,3],"counts":"141"})");
}

TEST(RunLengthJson, SaysWhatIsWrong) {
  const auto problem = [](const std::string& text) {
    return input_error_of([&] { parse_run_lengths(json::parse(text)); });
  };
  for (const std::string form :
       {"3", "null", "[]", "{}", R"({"size": [2, 3]})", R"({"counts": "141"})",
        R"({"size": [2, 3], "counts": 4})", R"({"size": [2, 3, 1], "counts": "141"})"}) {
    EXPECT_THAT(problem(form), HasSubstr("run-length codes must be {\"size\"")) << form;
  }
  for (const std::string size : {"[0, 3]", "[2, -3]", "[2, 65536]", "[2, 3.5]", "[\"2\", 3]"}) {
    EXPECT_THAT(problem(R"({"counts": "141", "size": )" + size + "}"),
                HasSubstr("'size' must be [height, width], each from 1 to 65535"))
        << size;
  }
  for (const std::string count : {"-1", "4.5", "6", "99999999999", "null", "[4]"}) {
    EXPECT_THAT(problem(R"({"size": [2, 3], "counts": [1, )" + count + ", 1]}"),
                HasSubstr("run 2 must have from 0 to 5 pixels"))
        << count;
  }
  EXPECT_EQ(problem(R"({"size": [2, 3], "counts": [1, 4]})"),
            "'counts' leaves 1 of 3 x 2 pixels open");
  EXPECT_THAT(problem(R"({"size": [2, 3], "counts": "14"})"), HasSubstr("leaves 1 of 3 x 2"));
}

}  // namespace
}  // namespace hoi
