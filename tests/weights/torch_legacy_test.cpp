#include "weights/torch_legacy.h"

#include <cstdint>
#include <string>

#include "support/errors.h"
#include "weights/torch_bytes.h"

namespace hoi {
namespace {

using namespace pickle_text;

const WeightSource kLegacyFile("file");

std::string legacy_object() {
  const std::string first = storage("FloatStorage", "94", 4);
  return dictionary({{"a", tensor(first, 0, {2, 2}, {1, 2})},
                     {"b", tensor(storage("FloatStorage", "95", 1), 0, {1}, {1})},
                     {"c", tensor(first, 3, {1}, {1})}});
}

StoredBytes legacy_storages() { return {{"95", raw({9.F})}, {"94", raw({1.F, 2.F, 3.F, 4.F})}}; }

std::string legacy_error(const std::string& bytes) {
  return input_error_of([&] {
    MadeBytes made(1000);
    read_torch_legacy(bytes, made, kLegacyFile);
  });
}

TEST(TorchLegacy, ReadsStoragesInTheOrderOfTheList) {
  const std::string bytes = torch_legacy_bytes(legacy_object(), legacy_storages(), 4);
  EXPECT_TRUE(is_torch_legacy(bytes));
  MadeBytes made(16);
  const NamedArrays arrays = read_torch_legacy(bytes, made, kLegacyFile);
  ASSERT_EQ(arrays.tensors.size(), 3U);
  EXPECT_EQ(arrays.tensors[0].bytes, raw({1.F, 3.F, 2.F, 4.F}));
  EXPECT_EQ(arrays.tensors[1].bytes, raw({9.F}));
  EXPECT_EQ(arrays.tensors[2].bytes, raw({4.F}));
}

TEST(TorchLegacy, RefusesEveryTruncationAndWhatFollows) {
  const std::string bytes = torch_legacy_bytes(legacy_object(), legacy_storages(), 4);
  for (std::size_t length = 0; length < bytes.size(); ++length)
    legacy_error(bytes.substr(0, length));
  EXPECT_THAT(legacy_error(bytes + "x"), ::testing::HasSubstr("1 bytes follow"));
}

TEST(TorchLegacy, RefusesListsThatDiffer) {
  StoredBytes short_list{legacy_storages()[0]}, twice{legacy_storages()[0], legacy_storages()[0]},
      other{legacy_storages()[0], {"96", raw({1.F, 2.F, 3.F, 4.F})}};
  EXPECT_THAT(legacy_error(torch_legacy_bytes(legacy_object(), short_list, 4)),
              ::testing::HasSubstr("does not list the 2 storages"));
  EXPECT_THAT(legacy_error(torch_legacy_bytes(legacy_object(), twice, 4)),
              ::testing::HasSubstr("twice"));
  EXPECT_THAT(legacy_error(torch_legacy_bytes(legacy_object(), other, 4)),
              ::testing::HasSubstr("no tensor"));
}

TEST(TorchLegacy, RefusesStoragesOfTwoSizes) {
  StoredBytes longer = legacy_storages();
  longer[0].second += raw({1.F});
  EXPECT_THAT(legacy_error(torch_legacy_bytes(legacy_object(), longer, 4)),
              ::testing::HasSubstr("'95' has two sizes"));
  const std::string huge = storage("FloatStorage", "0", std::int64_t{1} << 60);
  EXPECT_THAT(legacy_error(
                  torch_legacy_beginning() + whole(dictionary({{"a", tensor(huge, 0, {1}, {1})}})) +
                  whole(list({text("0")})) + little_endian_bytes(std::uint64_t{1} << 60, 8)),
              ::testing::HasSubstr("bytes expected"));
}

TEST(TorchLegacy, RefusesOtherVersionsAndMachines) {
  const std::string magic = torch_legacy_beginning().substr(0, 15);
  EXPECT_THAT(legacy_error(magic + whole(integer(1002))), ::testing::HasSubstr("unknown version"));
  EXPECT_THAT(
      legacy_error(magic + whole(integer(1001)) + whole(dictionary({{"little_endian", "\x89"}}))),
      ::testing::HasSubstr("big-endian"));
  EXPECT_FALSE(is_torch_legacy(whole(integer(1001))));
  legacy_error(whole("}") + std::string(20, ' '));
}

}  // namespace
}  // namespace hoi
