#include "weights/pickle_calls.h"

#include <string>
#include <utility>

#include <fmt/format.h>

#include "weights/pickle_globals.h"

namespace hoi {
namespace {

/// The arguments of a call with readers for each kind.
class Arguments {
 public:
  Arguments(PickleMachine& machine, PickleId tuple) : machine_(machine), tuple_(tuple) {
    if (machine.node(tuple).kind != PickleKind::kTuple) {
      machine.fail("calls something without a tuple");
    }
  }

  std::size_t size() const { return machine_.node(tuple_).items.size(); }
  PickleId id(std::size_t i) const {
    if (i >= size()) machine_.fail("calls something with too few values");
    return machine_.node(tuple_).items[i];
  }
  const PickleNode& at(std::size_t i) const { return machine_.node(id(i)); }
  const PickleNode& of_kind(std::size_t i, PickleKind kind) const {
    if (at(i).kind != kind) machine_.fail("calls something with a value of the wrong kind");
    return at(i);
  }
  std::int64_t integer(std::size_t i) const { return of_kind(i, PickleKind::kInteger).integer; }
  /// A shape.
  std::vector<std::int64_t> integers(std::size_t i) const {
    constexpr std::size_t kMostDimensions = 16;
    const auto& items = of_kind(i, PickleKind::kTuple).items;
    if (items.size() > kMostDimensions) machine_.fail("has an array of too many dimensions");
    std::vector<std::int64_t> values;
    for (const PickleId item : items) {
      const PickleNode& node = machine_.node(item);
      if (node.kind != PickleKind::kInteger) machine_.fail("has a shape of something else");
      values.push_back(node.integer);
    }
    return values;
  }
  /// A text, which Python 2 and protocol 4 write differently.
  std::string_view text(std::size_t i) const {
    if (at(i).kind != PickleKind::kText && at(i).kind != PickleKind::kBytes) {
      machine_.fail("calls something with a value of the wrong kind");
    }
    return at(i).text;
  }
  const PickleGlobal& global(std::size_t i) const {
    return pickle_global(of_kind(i, PickleKind::kGlobal).integer);
  }

 private:
  PickleMachine& machine_;
  PickleId tuple_;
};

/// Python 2 writes the pairs as a list of lists; later ones call without anything and set items.
void make_dictionary(PickleMachine& machine, const Arguments& arguments) {
  std::vector<PickleId> items;
  if (arguments.size() > 1) machine.fail("makes a dictionary from several values");
  if (arguments.size() == 1) {
    const auto& pairs = arguments.of_kind(0, PickleKind::kList).items;
    machine.count_steps(2 * pairs.size());  // the same list may be copied again and again
    for (const PickleId pair : pairs) {
      const PickleNode& node = machine.node(pair);
      const bool is_pair = node.kind == PickleKind::kList || node.kind == PickleKind::kTuple;
      if (!is_pair || node.items.size() != 2) machine.fail("makes a dictionary without pairs");
      items.insert(items.end(), node.items.begin(), node.items.end());
    }
  }
  machine.push(PickleKind::kDictionary).items = std::move(items);
}

/// (storage, offset, shape, strides, ...): what follows says how to train it.
void make_tensor(PickleMachine& machine, const Arguments& arguments) {
  PickledTensor tensor;
  tensor.storage = static_cast<std::size_t>(arguments.of_kind(0, PickleKind::kStorage).integer);
  tensor.offset = arguments.integer(1);
  tensor.shape = arguments.integers(2);
  tensor.strides = arguments.integers(3);
  auto& tensors = machine.graph().tensors;
  machine.push_integer(PickleKind::kTensor, static_cast<std::int64_t>(tensors.size()));
  tensors.push_back(std::move(tensor));
}

/// (class, shape, type): numpy's empty array, which BUILD fills.
void make_array(PickleMachine& machine, const Arguments& arguments) {
  if (arguments.global(0).call != PickleCall::kArrayClass) {
    machine.fail("makes an array of an unknown class");
  }
  auto& arrays = machine.graph().arrays;
  machine.push_integer(PickleKind::kArray, static_cast<std::int64_t>(arrays.size()));
  arrays.emplace_back();
}

/// (name, align, copy)
void make_array_type(PickleMachine& machine, const Arguments& arguments) {
  static constexpr std::pair<std::string_view, TensorType> kTypes[] = {
      {"f8", TensorType::kFloat64}, {"f4", TensorType::kFloat32}, {"f2", TensorType::kFloat16},
      {"i8", TensorType::kInt64},   {"i4", TensorType::kInt32},   {"i2", TensorType::kInt16},
      {"i1", TensorType::kInt8},    {"u1", TensorType::kUInt8},   {"b1", TensorType::kBool}};
  const std::string_view name = arguments.text(0);
  for (const auto& [known, type] : kTypes) {
    if (known == name) {
      machine.push_integer(PickleKind::kArrayType, static_cast<std::int64_t>(type));
      return;
    }
  }
  machine.source().fail(
      fmt::format("the pickle has an array of the type {}, which is not read", shown_text(name)));
}

/// UTF-8 of letters below 256 back to the bytes that they stand for; nothing for other letters.
bool decode_latin1(std::string_view text, std::string& bytes) {
  std::size_t written = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto first = static_cast<unsigned char>(text[i]);
    if (first < 0x80) {
      bytes[written++] = text[i];
      continue;
    }
    const bool is_pair = (first == 0xc2 || first == 0xc3) && i + 1 < text.size() &&
                         static_cast<unsigned char>(text[i + 1]) >> 6 == 2;
    if (!is_pair) return false;
    const auto second = static_cast<unsigned char>(text[++i]);
    bytes[written++] = static_cast<char>((first << 6 | (second & 0x3f)) & 0xff);
  }
  bytes.resize(written);
  return true;
}

/// (text, "latin1")
void make_bytes(PickleMachine& machine, const Arguments& arguments) {
  if (arguments.size() != 2 || arguments.text(1) != "latin1") {
    machine.fail("encodes a text otherwise than as latin1");
  }
  const std::string_view text = arguments.text(0);
  std::string& bytes = machine.made().make(text.size(), machine.source());
  if (!decode_latin1(text, bytes)) machine.fail("encodes a text that is not latin1");
  machine.push_text(PickleKind::kBytes, bytes);
}

/// (version, shape, type, is column-major, elements)
void fill_array(PickleMachine& machine, std::size_t index, const Arguments& state) {
  PickledArray& array = machine.graph().arrays[index];
  if (array.is_filled) machine.fail("fills an array twice");
  if (state.size() != 5 || state.integer(0) != 1) machine.fail("has an array of unknown layout");
  array.shape = state.integers(1);
  array.type = static_cast<TensorType>(state.of_kind(2, PickleKind::kArrayType).integer);
  array.is_column_major = state.of_kind(3, PickleKind::kBool).integer != 0;
  array.elements = state.text(4);
  array.is_filled = true;
}

/// (version, byte order, subarray, names, fields, size, alignment, flags)
void check_array_type(PickleMachine& machine, const Arguments& state) {
  const std::string_view order = state.text(1);
  const bool is_plain = state.at(2).kind == PickleKind::kNone &&
                        state.at(3).kind == PickleKind::kNone &&
                        state.at(4).kind == PickleKind::kNone;
  if (!is_plain || (order != "<" && order != "|" && order != "=")) {
    machine.fail("has an array of big-endian or composite elements, which are not read");
  }
}

}  // namespace

void reduce_pickle(PickleMachine& machine) {
  const Arguments arguments(machine, machine.pop());
  const PickleNode& callee = machine.node(machine.pop());
  if (callee.kind != PickleKind::kGlobal) machine.fail("calls something that has no name");
  switch (pickle_global(callee.integer).call) {
    case PickleCall::kOrderedDictionary:
      return make_dictionary(machine, arguments);
    case PickleCall::kTensor:
    case PickleCall::kTensorV2:
      return make_tensor(machine, arguments);
    case PickleCall::kParameter:
      arguments.of_kind(0, PickleKind::kTensor);
      return machine.push_again(arguments.id(0));
    case PickleCall::kArray:
      return make_array(machine, arguments);
    case PickleCall::kArrayType:
      return make_array_type(machine, arguments);
    case PickleCall::kEncode:
      return make_bytes(machine, arguments);
    case PickleCall::kNoBytes:
      if (arguments.size() != 0) machine.fail("makes bytes from something else");
      return machine.push_text(PickleKind::kBytes, {});
    case PickleCall::kStorageType:
    case PickleCall::kArrayClass:
      break;
  }
  machine.fail("calls a type");
}

void build_pickle(PickleMachine& machine) {
  const PickleId state = machine.pop();
  const PickleNode& object = machine.node(machine.top());
  if (object.kind == PickleKind::kDictionary) return;
  const Arguments arguments(machine, state);
  if (object.kind == PickleKind::kArray) {
    return fill_array(machine, static_cast<std::size_t>(object.integer), arguments);
  }
  if (object.kind == PickleKind::kArrayType) return check_array_type(machine, arguments);
  machine.fail("gives attributes to something that has none");
}

void load_persistent(PickleMachine& machine) {
  const Arguments arguments(machine, machine.pop());
  if (arguments.text(0) != "storage" || arguments.global(1).call != PickleCall::kStorageType) {
    machine.fail("refers to something outside that is no storage");
  }
  if (arguments.size() > 5 && arguments.at(5).kind != PickleKind::kNone) {
    machine.fail("has a storage that is a part of another one, which is not read");
  }
  PickledStorage storage;
  storage.type = arguments.global(1).type;
  storage.key = arguments.text(2);
  storage.elements = arguments.integer(4);
  auto& storages = machine.graph().storages;
  machine.push_integer(PickleKind::kStorage, static_cast<std::int64_t>(storages.size()));
  storages.push_back(storage);
}

}  // namespace hoi
