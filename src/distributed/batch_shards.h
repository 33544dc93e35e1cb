#pragma once

#include <cstdint>
#include <vector>

namespace hoi {

/// The pictures of a batch that one process works on.
struct BatchShard {
  std::vector<std::int64_t> pictures;  ///< never empty
  /// False when the batch has no picture for this process: then `pictures` holds the first of the
  /// batch, so that the process goes through the same operations as the others, and what it
  /// computes must count nothing.
  bool counts = true;
};

/// Process `rank` of `size` gets pictures n rank / size to n (rank + 1) / size of the n of `batch`,
/// in their order: together the processes see each picture once, and none has more than one more
/// than another. batch: not empty.
BatchShard shard_of(const std::vector<std::int64_t>& batch, std::int64_t rank, std::int64_t size);

/// Process `rank`'s part of `total` numbered pieces of work that cost differently: rank, rank +
/// size, rank + 2 size, ...
std::vector<std::int64_t> strided_shard(std::int64_t total, std::int64_t rank, std::int64_t size);

}  // namespace hoi
