#include "weights/pickle_machine.h"

#include <cstdint>
#include <functional>
#include <string>

#include "support/errors.h"

namespace hoi {
namespace {

class PickleMachineTest : public ::testing::Test {
 protected:
  std::string failure(const std::function<void()>& action) { return input_error_of(action); }

  WeightSource source_{"file"};
  MadeBytes made_{100};
  PickleMachine machine_{made_, source_};
};

TEST_F(PickleMachineTest, StacksMarksAndRemembersValues) {
  machine_.push_integer(PickleKind::kInteger, 7);
  machine_.remember(300);
  machine_.mark();
  machine_.push_text(PickleKind::kText, "a");
  machine_.recall(300);
  const auto items = machine_.pop_to_mark();
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(machine_.node(items[0]).text, "a");
  EXPECT_EQ(items[1], machine_.top());
  const PickleGraph graph = machine_.finish();
  EXPECT_EQ(graph.nodes[graph.root].integer, 7);
  EXPECT_EQ(graph.nodes.size(), 2U);
}

TEST_F(PickleMachineTest, TakesSeveralValuesLowestFirst) {
  for (int i = 0; i < 3; ++i) machine_.push_integer(PickleKind::kInteger, i);
  const auto items = machine_.pop_several(2);
  EXPECT_EQ(machine_.node(items[0]).integer, 1);
  EXPECT_EQ(machine_.node(items[1]).integer, 2);
}

TEST_F(PickleMachineTest, AnEmptyStackAndAnUnknownPlaceAreErrors) {
  EXPECT_THAT(failure([&] { machine_.pop(); }), ::testing::HasSubstr("empty stack"));
  failure([&] { machine_.top(); });
  failure([&] { machine_.pop_to_mark(); });
  failure([&] { machine_.pop_several(1); });
  failure([&] { machine_.remember(0); });
  EXPECT_THAT(failure([&] { machine_.recall(0); }), ::testing::HasSubstr("did not remember"));
  failure([&] { machine_.finish(); });
}

TEST_F(PickleMachineTest, ValuesBelowAMarkAreOutOfReach) {
  machine_.push(PickleKind::kNone);
  machine_.mark();
  failure([&] { machine_.pop(); });
  failure([&] { machine_.pop_several(1); });
  EXPECT_TRUE(machine_.pop_to_mark().empty());
  machine_.pop();
}

TEST_F(PickleMachineTest, ValuesLeftOverAreAnError) {
  machine_.push(PickleKind::kNone);
  machine_.push(PickleKind::kNone);
  EXPECT_THAT(failure([&] { machine_.finish(); }), ::testing::HasSubstr("one value"));
  machine_.pop();
  machine_.mark();
  failure([&] { machine_.finish(); });
}

TEST_F(PickleMachineTest, CountsAreLimited) {
  EXPECT_THAT(failure([&] {
                for (std::size_t i = 0; i <= PickleMachine::kMostMarks; ++i) machine_.mark();
              }),
              ::testing::HasSubstr("nested"));
  EXPECT_THAT(failure([&] {
                for (std::size_t i = 0; i <= PickleMachine::kMostNodes; ++i) {
                  machine_.push(PickleKind::kNone);
                }
              }),
              ::testing::HasSubstr("more values"));
  EXPECT_THAT(failure([&] {
                for (std::size_t i = 0; i <= PickleMachine::kMostSteps; ++i) {
                  machine_.push_again(machine_.pop());
                }
              }),
              ::testing::HasSubstr("more steps"));
  failure([&] { machine_.count_steps(SIZE_MAX); });
}

}  // namespace
}  // namespace hoi
