#pragma once

#include <string>
#include <vector>

#include "domain/annotation.h"
#include "formats/dataset_defect.h"
#include "formats/image_size_reader.h"

namespace hoi {

/// Adds what a data set of any layout says that can hardly be meant, image by image:
///
///   - a box without area or outside of its image by more than a pixel, a mask of another size than
///     its image; a size of the image that is not positive; a file name that another image has too;
///   - an interaction whose subject is no person, whose subject and object are the same instance,
///     whose object is a person although persons are never objects, that stands twice, or in an
///     image that is said to have none;
///   - unreadable: an index or row that leaves its list, a box with a coordinate that is no finite
///     number, run lengths that do not fill their mask (the checks that need them are left out);
///   - verbs that no interaction uses.
///
/// Entries are named by the file name of their image and their row in it. `annotation_name` stands
/// for the file or folder of the annotations in messages.
void check_dataset(const AnnotatedDataset& dataset, const std::string& annotation_name,
                   DefectList& defects);

/// Adds a defect for each image whose file is missing, is no image that `image_size` can read, or
/// has another size than annotated. Contents are not looked at when `image_size` is empty.
void check_image_files(const AnnotatedDataset& dataset, const std::string& annotation_name,
                       const ImageSizeReader& image_size, DefectList& defects);

/// Adds a defect for each verb of no interaction. An unused category is normal: a detector knows
/// more classes than one data set shows.
void check_verbs(const AnnotatedDataset& dataset, const std::string& annotation_name,
                 DefectList& defects);

/// The first two as lists of their own.
std::vector<DatasetDefect> check_dataset(const AnnotatedDataset& dataset,
                                         const std::string& annotation_name);
std::vector<DatasetDefect> check_image_files(const AnnotatedDataset& dataset,
                                             const std::string& annotation_name,
                                             const ImageSizeReader& image_size);

}  // namespace hoi
