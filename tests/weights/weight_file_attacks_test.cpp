// Files made to harm: every one must be refused with one line, soon and without much memory. The
// readers' own tests hold the same ideas closer to the code; here whole files meet the front door.
#include <cstdint>
#include <string>
#include <vector>

#include <sys/resource.h>

#include "support/errors.h"
#include "weights/torch_bytes.h"
#include "weights/weight_file.h"

namespace hoi {
namespace {

using namespace pickle_text;

std::int64_t peak_kilobytes() {
  struct rusage usage {};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

#if defined(__SANITIZE_ADDRESS__)
constexpr bool kIsSanitized = true;
#elif defined(__has_feature)
constexpr bool kIsSanitized = __has_feature(address_sanitizer);
#else
constexpr bool kIsSanitized = false;
#endif

/// What a refusal may take beyond the file: a sanitizer keeps what was freed.
constexpr std::int64_t kAllowedKilobytes = (kIsSanitized ? 256 : 64) << 10;

/// The error for such a file.
std::string refusal_of(const std::string& bytes) {
  const std::int64_t before = peak_kilobytes();
  const std::string text = input_error_of([&] { WeightFile::parse(bytes, "attack"); });
  EXPECT_LT(peak_kilobytes() - before,
            static_cast<std::int64_t>(bytes.size() >> 10) + kAllowedKilobytes);
  EXPECT_LT(text.size(), 500U);
  return text;
}

std::string one_tensor(std::int64_t elements, const std::vector<std::int64_t>& shape,
                       const std::vector<std::int64_t>& strides, std::int64_t offset = 0) {
  return dictionary(
      {{"w", tensor(storage("FloatStorage", "0", elements), offset, shape, strides)}});
}

void expect_refused_in_both_containers(const std::string& object, const std::string& content) {
  refusal_of(torch_zip_bytes(object, {{"0", content}}));
  refusal_of(torch_zip_bytes(object, {{"0", content}}, true));
  refusal_of(torch_legacy_bytes(object, {{"0", content}}, 4));
}

TEST(WeightFileAttacks, StoragesShorterThanTheyClaim) {
  const std::string content(24, 'x');
  expect_refused_in_both_containers(one_tensor(10'000'000, {10'000'000}, {1}), content);
  expect_refused_in_both_containers(one_tensor(6, {10'000'000}, {1}), content);
  expect_refused_in_both_containers(one_tensor(6, {2, 3}, {3, 1}, 1), content);
  expect_refused_in_both_containers(one_tensor(6, {6}, {1}, -1), content);
}

TEST(WeightFileAttacks, NumbersThatWrapAround) {
  const std::string content(24, 'x');
  for (const std::int64_t large :
       {INT64_MAX, INT64_MIN, std::int64_t{1} << 62, std::int64_t{1} << 32, INT64_MAX / 4 + 2}) {
    expect_refused_in_both_containers(one_tensor(large, {1}, {1}), content);
    expect_refused_in_both_containers(one_tensor(6, {large}, {1}), content);
    expect_refused_in_both_containers(one_tensor(6, {2}, {large}), content);
    expect_refused_in_both_containers(one_tensor(6, {1}, {1}, large), content);
    expect_refused_in_both_containers(one_tensor(6, {large, large, 4}, {1, 1, 1}), content);
  }
}

TEST(WeightFileAttacks, TensorsThatUseAnElementTwice) {
  expect_refused_in_both_containers(one_tensor(6, {1'000'000'000}, {0}), std::string(24, 'x'));
  expect_refused_in_both_containers(one_tensor(6, {3, 3}, {1, 1}), std::string(24, 'x'));
}

TEST(WeightFileAttacks, ManyReorderedCopiesOfOneStorage) {
  std::string object = "}(" + text("s") + storage("FloatStorage", "0", 10000) + "q\1";
  for (int i = 0; i < 1000; ++i) {
    object += text("w" + std::to_string(i)) + tensor("h\1", 0, {100, 100}, {1, 100});
  }
  EXPECT_THAT(refusal_of(torch_zip_bytes(object + "u", {{"0", std::string(40000, 'x')}})),
              ::testing::HasSubstr("more are allowed"));
}

TEST(WeightFileAttacks, NamesThatStandTwice) {
  const std::string tensors = tensor(storage("FloatStorage", "0", 1), 0, {1}, {1});
  expect_refused_in_both_containers(dictionary({{"w", tensors}, {"w", tensors}}), "1234");
}

TEST(WeightFileAttacks, PicklesThatCallPython) {
  const auto attack = [](const std::string& module, const std::string& name) {
    const std::string object = call(module, name, {text("touch /tmp/owned")});
    const std::string hidden = dictionary({{"w", array("u1", {1}, bytes("x"))}, {"x", object}});
    EXPECT_THAT(refusal_of(whole(object)), ::testing::HasSubstr("'" + module + "'"));
    refusal_of(whole(hidden));
    refusal_of(torch_zip_bytes(hidden, {}));
    refusal_of(torch_legacy_bytes(hidden, {}, 1));
    refusal_of(whole(text(module) + text(name) + "\x93)R"));
  };
  attack("posix", "system");
  attack("nt", "system");
  attack("os", "popen");
  attack("subprocess", "check_output");
  attack("builtins", "eval");
  attack("builtins", "getattr");
  attack("__builtin__", "apply");
  attack("importlib", "import_module");
  attack("runpy", "run_path");
  attack("torch.hub", "load");
  attack("torch.serialization", "load");
  attack("numpy.f2py.crackfortran", "myeval");
  refusal_of(whole("(iposix\nsystem\n"));                               // INST
  refusal_of(whole(global("collections", "OrderedDict") + ")\x81"));    // NEWOBJ
  refusal_of(whole("\x82\x01"));                                        // an extension's code
  refusal_of(whole("(" + global("collections", "OrderedDict") + "o"));  // OBJ
  refusal_of(whole("Pkey\n"));                                          // PERSID
}

TEST(WeightFileAttacks, DeepNestingAndCircles) {
  refusal_of("\x80\x02" + std::string(1'000'000, '('));
  refusal_of(whole(std::string(1'000'000, ']') + std::string(999'999, 'a')));
  refusal_of(whole(std::string(100'000, '}')));
  std::string deep = "N";
  for (int i = 0; i < 100'000; ++i) deep += "\x85";
  refusal_of(whole(deep));
  refusal_of(whole("}q\1(" + text("model") + "h\1u"));
  refusal_of(whole("}q\1(" + text("a") + "}(" + text("b") + "h\1uu"));
}

TEST(WeightFileAttacks, BombsInTheMemo) {
  std::string laughs = "]q" + std::string(1, '\0') + "0";
  for (char i = 1; i < 100; ++i) {  // lists of ten times the one before
    laughs += "](";
    for (int k = 0; k < 10; ++k) laughs += std::string("h") + static_cast<char>(i - 1);
    laughs += std::string("eq") + i + "0";
  }
  refusal_of(whole(laughs + "hc"));
  refusal_of(whole("Nr\xff\xff\xff\xff"));
  std::string many = "N";
  for (int i = 0; i < 500'000; ++i) many += "r" + little_endian_bytes(std::uint64_t(i) * 8191, 4);
  refusal_of(whole(many));
  std::string again = "Nq\1";
  for (int i = 0; i < 3'000'000; ++i) again += "h\1";
  refusal_of(whole(again));
  std::string copies = text(std::string(1000, 'x')) + "q\1" + text("latin1") + "q\2";
  for (int i = 0; i < 100'000; ++i) copies += global("_codecs", "encode") + "h\1h\2\x86R";
  refusal_of(whole(copies));
}

TEST(WeightFileAttacks, ZipBombs) {
  const std::string zeros(8 << 20, '\0');
  const std::string object = one_tensor(8 << 18, {8 << 18}, {1});
  std::vector<ZipPart> parts{{"a/data.pkl", whole(object)}, {"a/data/0", zeros, true}};
  EXPECT_THAT(refusal_of(zip_bytes(parts)), ::testing::HasSubstr("more are allowed"));
  refusal_of(zip_bytes({{"a/data.pkl", whole("}") + zeros, true}}));
  refusal_of(zip_bytes({{"a.npy", zeros, true}}));
  std::vector<ZipPart> same;  // one content under a thousand names
  for (int i = 0; i < 1000; ++i) {
    ZipPart part{"a" + std::to_string(i) + ".npy", std::string(1000, 'x')};
    part.begin_error = -static_cast<std::int64_t>(i) * 1000;
    same.push_back(part);
  }
  refusal_of(zip_bytes(same));
}

TEST(WeightFileAttacks, SafetensorsHeaders) {
  const auto file = [](std::uint64_t length, const std::string& rest) {
    return little_endian_bytes(length, 8) + rest;
  };
  refusal_of(file(100'000'000, "{" + std::string(1000, ' ')));
  refusal_of(file(100'000'001, "{}"));
  refusal_of(file(UINT64_MAX, "{}"));
  const auto header = [&](const std::string& text, const std::string& data) {
    return file(text.size(), text + data);
  };
  const std::string a = R"("a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]})";
  refusal_of(header("{" + a + "}", "x"));             // short
  refusal_of(header("{" + a + "}", "xyz"));           // bytes of nobody
  refusal_of(header("{" + a + "," + a + "}", "xy"));  // twice
  refusal_of(header("{" + a + R"(,"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}})", "xyz"));
  refusal_of(header("{" + a + R"(,"b":{"dtype":"U8","shape":[2],"data_offsets":[3,5]}})", "xyzzy"));
  refusal_of(header(R"({"a":{"dtype":"F64","shape":[2305843009213693952,8],)"
                    R"("data_offsets":[0,0]}})",
                    ""));
}

TEST(WeightFileAttacks, TruncationsAndFlippedBytesAreNeverACrash) {
  const std::string object =
      dictionary({{"state_dict", one_tensor(6, {2, 3}, {3, 1})}, {"epoch", integer(3)}});
  const std::string content = raw({1.F, 2.F, 3.F, 4.F, 5.F, 6.F});
  for (const std::string& file :
       {torch_zip_bytes(object, {{"0", content}}), torch_zip_bytes(object, {{"0", content}}, true),
        torch_legacy_bytes(object, {{"0", content}}, 4),
        whole(dictionary({{"w", array("f4", {2, 3}, bytes(content))}}))}) {
    WeightFile::parse(file, "whole");
    for (std::size_t length = 0; length < file.size(); ++length) {
      EXPECT_THROW(WeightFile::parse(file.substr(0, length), "cut"), InputError) << length;
    }
    for (std::size_t at = 0; at < file.size(); ++at) {
      for (const int mask : {1, 0x80, 0xff}) {
        std::string flipped = file;
        flipped[at] = static_cast<char>(flipped[at] ^ mask);
        try {
          WeightFile::parse(flipped, "flipped");
        } catch (const InputError&) {
        }
      }
    }
  }
}

}  // namespace
}  // namespace hoi
