#include "weights/unpickler.h"

#include <cstdint>
#include <utility>

#include <fmt/format.h>

#include "weights/pickle_calls.h"
#include "weights/pickle_globals.h"
#include "weights/pickle_machine.h"

namespace hoi {
namespace {

constexpr std::size_t kLongestName = 200;

/// A little-endian integer in two's complement of at most 8 bytes.
std::int64_t signed_little_endian(std::string_view bytes) {
  std::uint64_t value = little_endian(bytes);
  const bool is_negative =
      !bytes.empty() && static_cast<unsigned char>(bytes.back()) >= 0x80 && bytes.size() < 8;
  if (is_negative) value |= ~std::uint64_t{0} << (8 * bytes.size());
  return static_cast<std::int64_t>(value);
}

/// The steps of one pickle. Each run_*() knows some of them and says whether `step` was one.
class Unpickler {
 public:
  Unpickler(ByteCursor& cursor, MadeBytes& made)
      : cursor_(cursor), machine_(made, cursor.source()) {}

  PickleGraph run() {
    constexpr char kProtocol = '\x80', kStop = '.';
    if (cursor_.take(1)[0] != kProtocol) machine_.fail("does not begin with its protocol");
    const std::uint64_t version = cursor_.integer(1);
    if (version < 2 || version > 5) machine_.fail("has an unknown protocol");
    for (char step = next(); step != kStop; step = next()) {
      if (!run_number(step) && !run_text(step) && !run_container(step) && !run_memo(step) &&
          !run_call(step)) {
        cursor_.source().fail(fmt::format("the pickle has the step {:#04x}, which is not read",
                                          static_cast<unsigned char>(step)));
      }
    }
    return machine_.finish();
  }

 private:
  char next() { return cursor_.take(1)[0]; }

  void push_long(std::string_view bytes) {
    if (bytes.size() <= 8) {
      machine_.push_integer(PickleKind::kInteger, signed_little_endian(bytes));
    } else {
      machine_.push_text(PickleKind::kLong, bytes);
    }
  }

  bool run_number(char step) {
    switch (step) {
      case 'N':
        machine_.push(PickleKind::kNone);
        return true;
      case '\x88':
      case '\x89':
        machine_.push_integer(PickleKind::kBool, step == '\x88' ? 1 : 0);
        return true;
      case 'J':
        machine_.push_integer(PickleKind::kInteger, signed_little_endian(cursor_.take(4)));
        return true;
      case 'K':
      case 'M':
        machine_.push_integer(PickleKind::kInteger,
                              static_cast<std::int64_t>(cursor_.integer(step == 'K' ? 1 : 2)));
        return true;
      case '\x8a':
      case '\x8b':
        push_long(cursor_.take(cursor_.integer(step == '\x8a' ? 1 : 4)));
        return true;
      case 'G':  // no weight is a plain number
        cursor_.take(8);
        machine_.push(PickleKind::kReal);
        return true;
      default:
        return false;
    }
  }

  bool run_text(char step) {
    switch (step) {
      case 'X':
        return push_counted(PickleKind::kText, 4);
      case '\x8c':
      case 'U':
        return push_counted(PickleKind::kText, 1);
      case '\x8d':
        return push_counted(PickleKind::kText, 8);
      case 'T':
        return push_counted(PickleKind::kText, 4);
      case 'B':
        return push_counted(PickleKind::kBytes, 4);
      case 'C':
        return push_counted(PickleKind::kBytes, 1);
      case '\x8e':
      case '\x96':
        return push_counted(PickleKind::kBytes, 8);
      default:
        return false;
    }
  }

  bool push_counted(PickleKind kind, std::size_t count_bytes) {
    machine_.push_text(kind, cursor_.take(cursor_.integer(count_bytes)));
    return true;
  }

  bool run_container(char step) {
    switch (step) {
      case ')':
        return push_items(PickleKind::kTuple, {});
      case ']':
        return push_items(PickleKind::kList, {});
      case '}':
        return push_items(PickleKind::kDictionary, {});
      case 't':
        return push_items(PickleKind::kTuple, machine_.pop_to_mark());
      case '\x85':
      case '\x86':
      case '\x87':
        return push_items(PickleKind::kTuple,
                          machine_.pop_several(static_cast<std::size_t>(step - '\x85') + 1));
      case '(':
        machine_.mark();
        return true;
      case 'a':
        return add_items(PickleKind::kList, machine_.pop_several(1));
      case 'e':
        return add_items(PickleKind::kList, machine_.pop_to_mark());
      case 's':
        return add_items(PickleKind::kDictionary, machine_.pop_several(2));
      case 'u':
        return add_items(PickleKind::kDictionary, machine_.pop_to_mark());
      default:
        return false;
    }
  }

  bool push_items(PickleKind kind, std::vector<PickleId> items) {
    machine_.push(kind).items = std::move(items);
    return true;
  }

  bool add_items(PickleKind kind, const std::vector<PickleId>& items) {
    PickleNode& container = machine_.node(machine_.top());
    if (container.kind != kind) machine_.fail("adds values to something that holds none");
    if (kind == PickleKind::kDictionary && items.size() % 2 != 0) {
      machine_.fail("has a key without a value");
    }
    container.items.insert(container.items.end(), items.begin(), items.end());
    return true;
  }

  bool run_memo(char step) {
    switch (step) {
      case 'q':
      case 'r':
        machine_.remember(cursor_.integer(step == 'q' ? 1 : 4));
        return true;
      case '\x94':
        machine_.remember_next();
        return true;
      case 'h':
      case 'j':
        machine_.recall(cursor_.integer(step == 'h' ? 1 : 4));
        return true;
      case '0':
        machine_.pop();
        return true;
      case '1':
        machine_.pop_to_mark();
        return true;
      case '\x95':  // a frame helps readers that fetch in pieces
        if (cursor_.integer(8) > cursor_.remaining()) machine_.fail("has a frame beyond its end");
        return true;
      default:
        return false;
    }
  }

  bool run_call(char step) {
    switch (step) {
      case 'c': {
        const std::string_view module = cursor_.line(kLongestName);
        push_global(module, cursor_.line(kLongestName));
        return true;
      }
      case '\x93': {
        const auto names = machine_.pop_several(2);
        const PickleNode& module = machine_.node(names[0]);
        const PickleNode& name = machine_.node(names[1]);
        if (module.kind != PickleKind::kText || name.kind != PickleKind::kText) {
          machine_.fail("has a name that is no text");
        }
        push_global(module.text, name.text);
        return true;
      }
      case 'R':
        reduce_pickle(machine_);
        return true;
      case 'b':
        build_pickle(machine_);
        return true;
      case 'Q':
        load_persistent(machine_);
        return true;
      default:
        return false;
    }
  }

  void push_global(std::string_view module, std::string_view name) {
    const auto number = find_pickle_global(module, name);
    if (!number) {
      cursor_.source().fail(
          fmt::format("the pickle uses {} of Python's {}, which weights do not need; "
                      "save the dictionary of the tensors alone",
                      shown_text(name), shown_text(module)));
    }
    machine_.push_integer(PickleKind::kGlobal, *number);
  }

  ByteCursor& cursor_;
  PickleMachine machine_;
};

}  // namespace

PickleGraph unpickle(ByteCursor& cursor, MadeBytes& made) { return Unpickler(cursor, made).run(); }

}  // namespace hoi
