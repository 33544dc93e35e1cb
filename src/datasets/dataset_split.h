#pragma once

#include <string>
#include <vector>

#include "domain/annotation.h"

namespace hoi {

/// One part of a division: a number of images (1 and above) or a fraction of them (below 1).
struct SplitPart {
  std::string name;
  double size = 0;
};

/// Divides the images whose split is one of `from` (all when it is empty): the first part takes
/// the images with the smallest SHA-256 of their base names, the next part the next ones, and
/// `rest` gets what remains. The same names always give the same parts, on every machine and in
/// any order of the images; a fraction takes the nearest whole number. Throws InputError when the
/// parts need more images than there are, or a size is not positive.
void split_by_hash(std::vector<ImageAnnotation>& images, const std::vector<std::string>& from,
                   const std::vector<SplitPart>& parts, const std::string& rest);

/// "val=9999" or "test=0.2"; throws InputError for anything else.
SplitPart parse_split_part(const std::string& text);

}  // namespace hoi
