#include "weights/pickled_arrays.h"

#include <cstdint>
#include <string>
#include <vector>

#include "support/errors.h"
#include "weights/pickle_text.h"
#include "weights/unpickler.h"

namespace hoi {
namespace {

using namespace pickle_text;

const WeightSource kArraysFile("file");

/// Names and bytes of the arrays in a pickle, "a=xy b=z", then the texts.
std::string summary_of(const std::string& steps) {
  const std::string bytes = whole(steps);
  MadeBytes made(1000);
  ByteCursor cursor(bytes, kArraysFile);
  const PickleGraph graph = unpickle(cursor, made);
  const std::vector<std::string_view> storages(graph.storages.size(), "0123456789");
  const NamedArrays arrays = collect_arrays(graph, storages, made, kArraysFile);
  std::string summary;
  for (const TensorRecord& record : arrays.tensors) {
    summary += record.name + "=" + std::string(record.bytes) + " ";
  }
  for (const auto& [name, text] : arrays.texts) summary += name + ":" + std::string(text) + " ";
  return summary;
}

std::string collect_error(const std::string& steps) {
  return input_error_of([&] { summary_of(steps); });
}

std::string byte_array(const std::string& content) {
  return array("u1", {static_cast<std::int64_t>(content.size())}, bytes(content));
}

TEST(CollectArrays, TakesArraysAndTensorsAndLeavesOutTheRest) {
  const std::string stored = storage("CharStorage", "0", 10);
  EXPECT_EQ(summary_of(dictionary({{"a", byte_array("xy")},
                                   {"epoch", integer(3)},
                                   {"b", tensor(stored, 2, {2, 2}, {1, 2})},
                                   {"list", list({byte_array("no")})}})),
            "a=xy b=2435 ");
}

TEST(CollectArrays, ChoosesTheDictionaryOfTheWeights) {
  const std::string weights = dictionary({{"w", byte_array("1")}});
  for (const std::string name : {"state_dict", "model", "model_state_dict", "blobs"}) {
    EXPECT_EQ(summary_of(dictionary(
                  {{"optimizer", dictionary({{"o", byte_array("2")}})}, {name, weights}})),
              "w=1 ");
  }
  EXPECT_EQ(summary_of(dictionary({{"model", text("resnet")}, {"w", byte_array("1")}})),
            "w=1 model:resnet ");
}

TEST(CollectArrays, JoinsNamesOfDictionariesWithin) {
  EXPECT_EQ(summary_of(dictionary({{"backbone", dictionary({{"w", byte_array("1")}})}})),
            "backbone.w=1 ");
}

TEST(CollectArrays, NamesMayBeBytesOfPython2) {
  EXPECT_EQ(summary_of("}(" + bytes("w") + byte_array("1") + "u"), "w=1 ");
}

TEST(CollectArrays, KeepsTheTextsOfTheOuterDictionaries) {
  EXPECT_EQ(
      summary_of(dictionary({{"meta", dictionary({{"config", text("x = 1")},
                                                  {"deep", dictionary({{"no", text("x")}})}})},
                             {"author", text("me")},
                             {"state_dict", dictionary({})}})),
      "author:me meta.config:x = 1 ");
}

TEST(CollectArrays, RefusesNamesThatStandTwice) {
  const std::string twice = byte_array("1");
  EXPECT_THAT(collect_error(dictionary({{"w", twice}, {"w", twice}})),
              ::testing::HasSubstr("'w' stands twice"));
  EXPECT_THAT(collect_error(dictionary({{"a.b", twice}, {"a", dictionary({{"b", twice}})}})),
              ::testing::HasSubstr("'a.b' stands twice"));
}

TEST(CollectArrays, RefusesNamesThatAreNone) {
  for (const std::string name : {"", "a b", "a\nb", "\xc3\xa4", "\x1b[31m"}) {
    EXPECT_THAT(collect_error(dictionary({{name, byte_array("1")}})),
                ::testing::HasSubstr("no name"));
  }
  collect_error(dictionary({{std::string(301, 'x'), byte_array("1")}}));
  collect_error("}(" + integer(1) + byte_array("1") + "u");
  collect_error("}(N" + byte_array("1") + "u");
}

TEST(CollectArrays, RefusesCirclesAndDepth) {
  EXPECT_THAT(collect_error("}q" + std::string(1, '\1') + "(" + text("a") + "h\1u"),
              ::testing::HasSubstr("circle"));
  std::string deep = byte_array("1");
  for (int i = 0; i < 9; ++i) deep = dictionary({{"a", deep}});
  EXPECT_THAT(collect_error(deep), ::testing::HasSubstr("nested too deeply"));
}

TEST(CollectArrays, RefusesEverythingButADictionary) {
  EXPECT_THAT(collect_error(byte_array("1")), ::testing::HasSubstr("no dictionary"));
  collect_error("N");
  collect_error(list({byte_array("1")}));
}

TEST(CollectArrays, RefusesArraysOfTheWrongSize) {
  EXPECT_THAT(collect_error(dictionary({{"w", array("f4", {2}, bytes("1234567"))}})),
              ::testing::HasSubstr("7 bytes, which is not what its shape needs"));
  collect_error(dictionary({{"w", array("f4", {2}, bytes("123456789"))}}));
  collect_error(dictionary({{"w", array("f4", {-2}, bytes("12345678"))}}));
  collect_error(dictionary({{"w", array("f4", {INT64_MAX, INT64_MAX}, bytes("12345678"))}}));
  EXPECT_THAT(collect_error(dictionary(
                  {{"w", call("numpy.core.multiarray", "_reconstruct",
                              {global("numpy", "ndarray"), integers({0}), bytes("b")})}})),
              ::testing::HasSubstr("no content"));
  EXPECT_THAT(
      collect_error(dictionary({{"w", tensor(storage("CharStorage", "0", 10), 9, {2}, {1})}})),
      ::testing::HasSubstr("does not fit"));
}

TEST(CollectArrays, ReordersColumnMajorArrays) {
  EXPECT_EQ(summary_of(dictionary({{"w", array("u1", {2, 3}, bytes("adbecf"), true)}})),
            "w=abcdef ");
}

}  // namespace
}  // namespace hoi
