#pragma once

#include "domain/annotation.h"

namespace hoi {

/// The annotation of a picture that was resized to width x height pixels, both at least 1: boxes,
/// faces and polygons scaled along each axis, as the image transform scales them; of masks in run
/// lengths, each pixel what the old one at its centre is. A mask of another size than its picture
/// is unknown afterwards. Without a change of size the annotation is returned as it is.
ImageAnnotation resized_annotation(ImageAnnotation image, int width, int height);

}  // namespace hoi
