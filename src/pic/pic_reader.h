#pragma once

#include <filesystem>

#include "domain/annotation.h"
#include "formats/dataset_reading.h"
#include "pic/pic_categories.h"

namespace hoi {

/// Reads a PIC data set: the arrangements of pic_layout.h, the numberings of pic_categories.h. All
/// images of all splits, in the order of the relation files; masks are run lengths. Label maps are
/// decoded on all cores, and only those being decoded are in memory.
///
/// image_folder is `folder` and file_name the path of the picture below it. A picture may have
/// another ending than its entry says (NAME.png for NAME.jpg). Maps without an entry become images
/// whose interactions nobody annotated; that is also how a split without relation file is read.
///
/// Besides what annotate_pic_image() mends, these are repairs: images known to be bad, images
/// without a picture or without one of their maps and second entries of an image are left out; maps
/// of another size than their picture (or, without `image_size`, semantic maps of another size than
/// their instance map) are resized, or the image is left out if the shapes differ too; maps that
/// store three equal channels are read. Damaged files and other types are an InputError.
AnnotatedDataset read_pic(const std::filesystem::path& folder, const DatasetReading& reading,
                          PicVersion version = PicVersion::kDetect);

}  // namespace hoi
