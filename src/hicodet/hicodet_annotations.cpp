#include "hicodet/hicodet_annotations.h"

#include <cstddef>

namespace hoi {

std::vector<bool> count_rare_interactions(const HicodetSplit& training) {
  constexpr std::int64_t kFewest = 10;
  std::vector<std::int64_t> pairs(training.words.interactions.size(), 0);
  for (const HicodetImage& image : training.images) {
    for (const HicodetPair& pair : image.pairs) {
      ++pairs.at(static_cast<std::size_t>(pair.interaction));
    }
  }
  std::vector<bool> rare;
  rare.reserve(pairs.size());
  for (const std::int64_t count : pairs) rare.push_back(count < kFewest);
  return rare;
}

}  // namespace hoi
