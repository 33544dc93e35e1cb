#pragma once

#include <cstddef>

#include "weights/pickle_graph.h"
#include "weights/weight_source.h"

namespace hoi {

/// Throws InputError when a key stands for storages of several types or sizes, or a size is
/// negative or beyond 63 bits.
void check_storage_keys(const PickleGraph& graph, const WeightSource& source);

/// Throws InputError when a storage does not have exactly the bytes that its elements need.
void check_storage_size(const PickledStorage& storage, std::size_t bytes,
                        const WeightSource& source);

}  // namespace hoi
