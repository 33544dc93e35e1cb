#include "weights/unpickler.h"

#include <cstdint>
#include <string>

#include "support/errors.h"
#include "weights/pickle_text.h"

namespace hoi {
namespace {

using namespace pickle_text;

/// Runs a whole pickle and looks at its graph.
template <class Look>
void with_graph(const std::string& bytes, Look&& look) {
  const WeightSource source("file");
  MadeBytes made(1 << 16);
  ByteCursor cursor(bytes, source);
  const PickleGraph graph = unpickle(cursor, made);
  look(graph, graph.nodes[graph.root]);
}

std::string unpickle_error(const std::string& steps) {
  return input_error_of([&] { with_graph("\x80\x02" + steps, [](const auto&, const auto&) {}); });
}

PickleNode root_of(const std::string& steps) {
  PickleNode node;
  // Texts of the result would point into bytes that are gone.
  with_graph("\x80\x04" + steps + ".", [&](const auto&, const PickleNode& root) { node = root; });
  return node;
}

TEST(Unpickler, ReadsNumbersOfEveryWidth) {
  EXPECT_EQ(root_of("K\xff").integer, 255);
  EXPECT_EQ(root_of("M\xff\xff").integer, 65535);
  EXPECT_EQ(root_of("J\xfe\xff\xff\xff").integer, -2);
  EXPECT_EQ(root_of(std::string("\x8a\x00", 2)).integer, 0);
  EXPECT_EQ(root_of("\x8a\x01\xff").integer, -1);
  EXPECT_EQ(root_of(std::string("\x8a\x02\xff\x00", 4)).integer, 255);
  EXPECT_EQ(root_of(integer(INT64_MIN)).integer, INT64_MIN);
  EXPECT_EQ(root_of(std::string("\x8b\x01\x00\x00\x00\x05", 6)).integer, 5);
  EXPECT_EQ(root_of("\x8a\x09" + std::string(9, 'x')).kind, PickleKind::kLong);
  EXPECT_EQ(root_of("\x88").integer, 1);
  EXPECT_EQ(root_of("\x89").kind, PickleKind::kBool);
  EXPECT_EQ(root_of("N").kind, PickleKind::kNone);
  EXPECT_EQ(root_of("G12345678").kind, PickleKind::kReal);
}

TEST(Unpickler, ReadsTextsOfEveryKind) {
  const auto expect = [](const std::string& steps, PickleKind kind) {
    with_graph("\x80\x05" + steps + ".", [&](const auto&, const PickleNode& root) {
      EXPECT_EQ(root.kind, kind) << steps;
      EXPECT_EQ(root.text, "ab") << steps;
    });
  };
  expect(text("ab"), PickleKind::kText);
  expect(
      "\x8c\x02"
      "ab",
      PickleKind::kText);
  expect("\x8d" + little_endian_bytes(2, 8) + "ab", PickleKind::kText);
  expect(
      "U\x02"
      "ab",
      PickleKind::kText);
  expect("T" + little_endian_bytes(2, 4) + "ab", PickleKind::kText);
  expect(
      "C\x02"
      "ab",
      PickleKind::kBytes);
  expect(bytes("ab"), PickleKind::kBytes);
  expect("\x8e" + little_endian_bytes(2, 8) + "ab", PickleKind::kBytes);
  expect("\x96" + little_endian_bytes(2, 8) + "ab", PickleKind::kBytes);
}

TEST(Unpickler, BuildsContainers) {
  const auto count = [](const std::string& steps, PickleKind kind) {
    const PickleNode node = root_of(steps);
    EXPECT_EQ(node.kind, kind);
    return node.items.size();
  };
  EXPECT_EQ(count(")", PickleKind::kTuple), 0U);
  EXPECT_EQ(count("N\x85", PickleKind::kTuple), 1U);
  EXPECT_EQ(count("NN\x86", PickleKind::kTuple), 2U);
  EXPECT_EQ(count("NNN\x87", PickleKind::kTuple), 3U);
  EXPECT_EQ(count("(NNNNt", PickleKind::kTuple), 4U);
  EXPECT_EQ(count("]Na(NNe", PickleKind::kList), 3U);
  EXPECT_EQ(count("}NNs(NNNNu", PickleKind::kDictionary), 6U);
  EXPECT_EQ(count("](NN0e", PickleKind::kList), 1U);
  EXPECT_EQ(count("](NN1", PickleKind::kList), 0U);
}

TEST(Unpickler, RemembersValues) {
  EXPECT_EQ(root_of(std::string("](Nq\x05h\x05r\x00\x01\x00\x00j\x00\x01\x00\x00"
                                "e",
                                18))
                .items,
            (std::vector<PickleId>{1, 1, 1}));
  EXPECT_EQ(root_of(std::string("](N\x94h\x00"
                                "e",
                                7))
                .items,
            (std::vector<PickleId>{1, 1}));
}

TEST(Unpickler, AValueMayHoldItself) {
  with_graph(whole(std::string("]q\x00h\x00"
                               "a",
                               6)),
             [](const auto& graph, const auto& root) {
               EXPECT_EQ(root.items, (std::vector<PickleId>{graph.root}));
             });
}

TEST(Unpickler, ReadsFramesAndLeavesTheCursorBehindTheEnd) {
  const WeightSource source("file");
  MadeBytes made(0);
  const std::string bytes = "\x80\x04\x95" + little_endian_bytes(2, 8) + "N.rest";
  ByteCursor cursor(bytes, source);
  unpickle(cursor, made);
  EXPECT_EQ(cursor.remaining(), 4U);
}

TEST(Unpickler, NamesArriveByBothRoads) {
  EXPECT_EQ(root_of(global("torch", "FloatStorage")).kind, PickleKind::kGlobal);
  EXPECT_EQ(root_of(text("torch") + text("FloatStorage") + "\x93").kind, PickleKind::kGlobal);
}

TEST(Unpickler, RefusesEveryNameThatWeightsDoNotNeed) {
  const std::string attack = global("posix", "system") + "(" + text("true") + "tR.";
  EXPECT_THAT(unpickle_error(attack), ::testing::HasSubstr("uses 'system' of Python's 'posix'"));
  EXPECT_THAT(unpickle_error(text("builtins") + text("eval") + "\x93."),
              ::testing::HasSubstr("'builtins'"));
  EXPECT_THAT(unpickle_error("NN\x93."), ::testing::HasSubstr("no text"));
  unpickle_error("c" + std::string(300, 'x') + "\nname\n.");
}

TEST(Unpickler, RefusesEveryOtherStep) {
  const std::string known =
      "N\x88\x89JKM\x8a\x8bGX\x8cU\x8dT\x42\x43\x8e\x96)]}t\x85\x86\x87(aesuqr\x94hj01\x95"
      "c\x93Rb"
      "Q.";
  int refused = 0;
  for (int step = 0; step < 256; ++step) {
    const char letter = static_cast<char>(step);
    if (known.find(letter) != std::string::npos) continue;
    EXPECT_THAT(unpickle_error(std::string("NN") + letter + "aaaaaaaaaa"),
                ::testing::HasSubstr("which is not read"))
        << step;
    ++refused;
  }
  EXPECT_EQ(refused, 256 - static_cast<int>(known.size()));
}

TEST(Unpickler, RefusesMalformedPickles) {
  const WeightSource source("file");
  MadeBytes made(0);
  for (const std::string bytes : {"", "N.", "\x80", "\x80\x01N.", "\x80\x06N.", "\x80\x02."}) {
    ByteCursor cursor(bytes, source);
    EXPECT_THROW(unpickle(cursor, made), InputError) << bytes;
  }
  for (const std::string steps :
       {"Na.", "NNs.", "]NNs.", "}Na.", "}N(Nu.", "}(Nu.", "a.", "t.", "0.", "1.", "NN.", "(N.",
        "N\x86.", "h\x01.", "q\x01.", "R.", "b.", "Q.", "]NR."}) {
    unpickle_error(steps);
  }
  EXPECT_THAT(unpickle_error("\x95\xff\xff\xff\xff\xff\xff\xff\xffN."),
              ::testing::HasSubstr("frame"));
  EXPECT_THAT(unpickle_error("\x8d\xff\xff\xff\xff\xff\xff\xff\xffN."),
              ::testing::HasSubstr("18446744073709551615 bytes expected"));
}

}  // namespace
}  // namespace hoi
