#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/json_records.h"
#include "domain/annotation.h"
#include "formats/dataset_findings.h"
#include "vcoco/vcoco_record.h"

namespace hoi {

/// Where an annotation of a COCO file went.
struct CollectedInstance {
  std::size_t image = 0;  ///< index into CocoImageCollector::images()
  int row = 0;            ///< of its instances
};

/// Picks the images of a data set, with all their annotations, out of COCO files that hold more.
/// Categories become those of vcoco_vocabulary() by their names. Boxes are clipped to the image;
/// crowds are flagged, masks kept.
class CocoImageCollector {
 public:
  /// split_of_image: the wanted images by id. findings: receives repairs, and a loss for each
  /// annotation of a category that COCO does not have.
  CocoImageCollector(const std::unordered_map<std::int64_t, std::string>& split_of_image,
                     DatasetFindings& findings);

  /// Reads one more file. Throws InputError when it has not the form of a COCO instances file.
  void add(const JsonRecords& coco);

  std::vector<ImageAnnotation>& images() { return images_; }
  const std::unordered_map<std::int64_t, std::size_t>& image_of_id() const { return image_of_id_; }
  /// The annotation of an id, nullptr when it is not there or was left out.
  const CollectedInstance* find(std::int64_t annotation_id) const;
  /// Was the annotation of this id there but of no use (no area, no known category)?
  bool was_left_out(std::int64_t annotation_id) const { return left_out_.count(annotation_id) > 0; }

 private:
  void read_categories(const JsonRecords& coco);
  void add_image(const VcocoRecord& record);
  void add_annotation(const VcocoRecord& record);
  bool place_box(const VcocoRecord& record, const ImageAnnotation& image,
                 InstanceAnnotation& instance);
  void read_mask(const VcocoRecord& record, const ImageAnnotation& image,
                 InstanceAnnotation& instance);

  const std::unordered_map<std::int64_t, std::string>& split_of_image_;
  DatasetFindings& findings_;
  std::string file_;
  std::unordered_map<std::int64_t, int> category_of_id_;
  std::unordered_set<std::int64_t> unknown_categories_;
  std::vector<ImageAnnotation> images_;
  std::unordered_map<std::int64_t, std::size_t> image_of_id_;
  std::unordered_map<std::int64_t, CollectedInstance> instances_;
  std::unordered_set<std::int64_t> left_out_;
  std::set<std::string> file_names_;
};

/// Throws InputError unless `coco` is an object whose `images` and `annotations` are lists.
void check_coco_lists(const JsonRecords& coco);

}  // namespace hoi
