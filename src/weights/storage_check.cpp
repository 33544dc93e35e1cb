#include "weights/storage_check.h"

#include <map>
#include <string_view>

#include <fmt/format.h>

#include "base/safetensors_types.h"

namespace hoi {

void check_storage_keys(const PickleGraph& graph, const WeightSource& source) {
  std::map<std::string_view, const PickledStorage*> known;
  for (const PickledStorage& storage : graph.storages) {
    const PickledStorage& first = *known.emplace(storage.key, &storage).first->second;
    if (first.type != storage.type || first.elements != storage.elements) {
      source.fail(fmt::format("storage {} has several types or sizes", shown_text(storage.key)));
    }
    if (!checked_byte_count(storage.type, {storage.elements})) {
      source.fail(fmt::format("storage {} has an impossible size", shown_text(storage.key)));
    }
  }
}

void check_storage_size(const PickledStorage& storage, std::size_t bytes,
                        const WeightSource& source) {
  const auto needed = checked_byte_count(storage.type, {storage.elements});
  if (!needed || static_cast<std::size_t>(*needed) != bytes) {
    source.fail(fmt::format("storage {} has {} bytes, which is not what {} elements need",
                            shown_text(storage.key), bytes, storage.elements));
  }
}

}  // namespace hoi
