#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "hicodet/hicodet_annotations.h"
#include "hicodet/mat_file.h"

namespace hoi {

/// The words of the variable "list_action" (a struct array with the names nname and vname of each
/// interaction) of the first file that has one, each kind in alphabetical order as in the public
/// JSON files; without one the official words.
HicodetWords read_hicodet_mat_words(const std::vector<const MatFile*>& files);

/// Reads a variable of anno_bbox.mat (spec 5.4): a struct array with one entry per image and the
/// fields filename, size (width, height) and hoi, an array with
///   id          interaction from 1
///   bboxhuman   array of x1, x2, y1, y2
///   bboxobject  the same
///   connection  one row per pair: human and object, from 1
///   invis       not 0: the interaction is there but has no boxes; left out and counted
/// Throws InputError for what is not so.
HicodetSplit read_hicodet_mat_boxes(const MatFile& file, const std::string& variable,
                                    const HicodetWords& words);

/// The names in a cell of texts, as list_train and list_test of anno.mat.
std::vector<std::string> read_mat_file_names(const MatFile& file, const std::string& variable);

/// Of each object, the images with a positive label (1) of some interaction with it, ascending.
/// From anno_train or anno_test, a matrix of interactions x images.
std::vector<std::vector<int>> read_mat_object_images(const MatFile& file,
                                                     const std::string& variable,
                                                     const HicodetWords& words, std::size_t images);

}  // namespace hoi
