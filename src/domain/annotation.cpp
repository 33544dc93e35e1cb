#include "domain/annotation.h"

#include <algorithm>

namespace hoi {

std::vector<ImageAnnotation> images_of_splits(const AnnotatedDataset& dataset,
                                              const std::vector<std::string>& splits) {
  if (splits.empty()) return dataset.images;
  std::vector<ImageAnnotation> images;
  for (const ImageAnnotation& image : dataset.images) {
    if (std::find(splits.begin(), splits.end(), image.split) != splits.end()) {
      images.push_back(image);
    }
  }
  return images;
}

}  // namespace hoi
