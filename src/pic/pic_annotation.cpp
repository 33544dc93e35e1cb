#include "pic/pic_annotation.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <set>
#include <tuple>
#include <vector>

#include <fmt/format.h>

#include "pic/instance_regions.h"

namespace hoi {
namespace {

/// Adds the parts of one image.
class PicImageBuilder {
 public:
  PicImageBuilder(const PicRows& rows, const PicSources& sources, ImageAnnotation& image,
                  DatasetFindings& findings)
      : rows_(rows), sources_(sources), image_(image), findings_(findings) {}

  void add_instance(InstanceRegion region) {
    const auto category = category_of(region);
    if (!category) return;
    InstanceAnnotation instance;
    instance.id = region.instance;
    instance.category = *category;
    instance.box = mask_box(region.mask);
    instance.run_lengths = std::move(region.mask);
    row_of_instance_[region.instance] = static_cast<int>(image_.instances.size());
    image_.instances.push_back(std::move(instance));
  }

  void add_relation(const PicRelation& relation, std::size_t position) {
    const auto subject = row_of_instance_.find(relation.subject);
    const auto object = row_of_instance_.find(relation.object);
    const auto verb = rows_.verb_of_relation.find(relation.relation);
    const bool repeated =
        !seen_.insert({relation.subject, relation.object, relation.relation}).second;
    const char* problem = nullptr;
    if (subject == row_of_instance_.end() || object == row_of_instance_.end()) {
      problem = "relation of an instance that is not in the maps";
    } else if (verb == rows_.verb_of_relation.end()) {
      problem = "relation outside the list";
    } else if (subject == object) {
      problem = "relation of an instance with itself";
    } else if (image_.instances[static_cast<std::size_t>(subject->second)].category !=
               rows_.human) {
      problem = "subject that is not human";
    } else if (repeated) {
      problem = "repeated relation";
    }
    if (problem == nullptr) {
      image_.interactions.push_back({subject->second, object->second, verb->second});
    } else {
      findings_.repair(problem, sources_.relations,
                       fmt::format("image '{}', relation {}", image_.file_name, position),
                       fmt::format("found subject {}, object {}, relation {}: left out",
                                   relation.subject, relation.object, relation.relation));
    }
  }

 private:
  int category_of_label(int label) const {
    return rows_.category_of_label[static_cast<std::size_t>(label)];
  }

  std::optional<int> category_of(const InstanceRegion& region) {
    std::int64_t most = 0, without = 0;
    std::optional<int> category;
    for (const auto& [label, pixels] : region.classes) {
      if (category_of_label(label) < 0) {
        without += pixels;
        if (label != 0) add_unknown_label(region.instance, label, pixels);
      } else if (pixels > most) {
        most = pixels;
        category = category_of_label(label);
      }
    }
    if (!category) {
      add_repair("instance without a class", region.instance,
                 "none of its pixels has a class: left out");
    } else if (without > most) {
      add_repair("instance with few labelled pixels", region.instance,
                 fmt::format("{} pixels without a class, {} of the most frequent one, which was "
                             "taken",
                             without, most));
    }
    return category;
  }

  void add_unknown_label(int instance, int label, std::int64_t pixels) {
    add_repair("class outside the list", instance,
               fmt::format("{} pixels of class {}: ignored", pixels, label));
  }

  void add_repair(const char* rule, int instance, const std::string& text) {
    findings_.repair(rule, sources_.maps, fmt::format("instance {}", instance), text);
  }

  const PicRows& rows_;
  const PicSources& sources_;
  ImageAnnotation& image_;
  DatasetFindings& findings_;
  std::map<std::int64_t, int> row_of_instance_;
  std::set<std::tuple<std::int64_t, std::int64_t, std::int64_t>> seen_;
};

}  // namespace

PicRows::PicRows(const PicNumbering& numbering) : human(pic_vocabulary(numbering).person) {
  category_of_label.fill(-1);
  int row = 0;
  for (const auto& [label, name] : numbering.objects) {
    category_of_label.at(static_cast<std::size_t>(label)) = row++;
  }
  row = 0;
  for (const auto& [relation, name] : numbering.relations) verb_of_relation[relation] = row++;
}

void annotate_pic_image(const SegmentedImage& maps, const std::vector<PicRelation>& relations,
                        const PicRows& rows, const PicSources& sources, ImageAnnotation& image,
                        DatasetFindings& findings) {
  PicImageBuilder builder(rows, sources, image, findings);
  for (InstanceRegion& region : instance_regions(maps)) builder.add_instance(std::move(region));
  for (std::size_t i = 0; i < relations.size(); ++i) builder.add_relation(relations[i], i);
}

}  // namespace hoi
