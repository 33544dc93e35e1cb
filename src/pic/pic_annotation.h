#pragma once

#include <array>
#include <map>
#include <string>

#include "domain/annotation.h"
#include "evaluation/relation_recall.h"
#include "formats/dataset_findings.h"
#include "pic/pic_relations.h"
#include "pic/pic_words.h"

namespace hoi {

/// Numbers of PIC files as rows of pic_vocabulary().
struct PicRows {
  explicit PicRows(const PicNumbering& numbering);

  std::array<int, 256> category_of_label;  ///< -1: no such class
  std::map<std::int64_t, int> verb_of_relation;
  int human = 0;  ///< row
};

/// Which files an annotation comes from, for messages.
struct PicSources {
  std::string maps;       ///< the instance map
  std::string relations;  ///< the relation file
};

/// The instances of an image and their relations; fills `instances` and `interactions` of `image`.
///
/// The class of an instance is the one most of its pixels have, of equally frequent ones that with
/// the smallest number; its box is tight around its mask and its id the value in the instance map.
/// What follows is mended and reported as a repair:
///
///   - pixels whose class is not in the list do not vote;
///   - an instance none of whose pixels votes is left out, and relations with it;
///   - relations of instances without pixels, of an unknown kind, of an instance with itself, with
///   a
///     subject that is not human, or said before are left out.
void annotate_pic_image(const SegmentedImage& maps, const std::vector<PicRelation>& relations,
                        const PicRows& rows, const PicSources& sources, ImageAnnotation& image,
                        DatasetFindings& findings);

}  // namespace hoi
