#include "weights/pickle_machine.h"

#include <utility>

#include <fmt/format.h>

namespace hoi {

void PickleMachine::fail(const char* problem) const {
  source_.fail(fmt::format("the pickle {}", problem));
}

void PickleMachine::count_steps(std::size_t count) {
  if (count > kMostSteps - steps_) fail("has more steps than weights need");
  steps_ += count;
}

PickleNode& PickleMachine::push(PickleKind kind) {
  if (graph_.nodes.size() >= kMostNodes) fail("has more values than weights need");
  count_steps(1);
  stack_.push_back(static_cast<PickleId>(graph_.nodes.size()));
  graph_.nodes.emplace_back().kind = kind;
  return graph_.nodes.back();
}

void PickleMachine::push_text(PickleKind kind, std::string_view text) { push(kind).text = text; }

void PickleMachine::push_integer(PickleKind kind, std::int64_t value) {
  push(kind).integer = value;
}

void PickleMachine::push_again(PickleId id) {
  count_steps(1);
  stack_.push_back(id);
}

PickleId PickleMachine::top() const {
  // A value below the last mark belongs to a container that is not open yet.
  if (stack_.size() <= floor()) fail("takes a value from an empty stack");
  return stack_.back();
}

PickleId PickleMachine::pop() {
  const PickleId id = top();
  stack_.pop_back();
  return id;
}

void PickleMachine::mark() {
  if (marks_.size() >= kMostMarks) fail("is nested too deeply");
  marks_.push_back(stack_.size());
}

std::vector<PickleId> PickleMachine::pop_to_mark() {
  if (marks_.empty()) fail("ends a list that it did not begin");
  const std::size_t count = stack_.size() - marks_.back();
  auto values = pop_several(count);
  marks_.pop_back();
  return values;
}

std::vector<PickleId> PickleMachine::pop_several(std::size_t count) {
  if (stack_.size() - floor() < count) fail("takes a value from an empty stack");
  const auto first = stack_.end() - static_cast<std::ptrdiff_t>(count);
  std::vector<PickleId> values(first, stack_.end());
  stack_.erase(first, stack_.end());
  return values;
}

void PickleMachine::remember(std::uint64_t place) {
  const PickleId id = top();
  memo_[place] = id;
  if (memo_.size() > kMostNodes) fail("remembers more values than weights need");
}

void PickleMachine::recall(std::uint64_t place) {
  const auto found = memo_.find(place);
  if (found == memo_.end()) fail("recalls a value that it did not remember");
  push_again(found->second);
}

PickleGraph PickleMachine::finish() {
  if (stack_.size() != 1 || !marks_.empty()) fail("does not end with one value");
  graph_.root = stack_.back();
  return std::move(graph_);
}

}  // namespace hoi
