#include "weights/pickle_calls.h"

#include <cstdint>
#include <string>
#include <vector>

#include "support/errors.h"
#include "weights/pickle_text.h"
#include "weights/unpickler.h"

namespace hoi {
namespace {

using namespace pickle_text;

// The calls are driven by pickles: that is how their arguments come onto the stack.
PickleGraph graph_of(const std::string& steps, std::uint64_t limit = 1 << 16) {
  static const WeightSource source("file");
  static std::string kept;  // texts of the graph point into it
  static MadeBytes made(0);
  kept = whole(steps);
  made = MadeBytes(limit);
  ByteCursor cursor(kept, source);
  return unpickle(cursor, made);
}

std::string call_error(const std::string& steps, std::uint64_t limit = 1 << 16) {
  return input_error_of([&] { graph_of(steps, limit); });
}

TEST(PickleCalls, ATensorIsAWindowIntoAStorage) {
  const auto graph = graph_of(tensor(storage("HalfStorage", "7", 12), 2, {2, 3}, {3, 1}));
  EXPECT_EQ(graph.nodes[graph.root].kind, PickleKind::kTensor);
  ASSERT_EQ(graph.tensors.size(), 1U);
  EXPECT_EQ(graph.tensors[0].offset, 2);
  EXPECT_EQ(graph.tensors[0].shape, (std::vector<std::int64_t>{2, 3}));
  EXPECT_EQ(graph.tensors[0].strides, (std::vector<std::int64_t>{3, 1}));
  ASSERT_EQ(graph.storages.size(), 1U);
  EXPECT_EQ(graph.storages[0].key, "7");
  EXPECT_EQ(graph.storages[0].type, TensorType::kFloat16);
  EXPECT_EQ(graph.storages[0].elements, 12);
}

TEST(PickleCalls, AParameterIsItsTensor) {
  const auto inner = tensor(storage("FloatStorage", "0", 1), 0, {1}, {1});
  const auto graph = graph_of(call("torch._utils", "_rebuild_parameter", {inner, "\x88", "N"}));
  EXPECT_EQ(graph.nodes[graph.root].kind, PickleKind::kTensor);
  EXPECT_EQ(graph.tensors.size(), 1U);
  call_error(call("torch._utils", "_rebuild_parameter", {"N", "\x88", "N"}));
}

TEST(PickleCalls, OrderedDictionariesAreDictionariesInBothNotations) {
  const auto empty = graph_of(call("collections", "OrderedDict", {}) + "(" + text("a") + "Nu");
  EXPECT_EQ(empty.nodes[empty.root].kind, PickleKind::kDictionary);
  EXPECT_EQ(empty.nodes[empty.root].items.size(), 2U);
  const auto pairs = graph_of(
      call("collections", "OrderedDict", {list({list({text("a"), "N"}), list({text("b"), "N"})})}));
  EXPECT_EQ(pairs.nodes[pairs.root].items.size(), 4U);
  call_error(call("collections", "OrderedDict", {list({list({text("a")})})}));
  call_error(call("collections", "OrderedDict", {list({"N"})}));
  call_error(call("collections", "OrderedDict", {"N"}));
  call_error(call("collections", "OrderedDict", {list({}), list({})}));
}

TEST(PickleCalls, AttributesOfADictionaryAreDropped) {
  const auto graph =
      graph_of(call("collections", "OrderedDict", {}) + dictionary({{"_metadata", "N"}}) + "b");
  EXPECT_TRUE(graph.nodes[graph.root].items.empty());
  call_error("]" + dictionary({{"_metadata", "N"}}) + "b");
}

TEST(PickleCalls, ANumpyArrayIsFilledOnce) {
  const auto graph = graph_of(array("f8", {2, 1}, bytes("0123456789abcdef"), true));
  ASSERT_EQ(graph.arrays.size(), 1U);
  EXPECT_TRUE(graph.arrays[0].is_filled);
  EXPECT_TRUE(graph.arrays[0].is_column_major);
  EXPECT_EQ(graph.arrays[0].type, TensorType::kFloat64);
  EXPECT_EQ(graph.arrays[0].shape, (std::vector<std::int64_t>{2, 1}));
  EXPECT_EQ(graph.arrays[0].elements, "0123456789abcdef");
  const std::string state =
      tuple({integer(1), integers({1}), call("numpy", "dtype", {text("i1"), "\x89", "\x88"}),
             "\x89", bytes("x")});
  EXPECT_THAT(call_error(array("i1", {1}, bytes("x")) + state + "b"),
              ::testing::HasSubstr("twice"));
}

TEST(PickleCalls, ArrayTypesAreThoseOfNumbersInLittleEndian) {
  const auto type_of = [](const std::string& name) {
    const auto graph = graph_of(call("numpy", "dtype", {text(name), "\x89", "\x88"}));
    return static_cast<TensorType>(graph.nodes[graph.root].integer);
  };
  EXPECT_EQ(type_of("f4"), TensorType::kFloat32);
  EXPECT_EQ(type_of("f2"), TensorType::kFloat16);
  EXPECT_EQ(type_of("i8"), TensorType::kInt64);
  EXPECT_EQ(type_of("i4"), TensorType::kInt32);
  EXPECT_EQ(type_of("i2"), TensorType::kInt16);
  EXPECT_EQ(type_of("i1"), TensorType::kInt8);
  EXPECT_EQ(type_of("u1"), TensorType::kUInt8);
  EXPECT_EQ(type_of("b1"), TensorType::kBool);
  EXPECT_THAT(call_error(call("numpy", "dtype", {text("O8"), "\x89", "\x88"})),
              ::testing::HasSubstr("'O8'"));
  const std::string type = call("numpy", "dtype", {text("f4"), "\x89", "\x88"});
  const auto state = [](const std::string& order, const std::string& fields) {
    return tuple({integer(3), text(order), "N", "N", fields, integer(-1), integer(-1)}) + "b";
  };
  graph_of(type + state("|", "N"));
  EXPECT_THAT(call_error(type + state(">", "N")), ::testing::HasSubstr("big-endian"));
  EXPECT_THAT(call_error(type + state("<", dictionary({}))), ::testing::HasSubstr("composite"));
}

TEST(PickleCalls, Latin1TextsAreBytes) {
  const auto encoded = [](const std::string& value, std::uint64_t limit = 100) {
    const auto graph = graph_of(call("_codecs", "encode", {text(value), text("latin1")}), limit);
    EXPECT_EQ(graph.nodes[graph.root].kind, PickleKind::kBytes);
    return std::string(graph.nodes[graph.root].text);
  };
  EXPECT_EQ(encoded("abc"), "abc");
  EXPECT_EQ(encoded("\xc2\x80\xc3\xbf\x7f"), "\x80\xff\x7f");
  EXPECT_EQ(encoded(std::string(3, '\0')), std::string(3, '\0'));
  for (const std::string broken : {"\xc4\x80", "\xc2",
                                   "\xc2"
                                   "a",
                                   "\x80", "\xff"}) {
    EXPECT_THAT(call_error(call("_codecs", "encode", {text(broken), text("latin1")})),
                ::testing::HasSubstr("not latin1"));
  }
  EXPECT_EQ(graph_of(call("__builtin__", "bytes", {})).nodes[0].text, "");
  call_error(call("__builtin__", "bytes", {integer(1 << 30)}));
  call_error(call("_codecs", "encode", {text("abc"), text("rot13")}));
  call_error(call("_codecs", "encode", {text("abc")}));
  EXPECT_THAT(call_error(call("_codecs", "encode", {text("abcd"), text("latin1")}), 3),
              ::testing::HasSubstr("4 more bytes"));
}

TEST(PickleCalls, CallsWithOtherValuesAreRefused) {
  const std::string stored = storage("FloatStorage", "0", 4);
  const auto rebuild = [](const std::vector<std::string>& values) {
    return call("torch._utils", "_rebuild_tensor_v2", values);
  };
  call_error(rebuild({}));
  call_error(rebuild({stored, integer(0), integers({2})}));
  call_error(rebuild({"N", integer(0), integers({2}), integers({1})}));
  call_error(rebuild({stored, "N", integers({2}), integers({1})}));
  call_error(rebuild({stored, integer(0), list({integer(2)}), integers({1})}));
  call_error(rebuild({stored, integer(0), tuple({"N"}), integers({1})}));
  call_error(
      rebuild({stored, integer(0), integers(std::vector<std::int64_t>(17, 1)), integers({1})}));
  call_error(global("torch._utils", "_rebuild_tensor_v2") + "NR");
  call_error("N)R");
  EXPECT_THAT(call_error(call("torch", "FloatStorage", {})), ::testing::HasSubstr("calls a type"));
  call_error(call("numpy", "ndarray", {integers({1 << 30})}));
  call_error(call("numpy.core.multiarray", "_reconstruct",
                  {global("collections", "OrderedDict"), integers({0}), bytes("b")}));
}

TEST(PickleCalls, OnlyStoragesLieOutside) {
  call_error("NQ");
  call_error(
      tuple({text("module"), global("torch", "FloatStorage"), text("0"), text("cpu"), integer(1)}) +
      "Q");
  call_error(
      tuple({text("storage"), global("numpy", "ndarray"), text("0"), text("cpu"), integer(1)}) +
      "Q");
  call_error(tuple({text("storage"), global("torch", "FloatStorage"), text("0"), text("cpu")}) +
             "Q");
  EXPECT_THAT(call_error(tuple({text("storage"), global("torch", "FloatStorage"), text("0"),
                                text("cpu"), integer(1), integers({0, 1})}) +
                         "Q"),
              ::testing::HasSubstr("part of another"));
}

TEST(PickleCalls, CopiesOfOneListAreCounted) {
  std::string pairs = "](";
  for (int i = 0; i < 1000; ++i) pairs += list({"N", "N"});
  std::string steps = "](" + pairs + "eq" + '\x01';
  for (int i = 0; i < 1500; ++i) {
    steps += global("collections", "OrderedDict") + "h\x01\x85R";
  }
  EXPECT_THAT(call_error(steps + "e"), ::testing::HasSubstr("more steps"));
}

}  // namespace
}  // namespace hoi
