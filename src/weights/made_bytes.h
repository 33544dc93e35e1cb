#pragma once

#include <cstdint>
#include <deque>
#include <string>

#include "weights/weight_source.h"

namespace hoi {

/// Bytes that are not in the file as they stand but had to be made from it: unpacked, decoded or
/// reordered. Their sum is limited, because a small file can ask for any number of them.
class MadeBytes {
 public:
  /// limit: of the sum of all bytes.
  explicit MadeBytes(std::uint64_t limit) : left_(limit) {}
  MadeBytes(MadeBytes&&) = default;
  MadeBytes& operator=(MadeBytes&&) = default;
  MadeBytes(const MadeBytes&) = delete;
  MadeBytes& operator=(const MadeBytes&) = delete;

  std::uint64_t left() const { return left_; }

  /// `size` zero bytes that stay where they are as long as this object, or one it was moved to,
  /// lives. Throws InputError in the name of `source` when the sum would pass the limit.
  std::string& make(std::uint64_t size, const WeightSource& source);

 private:
  std::uint64_t left_;
  std::deque<std::string> pieces_;
};

}  // namespace hoi
