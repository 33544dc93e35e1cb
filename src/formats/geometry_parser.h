#pragma once

#include <vector>

#include "domain/annotation.h"
#include "formats/json_entry.h"

namespace hoi {

/// "bbox" of an annotation, x, y, width and height in pixels. A box without area or outside of
/// `image` (by more than a pixel; not checked for nullptr) is a questionable defect.
Box parse_box(JsonEntry& annotation, const ImageAnnotation* image);

/// "segmentation" of an annotation into the polygons or run lengths of `instance`; neither when
/// there is none. Run lengths of another size than `image` (not checked for nullptr) are an
/// unreadable defect.
void parse_mask(JsonEntry& annotation, const ImageAnnotation* image, InstanceAnnotation& instance);

/// "faces" of an image: a list of [x1, y1, x2, y2, score], pixels and a score in [0, 1].
std::vector<FaceAnnotation> parse_faces(JsonEntry& image);

}  // namespace hoi
