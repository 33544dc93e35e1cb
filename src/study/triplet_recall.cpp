#include "study/triplet_recall.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <unordered_map>

namespace hoi {
namespace {

constexpr float kRecallIou = 0.5F;

bool fits(const DetectedInstance& found, const InstanceAnnotation& annotated) {
  return found.category == annotated.category && iou(found.box, annotated.box) >= kRecallIou;
}

/// Number of better predictions than the first that fits; the number of all when none does.
std::size_t rank_of(const InteractionAnnotation& wanted, const ImageAnnotation& image,
                    const ImageResult& result) {
  const auto& subject = image.instances.at(static_cast<std::size_t>(wanted.subject));
  const auto& object = image.instances.at(static_cast<std::size_t>(wanted.object));
  const auto& found = result.interactions;
  for (std::size_t rank = 0; rank < found.size(); ++rank) {
    if (found[rank].verb == wanted.verb &&
        fits(result.instances.at(static_cast<std::size_t>(found[rank].subject)), subject) &&
        fits(result.instances.at(static_cast<std::size_t>(found[rank].object)), object)) {
      return rank;
    }
  }
  return found.size();
}

}  // namespace

std::vector<TripletRecall> measure_triplet_recall(const std::vector<ImageResult>& results,
                                                  const std::vector<ImageAnnotation>& images,
                                                  const std::vector<int>& kept) {
  std::vector<TripletRecall> recalls;
  for (const int count : kept) recalls.push_back({count, 0, 0});
  std::unordered_map<std::string, const ImageResult*> result_of;
  for (const auto& result : results) result_of.emplace(result.file, &result);
  for (const auto& image : images) {
    if (!image.interactions_annotated) continue;
    const auto entry = result_of.find(image.file_name);
    for (const auto& wanted : image.interactions) {
      const bool known = entry != result_of.end();
      const std::size_t rank = known ? rank_of(wanted, image, *entry->second) : 0;
      const bool recalled = known && rank < entry->second->interactions.size();
      for (auto& recall : recalls) {
        ++recall.annotated;
        if (recalled && rank < static_cast<std::size_t>(recall.kept)) ++recall.found;
      }
    }
  }
  return recalls;
}

}  // namespace hoi
