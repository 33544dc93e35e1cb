#include "hoiw/hoiw_annotations.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "formats/printable_text.h"
#include "hoiw/hoiw_words.h"

namespace hoi {
namespace {

constexpr int kLeftOut = -1;
constexpr double kLargestSide = 1 << 20;  // pixels, as in docs/formats.md

bool is_safe(const std::string& name) {
  const std::filesystem::path path(name);
  return !name.empty() && name.find('\0') == std::string::npos && !path.is_absolute() &&
         path.has_filename() &&
         std::none_of(path.begin(), path.end(), [](const auto& part) { return part == ".."; });
}

bool is_id_of(std::int64_t id, const std::vector<std::string>& words) {
  return id >= 1 && id <= static_cast<std::int64_t>(words.size());
}

/// Turns one entry into an image and reports what is mended on the way.
class ImageMending {
 public:
  ImageMending(const HoiwEntry& entry, const std::string& file, DatasetFindings& findings)
      : entry_(entry), file_(file), findings_(findings) {
    if (entry.other_keys) {
      repair("other spelling of a key", "", "a list has another name than the organisers give it");
    }
  }

  void add_instances(ImageAnnotation& image, std::int64_t& next_id) {
    for (std::size_t row = 0; row < entry_.boxes.size(); ++row) {
      const HoiwBox& box = entry_.boxes[row];
      const std::string where = fmt::format("box {}", row);
      if (box.untidy_id) repair("untidy id", where, "read as a plain number");
      rows_.push_back(kLeftOut);
      if (!is_id_of(box.category, hoiw_vocabulary().objects)) {
        repair("unknown category", where,
               fmt::format("category {} is outside 1..11; left out", box.category));
        continue;
      }
      const auto clipped = clipped_box(box, image, where);
      if (!clipped) continue;
      rows_.back() = static_cast<int>(image.instances.size());
      InstanceAnnotation instance;
      instance.id = next_id++;
      instance.category = static_cast<int>(box.category - 1);
      instance.box = *clipped;
      image.instances.push_back(std::move(instance));
    }
  }

  void add_interactions(ImageAnnotation& image) {
    for (std::size_t row = 0; row < entry_.triples.size(); ++row) {
      const HoiwTriple& triple = entry_.triples[row];
      const std::string where = fmt::format("triple {}", row);
      if (triple.untidy_id) repair("untidy id", where, "read as a plain number");
      const auto [rule, problem] = defect(triple, image);
      if (!rule.empty()) {
        repair(rule, where, problem + "; left out");
        continue;
      }
      image.interactions.push_back({rows_[static_cast<std::size_t>(triple.subject)],
                                    rows_[static_cast<std::size_t>(triple.object)],
                                    static_cast<int>(triple.verb - 1)});
    }
  }

 private:
  void repair(const std::string& rule, const std::string& where, const std::string& text) {
    findings_.repair(rule, file_,
                     fmt::format("image '{}'{}{}", printable(entry_.file_name),
                                 where.empty() ? "" : ", ", where),
                     text);
  }

  std::optional<Box> clipped_box(const HoiwBox& box, const ImageAnnotation& image,
                                 const std::string& where) {
    const auto& [x1, y1, x2, y2] = box.corners;
    const double width = image.width, height = image.height;
    const double left = std::clamp(x1, 0.0, width), right = std::clamp(x2, 0.0, width);
    const double top = std::clamp(y1, 0.0, height), bottom = std::clamp(y2, 0.0, height);
    const Box result = {static_cast<float>(left), static_cast<float>(top),
                        static_cast<float>(right), static_cast<float>(bottom)};
    const auto shape = [&] {
      const auto& corners = box.corners;
      return fmt::format("[{}] in a picture of {} x {}", fmt::join(corners, ", "), width, height);
    };
    if (result.x2 <= result.x1 || result.y2 <= result.y1) {
      repair("box without area", where, shape() + "; left out");
      return std::nullopt;
    }
    if (left != x1 || top != y1 || right != x2 || bottom != y2) {
      repair("box outside the picture", where, shape() + "; clipped");
    }
    return result;
  }

  /// Rule and text of what makes a triple useless; two empty texts for a good one.
  std::pair<std::string, std::string> defect(const HoiwTriple& triple,
                                             const ImageAnnotation& image) const {
    const auto is_row = [&](std::int64_t row) {
      return row >= 0 && row < static_cast<std::int64_t>(rows_.size());
    };
    if (!is_row(triple.subject) || !is_row(triple.object)) {
      return {"triple out of range", fmt::format("subject {} and object {} of {} boxes",
                                                 triple.subject, triple.object, rows_.size())};
    }
    if (!is_id_of(triple.verb, hoiw_vocabulary().verbs)) {
      return {"unknown verb", fmt::format("verb {} is outside 1..10", triple.verb)};
    }
    const int subject = rows_[static_cast<std::size_t>(triple.subject)];
    const int object = rows_[static_cast<std::size_t>(triple.object)];
    if (subject == kLeftOut || object == kLeftOut) {
      return {"triple without its box", "subject or object was left out"};
    }
    const int person = hoiw_vocabulary().person;
    if (image.instances[static_cast<std::size_t>(subject)].category != person) {
      return {"subject is no person", fmt::format("the subject is box {}", triple.subject)};
    }
    if (image.instances[static_cast<std::size_t>(object)].category == person) {
      return {"object is a person", fmt::format("the object is box {}", triple.object)};
    }
    return {};
  }

  const HoiwEntry& entry_;
  const std::string& file_;
  DatasetFindings& findings_;
  std::vector<int> rows_;  // of each box of the entry in the image; kLeftOut
};

/// The smallest size that holds all boxes.
void set_size_from_boxes(const HoiwEntry& entry, ImageAnnotation& image) {
  double width = 1, height = 1;
  for (const HoiwBox& box : entry.boxes) {
    width = std::max({width, box.corners[0], box.corners[2]});
    height = std::max({height, box.corners[1], box.corners[3]});
  }
  image.width = static_cast<int>(std::ceil(std::min(width, kLargestSide)));
  image.height = static_cast<int>(std::ceil(std::min(height, kLargestSide)));
}

}  // namespace

HoiwAnnotations::HoiwAnnotations(HoiwPictureFinder find_picture, DatasetFindings& findings)
    : find_picture_(std::move(find_picture)), findings_(findings) {
  dataset_.vocabulary = hoiw_vocabulary();
}

void HoiwAnnotations::add(const JsonRecords& records, const std::string& split, bool only_new) {
  file_ = records.name();
  names_of_file_.clear();
  each_hoiw_annotation(records, [&](HoiwEntry entry) {
    const bool new_in_file = names_of_file_.insert(entry.file_name).second;
    const bool is_new = names_.insert(entry.file_name).second;
    if (is_new) {
      add_image(entry, split);
    } else if (!only_new || !new_in_file) {
      findings_.repair("repeated image", file_, "image '" + printable(entry.file_name) + "'",
                       "the file name stands before; left out");
    }
  });
}

void HoiwAnnotations::add_image(const HoiwEntry& entry, const std::string& split) {
  const std::string where = "image '" + printable(entry.file_name) + "'";
  if (!is_safe(entry.file_name)) {
    findings_.repair("unsafe file name", file_, where, "does not stay in its folder; left out");
    return;
  }
  const auto picture = find_picture_(entry.file_name);
  if (!picture) {
    findings_.repair("no picture", file_, where, "there is no such picture; left out");
    return;
  }
  ImageAnnotation image;
  image.id = static_cast<std::int64_t>(dataset_.images.size()) + 1;
  image.file_name = picture->file_name;
  image.split = split;
  image.width = picture->width;
  image.height = picture->height;
  if (image.width <= 0 || image.height <= 0) set_size_from_boxes(entry, image);
  ImageMending mending(entry, file_, findings_);
  std::int64_t next_id = instances_ + 1;
  mending.add_instances(image, next_id);
  mending.add_interactions(image);
  instances_ = next_id - 1;
  dataset_.images.push_back(std::move(image));
}

AnnotatedDataset HoiwAnnotations::take() { return std::move(dataset_); }

}  // namespace hoi
