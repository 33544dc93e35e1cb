#include "distributed/batch_shards.h"

#include <c10/util/Exception.h>

namespace hoi {

BatchShard shard_of(const std::vector<std::int64_t>& batch, std::int64_t rank, std::int64_t size) {
  TORCH_CHECK(!batch.empty() && rank >= 0 && rank < size, "shard_of: rank ", rank, " of ", size,
              " in a batch of ", batch.size());
  const auto pictures = static_cast<std::int64_t>(batch.size());
  BatchShard shard;
  shard.pictures.assign(batch.begin() + pictures * rank / size,
                        batch.begin() + pictures * (rank + 1) / size);
  shard.counts = !shard.pictures.empty();
  if (!shard.counts) shard.pictures.push_back(batch.front());
  return shard;
}

std::vector<std::int64_t> strided_shard(std::int64_t total, std::int64_t rank, std::int64_t size) {
  TORCH_CHECK(rank >= 0 && rank < size, "strided_shard: rank ", rank, " of ", size);
  std::vector<std::int64_t> pieces;
  for (std::int64_t piece = rank; piece < total; piece += size) pieces.push_back(piece);
  return pieces;
}

}  // namespace hoi
