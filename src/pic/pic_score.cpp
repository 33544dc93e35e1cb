#include "pic/pic_score.h"

#include <algorithm>
#include <cctype>
#include <functional>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/error.h"
#include "pic/label_map_resize.h"
#include "pic/ordered_tasks.h"
#include "pic/pic_categories.h"
#include "pic/pic_layout.h"
#include "pic/pic_relations.h"
#include "pic/pic_sides.h"

namespace hoi {
namespace {

constexpr int kScoredWidth = 640, kScoredHeight = 480;

/// What happened to the files, for the notices.
struct PicScoreCounts {
  std::int64_t skipped = 0, without_maps = 0, from_colors = 0, unknown_relations = 0;
};

/// Ids that no pixel can have are all the same.
int instance_id(std::int64_t id) { return id >= 0 && id <= 255 ? static_cast<int>(id) : -1; }

class PicScorer {
 public:
  PicScorer(const std::filesystem::path& ground_truth, const std::filesystem::path& predictions)
      : numbering_(read_pic_numbering(ground_truth)) {
    std::tie(annotated_, predicted_) = find_pic_sides(ground_truth, predictions);
    options_.num_relations = numbering_.relations.rbegin()->first;
    options_.geometric = pic_geometric_relations(numbering_);
    read_annotated_relations();
    read_predicted_relations();
  }

  ScoreReport score(const ReadProgress& progress) {
    const std::vector<std::string> stems = scored_stems();
    std::vector<RecalledRelations> images;
    for_each_in_order<std::pair<RecalledRelations, bool>>(
        stems.size(), [&](std::size_t i) { return match(stems[i]); },
        [&](std::size_t i, std::pair<RecalledRelations, bool> result) {
          images.push_back(std::move(result.first));
          if (result.second) ++counts_.from_colors;
          if (progress) progress(i + 1, stems.size());
        });
    const RelationRecall recall = mean_relation_recall(images, options_);
    ScoreReport report = pic_score_report(recall, options_, numbering_);
    add_notices(recall, report.notices);
    return report;
  }

 private:
  void read_annotated_relations() {
    each_entry(annotated_, PicRelationFile::kAnnotations, [&](const PicImageRelations& image) {
      auto& relations = annotated_relations_[image.name];
      for (std::size_t i = 0; i < image.relations.size(); ++i) {
        const PicRelation& relation = image.relations[i];
        if (!is_known(relation.relation)) {
          throw InputError(
              fmt::format("{}: image '{}', relation {}: found relation {}, which is not "
                          "in the list of {}",
                          annotated_.split.relations.string(), image.name, i, relation.relation,
                          numbering_.relations.size()));
        }
        relations.push_back(triple_of(relation));
      }
    });
  }

  void read_predicted_relations() {
    const auto most =
        static_cast<std::size_t>(*std::max_element(options_.kept.begin(), options_.kept.end()));
    each_entry(predicted_, PicRelationFile::kPredictions, [&](PicImageRelations image) {
      auto& list = image.relations;
      std::stable_sort(list.begin(), list.end(), [](const PicRelation& a, const PicRelation& b) {
        return a.score > b.score;
      });
      if (list.size() > most) list.resize(most);
      auto& relations = predicted_relations_[image.name];
      for (const PicRelation& relation : list) {
        if (!is_known(relation.relation)) ++counts_.unknown_relations;
        relations.push_back({triple_of(relation), relation.score});
      }
    });
  }

  /// Visits entries that have maps; refuses second entries and maps without entry.
  void each_entry(const PicSide& side, PicRelationFile kind,
                  const std::function<void(PicImageRelations)>& visit) {
    std::map<std::string, bool> seen;
    for (const std::string& stem : side.stems) seen[stem + ".jpg"] = false;
    const std::string file = side.split.relations.string();
    each_pic_image(JsonRecords::read(side.split.relations), kind, [&](PicImageRelations image) {
      const auto found = seen.find(image.name);
      if (found == seen.end()) {
        ++counts_.without_maps;
        return;
      }
      if (found->second) {
        throw InputError(
            fmt::format("{}: image '{}' has a second entry, expected one", file, image.name));
      }
      found->second = true;
      visit(std::move(image));
    });
    for (const auto& [name, has_entry] : seen) {
      if (has_entry) continue;
      throw InputError(
          fmt::format("{}: has no entry for '{}', which has label maps; expected one, "
                      "with an empty list when there are no relations",
                      file, name));
    }
  }

  bool is_known(std::int64_t relation) const {
    return relation >= 1 && relation <= options_.num_relations &&
           numbering_.relations.count(static_cast<int>(relation)) > 0;
  }

  /// A relation that is not in the list becomes 0, which fits nothing.
  RelationTriple triple_of(const PicRelation& relation) const {
    return {instance_id(relation.subject), instance_id(relation.object),
            is_known(relation.relation) ? static_cast<int>(relation.relation) : 0};
  }

  /// In the order of the script: by lower-case name.
  std::vector<std::string> scored_stems() {
    std::vector<std::pair<std::string, std::string>> order;
    for (const std::string& stem : annotated_.stems) {
      if (is_skipped_pic_image(stem)) {
        ++counts_.skipped;
        continue;
      }
      std::string lower = stem;
      for (char& letter : lower) {
        letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
      }
      order.emplace_back(std::move(lower), stem);
    }
    std::sort(order.begin(), order.end());
    std::vector<std::string> stems;
    for (auto& entry : order) stems.push_back(std::move(entry.second));
    return stems;
  }

  /// Runs on several threads. The second value: a map was stored in colours.
  std::pair<RecalledRelations, bool> match(const std::string& stem) const {
    AnnotatedRelations annotated;
    annotated.relations = annotated_relations_.at(stem + ".jpg");
    if (annotated.relations.empty()) {
      RecalledRelations nothing;
      nothing.ranks.resize(options_.iou_thresholds.size());
      return {nothing, false};
    }
    PredictedRelations predicted;
    predicted.relations = predicted_relations_.at(stem + ".jpg");
    bool from_colors = read_scored_maps(annotated_.split, stem, annotated.maps);
    from_colors = read_scored_maps(predicted_.split, stem, predicted.maps) || from_colors;
    return {match_relations(annotated, predicted, options_), from_colors};
  }

  static bool read_scored_maps(const PicSplit& split, const std::string& stem,
                               SegmentedImage& target) {
    const PicMaps maps = read_pic_maps(pic_map_files(split, stem));
    target.semantic = resize_label_map(maps.maps.semantic, kScoredWidth, kScoredHeight);
    target.instance = resize_label_map(maps.maps.instance, kScoredWidth, kScoredHeight);
    return maps.from_colors;
  }

  void add_notices(const RelationRecall& recall, std::vector<std::string>& notices) const {
    const auto add = [&](std::int64_t count, const char* text) {
      if (count > 0) notices.push_back(fmt::format("{} {}", count, text));
    };
    if (numbering_.relations == pic_v1_numbering().relations) {
      notices.emplace_back("relations are numbered as in PIC 1.0, as the relation list says");
    }
    add(counts_.skipped, "images skipped: the organisers' script leaves them out");
    add(recall.without_truth,
        "images left out: they have no annotated relations (the organisers' script stops there)");
    add(counts_.without_maps, "relation entries ignored: their images have no label maps");
    add(counts_.unknown_relations,
        "predicted relations are not in the list: never right, but they count among the best K");
    add(counts_.from_colors, "images have label maps that store three equal channels: read as one");
    if (recall.images > 0 && !recall.kept.front().thresholds.front().geometric) {
      notices.emplace_back("no geometric relation is annotated: the mean is over the others");
    }
    if (recall.images > 0 && !recall.kept.front().thresholds.front().non_geometric) {
      notices.emplace_back("only geometric relations are annotated: the mean is over them");
    }
  }

  PicNumbering numbering_;
  PicSide annotated_, predicted_;
  RelationRecallOptions options_;
  PicScoreCounts counts_;
  std::map<std::string, std::vector<RelationTriple>> annotated_relations_;
  std::map<std::string, std::vector<ScoredRelationTriple>> predicted_relations_;
};

}  // namespace

ScoreReport score_pic(const std::filesystem::path& ground_truth,
                      const std::filesystem::path& predictions, const ReadProgress& progress) {
  return PicScorer(ground_truth, predictions).score(progress);
}

}  // namespace hoi
