#pragma once

#include <cstddef>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "weights/made_bytes.h"
#include "weights/pickle_graph.h"
#include "weights/weight_source.h"

namespace hoi {

/// The state of an unpickler: a stack of values, marks in it, and the memo. What a pickle can make
/// it hold is limited by the constants below, far above what files of weights need.
class PickleMachine {
 public:
  static constexpr std::size_t kMostNodes = 200'000;  ///< values
  /// Values put on the stack or into a copy, the same one again included.
  static constexpr std::size_t kMostSteps = 2'000'000;
  static constexpr std::size_t kMostMarks = 1'000;  ///< open at one time

  /// made: for bytes that are decoded. Both must outlive the machine.
  PickleMachine(MadeBytes& made, const WeightSource& source) : made_(made), source_(source) {}

  /// Puts a new value on the stack. Returns it; valid until the next one is made.
  PickleNode& push(PickleKind kind);
  void push_text(PickleKind kind, std::string_view text);
  void push_integer(PickleKind kind, std::int64_t value);
  void push_again(PickleId id);

  /// Counts against kMostSteps.
  void count_steps(std::size_t count);

  PickleId pop();
  /// The uppermost value, which stays.
  PickleId top() const;
  void mark();
  /// The values above the last mark, which goes with them.
  std::vector<PickleId> pop_to_mark();
  /// The uppermost `count` values, lowest first.
  std::vector<PickleId> pop_several(std::size_t count);

  void remember(std::uint64_t place);
  void remember_next() { remember(memo_.size()); }
  void recall(std::uint64_t place);

  PickleNode& node(PickleId id) { return graph_.nodes[id]; }
  const PickleNode& node(PickleId id) const { return graph_.nodes[id]; }
  PickleGraph& graph() { return graph_; }
  MadeBytes& made() { return made_; }
  const WeightSource& source() const { return source_; }

  /// The whole graph, when exactly one value is left: its root.
  PickleGraph finish();

  /// Throws InputError: the pickle is malformed.
  [[noreturn]] void fail(const char* problem) const;

 private:
  std::size_t floor() const { return marks_.empty() ? 0 : marks_.back(); }

  MadeBytes& made_;
  const WeightSource& source_;
  PickleGraph graph_;
  std::vector<PickleId> stack_;
  std::vector<std::size_t> marks_;
  std::unordered_map<std::uint64_t, PickleId> memo_;
  std::size_t steps_ = 0;
};

}  // namespace hoi
