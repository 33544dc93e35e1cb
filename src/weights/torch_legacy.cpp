#include "weights/torch_legacy.h"

#include <map>
#include <vector>

#include <fmt/format.h>

#include "base/safetensors_types.h"
#include "weights/byte_cursor.h"
#include "weights/storage_check.h"
#include "weights/unpickler.h"

namespace hoi {
namespace {

// The pickle of the magic number, in the only form that torch.save() writes.
constexpr std::string_view kMagic("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.", 15);
constexpr std::int64_t kVersion = 1001;

void check_version(ByteCursor& cursor, MadeBytes& made) {
  const PickleGraph version = unpickle(cursor, made);
  const PickleNode& number = version.nodes[version.root];
  if (number.kind != PickleKind::kInteger || number.integer != kVersion) {
    cursor.source().fail("it has an unknown version");
  }
}

void check_machine(ByteCursor& cursor, MadeBytes& made) {
  const PickleGraph machine = unpickle(cursor, made);
  const auto& items = machine.nodes[machine.root].items;
  for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
    const PickleNode& key = machine.nodes[items[i]];
    const PickleNode& value = machine.nodes[items[i + 1]];
    if (key.text == "little_endian" && value.kind == PickleKind::kBool && value.integer == 0) {
      cursor.source().fail("its numbers are big-endian");
    }
  }
}

/// The storages by key; their order in the file is that of the list at the cursor.
std::map<std::string_view, std::string_view> read_contents(
    ByteCursor& cursor, const std::map<std::string_view, PickledStorage>& wanted, MadeBytes& made) {
  const PickleGraph keys = unpickle(cursor, made);
  const PickleNode& list = keys.nodes[keys.root];
  if (list.kind != PickleKind::kList || list.items.size() != wanted.size()) {
    cursor.source().fail(
        fmt::format("it does not list the {} storages of its tensors", wanted.size()));
  }
  std::map<std::string_view, std::string_view> contents;
  for (const PickleId id : list.items) {
    const std::string_view key = keys.nodes[id].text;
    const auto storage = wanted.find(key);
    if (storage == wanted.end() || contents.count(key) > 0) {
      cursor.source().fail(
          fmt::format("storage {} belongs to no tensor or is listed twice", shown_text(key)));
    }
    const std::int64_t elements = storage->second.elements;
    if (cursor.integer(8) != static_cast<std::uint64_t>(elements)) {
      cursor.source().fail(fmt::format("storage {} has two sizes", shown_text(key)));
    }
    const auto bytes = checked_byte_count(storage->second.type, {elements});
    contents[key] = cursor.take(static_cast<std::uint64_t>(*bytes));
  }
  return contents;
}

}  // namespace

bool is_torch_legacy(std::string_view bytes) { return bytes.substr(0, kMagic.size()) == kMagic; }

NamedArrays read_torch_legacy(std::string_view bytes, MadeBytes& made, const WeightSource& source) {
  ByteCursor cursor(bytes, source);
  if (cursor.take(kMagic.size()) != kMagic) source.fail("it has no magic number");
  check_version(cursor, made);
  check_machine(cursor, made);
  const PickleGraph graph = unpickle(cursor, made);
  check_storage_keys(graph, source);
  std::map<std::string_view, PickledStorage> wanted;
  for (const PickledStorage& storage : graph.storages) wanted.emplace(storage.key, storage);
  auto contents = read_contents(cursor, wanted, made);
  if (cursor.remaining() != 0) {
    source.fail(fmt::format("{} bytes follow its last storage", cursor.remaining()));
  }
  std::vector<std::string_view> storages;
  for (const PickledStorage& storage : graph.storages) storages.push_back(contents[storage.key]);
  return collect_arrays(graph, storages, made, source);
}

}  // namespace hoi
