#pragma once

#include <filesystem>
#include <istream>
#include <string>

#include "domain/annotation.h"
#include "formats/dataset_reading.h"
#include "interchange/named_dataset.h"
#include "interchange/picture_search.h"

namespace hoi {

/// Reads every `.odgt` file of a folder in alphabetical order, or one such file (odgt_record.h).
/// The split is in the name (odgt_split_of_stem), words and repairs are those of NamedDataset.
///
/// Pictures are looked for in `images`, in a folder of the split and beside the files. With
/// `reading.image_size` an image without picture is left out ("no picture"). A size that the file
/// does not state ("no size" when nothing else knows it) is that of the picture or the smallest
/// that holds the boxes. Progress is told after each file. Throws InputError when there is no file
/// or a line is wrong.
AnnotatedDataset read_odgt(const std::filesystem::path& folder, const DatasetReading& reading);

/// Adds the images of one file to a data set in the making.
void add_odgt_images(std::istream& stream, const std::string& file, const std::string& split,
                     const PictureSearch& pictures, NamedDataset& dataset,
                     DatasetFindings& findings);

}  // namespace hoi
