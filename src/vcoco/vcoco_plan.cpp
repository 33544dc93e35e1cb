#include "vcoco/vcoco_plan.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <tuple>
#include <unordered_set>

#include <fmt/format.h>

#include "base/contained_path.h"
#include "vcoco/vcoco_folder.h"
#include "vcoco/vcoco_words.h"

namespace hoi {
namespace {

namespace fs = std::filesystem;

class VcocoPlanner {
 public:
  VcocoPlanner(const AnnotatedDataset& dataset, DatasetFindings& findings);

  std::vector<VcocoPlannedImage> plan();

 private:
  void lose(const ImageAnnotation& image, const std::string& rule, const std::string& text) {
    findings_.loss(rule, "", vcoco_image_words(image), text);
  }
  std::string split_of(const ImageAnnotation& image);
  std::string free_name(const std::string& name, const std::string& split, std::int64_t id);
  void plan_instances(VcocoPlannedImage& planned);
  void plan_interactions(VcocoPlannedImage& planned);
  const std::string& object_word(int category) const {
    return dataset_.vocabulary.objects.at(static_cast<std::size_t>(category));
  }

  const AnnotatedDataset& dataset_;
  DatasetFindings& findings_;
  std::vector<std::optional<int>> objects_, verbs_;  ///< of the words of the data set
  bool has_parts_ = false;                           ///< is there "train" or "val"?
  std::set<std::string> taken_;                      ///< places of pictures
};

VcocoPlanner::VcocoPlanner(const AnnotatedDataset& dataset, DatasetFindings& findings)
    : dataset_(dataset), findings_(findings) {
  for (const auto& name : dataset.vocabulary.objects) objects_.push_back(vcoco_object_called(name));
  for (const auto& name : dataset.vocabulary.verbs) verbs_.push_back(vcoco_verb_called(name));
  has_parts_ = std::any_of(dataset.images.begin(), dataset.images.end(), [](const auto& image) {
    return image.split == "train" || image.split == "val";
  });
}

std::string VcocoPlanner::split_of(const ImageAnnotation& image) {
  const std::string& split = image.split;
  const bool is_whole = split == "trainval" && !has_parts_;
  if (split == "train" || split == "val" || split == "test" || is_whole) return split;
  const std::string target = has_parts_ ? "train" : "trainval";
  lose(image, "split outside the layout", fmt::format("split '{}' becomes '{}'", split, target));
  return target;
}

/// The COCO name of a picture; one whose place is taken gets its id at the end.
std::string VcocoPlanner::free_name(const std::string& name, const std::string& split,
                                    std::int64_t id) {
  std::string inside = coco_file_name(name);
  if (leaves_folder(inside)) inside = fs::path(name).filename().string();
  if (leaves_folder(inside)) inside = "picture";
  std::string free = inside;
  const fs::path path(inside);
  for (int attempt = 0; !taken_.insert(vcoco_picture_path(free, split)).second; ++attempt) {
    const std::string end = attempt == 0 ? "" : fmt::format("_{}", attempt);
    free = (path.parent_path() /
            fmt::format("{}_{}{}{}", path.stem().string(), id, end, path.extension().string()))
               .string();
  }
  return free;
}

void VcocoPlanner::plan_instances(VcocoPlannedImage& planned) {
  const ImageAnnotation& image = *planned.image;
  for (const InstanceAnnotation& instance : image.instances) {
    planned.objects.push_back(objects_.at(static_cast<std::size_t>(instance.category)));
    if (planned.objects.back()) continue;
    lose(image, "object class outside COCO",
         fmt::format("instance {} is a '{}'", instance.id, object_word(instance.category)));
  }
  for (std::size_t i = 0; i < image.faces.size(); ++i)
    lose(image, "face", fmt::format("face {}", i));
}

void VcocoPlanner::plan_interactions(VcocoPlannedImage& planned) {
  const ImageAnnotation& image = *planned.image;
  std::set<std::tuple<int, int, int>> known;
  for (const InteractionAnnotation& interaction : image.interactions) {
    const std::string& word =
        dataset_.vocabulary.verbs.at(static_cast<std::size_t>(interaction.verb));
    const auto verb = verbs_.at(static_cast<std::size_t>(interaction.verb));
    const auto subject = planned.objects.at(static_cast<std::size_t>(interaction.subject));
    const auto object = planned.objects.at(static_cast<std::size_t>(interaction.object));
    if (!verb) {
      lose(image, "verb outside V-COCO", "'" + word + "'");
    } else if (!subject || !object) {
      lose(image, "interaction without its box", "'" + word + "' lost its subject or object");
    } else if (*subject != vcoco_vocabulary().person) {
      lose(image, "subject is no person", "'" + word + "'");
    } else if (interaction.subject == interaction.object) {
      lose(image, "object is the person", "'" + word + "'");
    } else if (!known.insert({interaction.subject, interaction.object, *verb}).second) {
      lose(image, "interaction twice", "'" + word + "' of the same pair");
    } else {
      planned.interactions.push_back({interaction.subject, interaction.object, *verb});
    }
  }
}

std::vector<VcocoPlannedImage> VcocoPlanner::plan() {
  std::vector<const ImageAnnotation*> images;
  std::vector<std::int64_t> wanted;
  for (const ImageAnnotation& image : dataset_.images) {
    if (!image.interactions_annotated) {
      lose(image, "image without annotated interactions", "left out");
      continue;
    }
    images.push_back(&image);
    wanted.push_back(coco_image_id(image.file_name).value_or(image.id));
  }
  const auto ids = free_ids(wanted);
  std::vector<VcocoPlannedImage> planned;
  for (std::size_t i = 0; i < images.size(); ++i) {
    VcocoPlannedImage& entry = planned.emplace_back();
    entry.image = images[i];
    entry.id = ids[i];
    entry.split = split_of(*images[i]);
    entry.file_name = free_name(images[i]->file_name, entry.split, entry.id);
    plan_instances(entry);
    plan_interactions(entry);
  }
  return planned;
}

}  // namespace

std::vector<VcocoPlannedImage> plan_vcoco(const AnnotatedDataset& dataset,
                                          DatasetFindings& findings) {
  return VcocoPlanner(dataset, findings).plan();
}

ImagePlacements vcoco_placements(const AnnotatedDataset& dataset,
                                 const std::vector<VcocoPlannedImage>& images) {
  ImagePlacements placements;
  for (const VcocoPlannedImage& planned : images) {
    placements.push_back(
        {dataset.image_folder / planned.image->file_name,
         fs::path("images") / vcoco_picture_path(planned.file_name, planned.split)});
  }
  return placements;
}

std::string vcoco_image_words(const ImageAnnotation& image) {
  return "image '" + image.file_name + "'";
}

std::vector<std::int64_t> free_ids(const std::vector<std::int64_t>& wanted) {
  std::unordered_set<std::int64_t> taken;
  std::vector<std::int64_t> ids;
  for (const std::int64_t id : wanted) ids.push_back(id > 0 && taken.insert(id).second ? id : 0);
  std::int64_t next = 1;
  for (std::int64_t& id : ids) {
    if (id != 0) continue;
    while (taken.count(next) > 0) ++next;
    id = next++;
  }
  return ids;
}

}  // namespace hoi
