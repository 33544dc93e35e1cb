#include "weights/pickle_graph.h"

#include <gtest/gtest.h>

namespace hoi {
namespace {

TEST(PickleGraph, AChainOfAnyDepthIsFreedWithoutRecursion) {
  PickleGraph graph;
  for (PickleId id = 0; id < 1'000'000; ++id) {
    PickleNode node;
    node.kind = PickleKind::kList;
    node.items = {id + 1};
    graph.nodes.push_back(node);
  }
  graph.nodes.emplace_back().items = {0};  // and back to the beginning
  EXPECT_EQ(graph.nodes.size(), 1'000'001U);
}

}  // namespace
}  // namespace hoi
