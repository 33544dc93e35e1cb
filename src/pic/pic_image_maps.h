#pragma once

#include <string>
#include <vector>

#include "domain/annotation.h"
#include "domain/image_result.h"
#include "evaluation/relation_recall.h"
#include "formats/dataset_findings.h"
#include "pic/pic_relations.h"
#include "pic/pic_words.h"

namespace hoi {

/// Rows of a vocabulary as numbers of PIC files, matched by name; 0: PIC has no such word.
struct PicNumbers {
  PicNumbers(const Vocabulary& vocabulary, const PicNumbering& numbering);

  std::vector<int> label_of_category;
  std::vector<int> relation_of_verb;
};

/// An image as PIC files say it. Instances are numbered from 1 in their order, those that are left
/// out not counted.
struct PicImageMaps {
  SegmentedImage maps;
  std::vector<PicRelation> relations;
};

/// Where the losses of an image are said to be.
struct PicImagePlace {
  std::string file;   ///< the data set or the predictions that are written
  std::string where;  ///< the image
};

/// Paints an annotated image. Each of these is a loss: faces; that boxes are not exhaustive;
/// instances that are crowds, whose class PIC does not have, that are beyond the 255th, or of which
/// no pixel is left when smaller ones are painted over them; relations of these, and of a kind that
/// PIC does not have; and instances without a mask, which are painted as their box. width and
/// height of the image must be at least 1 and width * height at most LabelMapLimits::most_pixels.
PicImageMaps pic_maps_of_annotation(const ImageAnnotation& image, const PicNumbers& numbers,
                                    const PicImagePlace& place, DatasetFindings& findings);

/// Paints a result, as the authors' conversion does (spec 6.2): larger masks first; the score of a
/// triple is the product of the scores of both ends and its own; triples by falling score. Losses
/// as above; of more than 255 detections the best are kept.
PicImageMaps pic_maps_of_result(const ImageResult& result, const PicNumbers& numbers,
                                const PicImagePlace& place, DatasetFindings& findings);

/// Whether label maps of this size can be written.
bool is_pic_size(int width, int height);

}  // namespace hoi
