#include "formats/dataset_statistics.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "base/text_table.h"
#include "formats/printable_text.h"

namespace hoi {
namespace {

std::size_t as_row(int index) { return static_cast<std::size_t>(index); }

std::set<std::pair<int, int>> pairs_of(const ImageAnnotation& image) {
  std::set<std::pair<int, int>> pairs;
  for (const auto& interaction : image.interactions) {
    pairs.emplace(interaction.subject, interaction.object);
  }
  return pairs;
}

void add_image(const ImageAnnotation& image, const Vocabulary& words, SplitStatistics& split) {
  const auto count = [&](const auto& predicate) {
    return std::count_if(image.instances.begin(), image.instances.end(), predicate);
  };
  const auto persons = count([&](const auto& entry) { return entry.category == words.person; });
  const auto instances = static_cast<std::int64_t>(image.instances.size());
  ++split.images;
  split.images_with_annotated_interactions += image.interactions_annotated ? 1 : 0;
  split.images_with_exhaustive_boxes += image.boxes_exhaustive ? 1 : 0;
  split.instances += instances;
  split.persons += persons;
  split.crowds += count([](const auto& entry) { return entry.crowd; });
  split.masks +=
      count([](const auto& entry) { return !entry.polygons.empty() || entry.run_lengths; });
  split.faces += static_cast<std::int64_t>(image.faces.size());
  split.interactions += static_cast<std::int64_t>(image.interactions.size());
  split.pairs += static_cast<std::int64_t>(pairs_of(image).size());
  if (image.interactions_annotated) {
    const auto objects = words.person_as_object ? instances - 1 : instances - persons;
    split.possible_pairs += persons * objects;
  }
}

void add_words(const ImageAnnotation& image, DatasetStatistics& statistics) {
  for (const auto& instance : image.instances) {
    ++statistics.instances_of_category.at(as_row(instance.category));
  }
  for (const auto& pair : pairs_of(image)) {
    const auto& object = image.instances.at(as_row(pair.second));
    ++statistics.object_pairs_of_category.at(as_row(object.category));
  }
  std::set<int> verbs;
  for (const auto& interaction : image.interactions) {
    ++statistics.interactions_of_verb.at(as_row(interaction.verb));
    verbs.insert(interaction.verb);
  }
  for (const int verb : verbs) ++statistics.images_of_verb.at(as_row(verb));
}

std::string ratio(std::int64_t part, std::int64_t whole) {
  return whole > 0 ? fmt::format("{:.2f}", static_cast<double>(part) / static_cast<double>(whole))
                   : "-";
}

std::vector<std::string> split_row(const SplitStatistics& split) {
  const auto text = [](std::int64_t count) { return std::to_string(count); };
  return {split.split.empty() ? "(none)" : printable(split.split),
          text(split.images),
          text(split.images_with_annotated_interactions),
          text(split.images_with_exhaustive_boxes),
          text(split.instances),
          text(split.persons),
          text(split.crowds),
          text(split.masks),
          text(split.faces),
          text(split.interactions),
          text(split.pairs),
          text(split.possible_pairs),
          ratio(split.pairs, split.images_with_annotated_interactions)};
}

}  // namespace

DatasetStatistics count_statistics(const AnnotatedDataset& dataset) {
  const Vocabulary& words = dataset.vocabulary;
  DatasetStatistics statistics;
  statistics.total.split = "total";
  statistics.instances_of_category.resize(words.objects.size());
  statistics.object_pairs_of_category.resize(words.objects.size());
  statistics.interactions_of_verb.resize(words.verbs.size());
  statistics.images_of_verb.resize(words.verbs.size());
  std::unordered_map<std::string, std::size_t> row_of_split;
  for (const ImageAnnotation& image : dataset.images) {
    const auto [row, is_new] = row_of_split.emplace(image.split, statistics.splits.size());
    if (is_new) statistics.splits.emplace_back().split = image.split;
    add_image(image, words, statistics.splits[row->second]);
    add_image(image, words, statistics.total);
    add_words(image, statistics);
  }
  return statistics;
}

std::string statistics_table(const DatasetStatistics& statistics, const Vocabulary& vocabulary) {
  TextTable splits({"split", "images", "with verbs", "all boxes", "instances", "persons", "crowds",
                    "masks", "faces", "interactions", "pairs", "possible", "pairs/image"});
  for (const auto& split : statistics.splits) splits.add_row(split_row(split));
  splits.add_row(split_row(statistics.total));

  TextTable verbs({"verb", "interactions", "images"});
  for (std::size_t i = 0; i < vocabulary.verbs.size(); ++i) {
    verbs.add_row({printable(vocabulary.verbs[i]),
                   std::to_string(statistics.interactions_of_verb.at(i)),
                   std::to_string(statistics.images_of_verb.at(i))});
  }
  TextTable categories({"category", "instances", "pairs as object"});
  std::size_t unseen = 0;
  for (std::size_t i = 0; i < vocabulary.objects.size(); ++i) {
    if (statistics.instances_of_category.at(i) == 0) {
      ++unseen;
      continue;
    }
    categories.add_row({printable(vocabulary.objects[i]),
                        std::to_string(statistics.instances_of_category[i]),
                        std::to_string(statistics.object_pairs_of_category.at(i))});
  }
  return splits.text() + "\n" + verbs.text() + "\n" + categories.text() +
         (unseen > 0 ? fmt::format("{} categories have no instance\n", unseen) : "");
}

}  // namespace hoi
