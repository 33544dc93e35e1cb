#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "domain/annotation.h"
#include "formats/dataset_findings.h"

namespace hoi {

/// An instance of a format that calls classes by their names.
struct NamedInstance {
  std::string name;
  std::array<double, 4> corners = {};  ///< x1, y1, x2, y2 in pixels, any order and place
  bool crowd = false;
  std::vector<std::vector<float>> polygons;
};

/// Rows of NamedImage::instances from 0, or any other number.
struct NamedInteraction {
  std::int64_t subject = 0, object = 0;
  std::string verb;
};

/// What such a format says about one image.
struct NamedImage {
  /// Everything but ids, instances and interactions.
  ImageAnnotation image;
  std::vector<NamedInstance> instances;
  std::vector<NamedInteraction> interactions;
};

/// Whether a class of this name is the person: "person" or "human" in capitals or not.
bool is_person_name(const std::string& name);

/// Whether a file name stays in its folder: relative, not empty, without ".." and zero bytes.
bool is_safe_file_name(const std::string& name);

/// Makes a data set of images whose words are not known before: objects are the person, then the
/// other names in alphabetical order; verbs in alphabetical order. The person is called "human"
/// when no image calls it "person". Persons may be objects of verbs when one is, or when there are
/// no interactions to tell.
///
/// What is wrong is mended and told to `findings`, under one of these rules:
///
///   "unsafe file name"            see is_safe_file_name; the image is left out
///   "repeated image"              a file name for the second time; it is left out
///   "box outside the picture"     clipped
///   "box without area"            left out with its interactions
///   "box without class"           an empty name; left out with its interactions
///   "interaction without verb"    an empty name; left out
///   "interaction out of range"    an index that is no row; left out
///   "interaction without its box" an end was left out; left out
///   "subject is no person", "interaction with itself"    left out
///   "name of the person"          other capitals, or "human" where others say "person"; once each
class NamedDataset {
 public:
  explicit NamedDataset(DatasetFindings& findings) : findings_(findings) {}

  /// file and where: of the image, for findings.
  void add(const NamedImage& named, const std::string& file, const std::string& where);

  /// The data set, without image_folder; call once.
  AnnotatedDataset take();

 private:
  int index_of(const std::string& name, std::map<std::string, int>& words) const;
  std::vector<int> add_instances(const NamedImage& named, ImageAnnotation& image);
  void add_interactions(const NamedImage& named, const std::vector<int>& rows,
                        ImageAnnotation& image);
  void repair(const std::string& rule, const std::string& text);
  void sort_words();

  DatasetFindings& findings_;
  AnnotatedDataset dataset_;
  std::map<std::string, int> objects_, verbs_;  // indices in order of appearance, person apart
  std::set<std::string> person_names_, file_names_;
  std::string file_, where_;  // of the image in work
  std::int64_t next_id_ = 1;
};

}  // namespace hoi
