// Compares with a literal implementation on random label maps, and tests what must always hold.
#include <algorithm>
#include <functional>
#include <limits>
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "evaluation/relation_recall.h"

namespace hoi {
namespace {

RelationRecallOptions random_options() {
  RelationRecallOptions options;
  options.kept = {1, 5, 100};
  options.num_relations = 4;
  options.geometric = {1, 2};
  return options;
}

/// A second implementation, as slow and literal as the organisers' script.
struct Literal {
  static bool in(const LabelMap& map, std::size_t pixel, int id) {
    return static_cast<int>(map.values[pixel]) == id;
  }
  static int class_of(const SegmentedImage& maps, int id) {
    int largest = 0;
    for (std::size_t i = 0; i < maps.instance.values.size(); ++i) {
      const int masked = in(maps.instance, i, id) ? maps.semantic.values[i] : 0;
      largest = std::max(largest, masked);
    }
    return largest;
  }
  static double iou(const LabelMap& a, int id_a, const LabelMap& b, int id_b) {
    double both = 0, either = 0;
    for (std::size_t i = 0; i < a.values.size(); ++i) {
      both += in(a, i, id_a) && in(b, i, id_b);
      either += in(a, i, id_a) || in(b, i, id_b);
    }
    return both / (either + std::numeric_limits<double>::min());
  }
  /// Recall of the annotated triples that `counts` chooses, nothing when there are none.
  template <class Choose>
  static std::optional<double> recall(const AnnotatedRelations& truth, PredictedRelations predicted,
                                      int kept, double threshold, Choose&& counts) {
    auto& list = predicted.relations;
    std::stable_sort(list.begin(), list.end(),
                     [](const auto& a, const auto& b) { return a.score > b.score; });
    if (static_cast<int>(list.size()) > kept) list.resize(static_cast<std::size_t>(kept));
    std::set<std::size_t> recalled;
    int annotated = 0;
    for (std::size_t g = 0; g < truth.relations.size(); ++g) {
      const RelationTriple& t = truth.relations[g];
      if (!counts(t.relation)) continue;
      ++annotated;
      for (const auto& [p, score] : list) {
        if (p.relation == t.relation &&
            class_of(predicted.maps, p.subject) == class_of(truth.maps, t.subject) &&
            class_of(predicted.maps, p.object) == class_of(truth.maps, t.object) &&
            iou(truth.maps.instance, t.subject, predicted.maps.instance, p.subject) >= threshold &&
            iou(truth.maps.instance, t.object, predicted.maps.instance, p.object) >= threshold) {
          recalled.insert(g);
        }
      }
    }
    if (annotated == 0) return std::nullopt;
    return static_cast<double>(recalled.size()) / annotated;
  }
};

class RandomImages {
 public:
  explicit RandomImages(unsigned seed) : random_(seed) {}

  int below(int limit) { return static_cast<int>(random_() % static_cast<unsigned>(limit)); }

  /// Blocks of few labels, so that classes agree and masks overlap; `noise` pixels differ.
  SegmentedImage maps(unsigned scene, int noise) {
    std::mt19937 layout(scene);
    SegmentedImage image{{12, 6, std::vector<std::uint8_t>(72, 0)},
                         {12, 6, std::vector<std::uint8_t>(72, 0)}};
    for (std::size_t i = 0; i < 72; ++i) {
      const auto block = static_cast<std::uint8_t>((i % 12) / 4 + (layout() % 8 == 0 ? 1 : 0));
      image.instance.values[i] = block;
      image.semantic.values[i] = block == 0 ? 0 : static_cast<std::uint8_t>(1 + block % 2);
    }
    for (int n = 0; n < noise; ++n) {
      image.instance.values[static_cast<std::size_t>(below(72))] =
          static_cast<std::uint8_t>(below(4));
      image.semantic.values[static_cast<std::size_t>(below(72))] =
          static_cast<std::uint8_t>(below(3));
    }
    return image;
  }
  RelationTriple triple() { return {below(5), below(5), 1 + below(4)}; }

  std::pair<AnnotatedRelations, PredictedRelations> image() {
    const auto scene = random_();
    std::pair<AnnotatedRelations, PredictedRelations> pair{{maps(scene, 0), {}},
                                                           {maps(scene, below(12)), {}}};
    for (int i = below(5); i > 0; --i) pair.first.relations.push_back(triple());
    std::vector<double> scores(20);
    for (std::size_t i = 0; i < scores.size(); ++i) scores[i] = static_cast<double>(i);
    std::shuffle(scores.begin(), scores.end(), random_);
    for (int i = below(20); i > 0; --i) {
      const auto& truth = pair.first.relations;
      const bool copy = !truth.empty() && below(3) > 0;
      pair.second.relations.push_back(
          {copy ? truth[static_cast<std::size_t>(below(static_cast<int>(truth.size())))] : triple(),
           scores[static_cast<std::size_t>(i)]});
    }
    return pair;
  }

  std::mt19937& engine() { return random_; }

 private:
  std::mt19937 random_;
};

using Images = std::vector<std::pair<AnnotatedRelations, PredictedRelations>>;

RelationRecall recall_of(const Images& images, const RelationRecallOptions& options) {
  std::vector<RecalledRelations> matches;
  for (const auto& [truth, predicted] : images) {
    matches.push_back(match_relations(truth, predicted, options));
  }
  return mean_relation_recall(matches, options);
}

void expect_literal(const std::optional<double>& actual, const Images& images, int kept,
                    double threshold, const std::function<bool(int)>& counts) {
  double sum = 0;
  int number = 0;
  for (const auto& [truth, predicted] : images) {
    const auto recall = Literal::recall(truth, predicted, kept, threshold, counts);
    if (!recall) continue;
    sum += *recall;
    ++number;
  }
  ASSERT_EQ(actual.has_value(), number > 0);
  if (number > 0) {
    EXPECT_NEAR(*actual, sum / number, 0.500001e-4);
  }
}

TEST(RelationRecall, AgreesWithALiteralImplementationOnRandomImages) {
  RelationRecallOptions options = random_options();
  options.kept = {2, 5, 100};
  int recalled = 0;
  for (unsigned seed = 0; seed < 60; ++seed) {
    RandomImages random(seed);
    Images images;
    for (int i = 1 + random.below(4); i > 0; --i) images.push_back(random.image());
    for (const KeptRecall& kept : recall_of(images, options).kept) {
      for (std::size_t t = 0; t < options.iou_thresholds.size(); ++t) {
        const double threshold = options.iou_thresholds[t];
        const ThresholdRecall& actual = kept.thresholds[t];
        expect_literal(actual.geometric, images, kept.kept, threshold,
                       [](int relation) { return relation <= 2; });
        expect_literal(actual.non_geometric, images, kept.kept, threshold,
                       [](int relation) { return relation > 2; });
        for (int r = 1; r <= 4; ++r) {
          expect_literal(actual.relations[static_cast<std::size_t>(r - 1)], images, kept.kept,
                         threshold, [r](int relation) { return relation == r; });
        }
        if (actual.mean().value_or(0) > 0) ++recalled;
      }
    }
  }
  EXPECT_GT(recalled, 200) << "the random images hardly test anything";
}

TEST(RelationRecall, DoesNotDependOnTheOrderOfImagesAndOfPredictionsWithoutTies) {
  for (unsigned seed = 100; seed < 130; ++seed) {
    RandomImages random(seed);
    Images images;
    for (int i = 0; i < 4; ++i) images.push_back(random.image());
    const RelationRecall before = recall_of(images, random_options());
    std::shuffle(images.begin(), images.end(), random.engine());
    for (auto& [truth, predicted] : images) {
      std::shuffle(predicted.relations.begin(), predicted.relations.end(), random.engine());
      std::shuffle(truth.relations.begin(), truth.relations.end(), random.engine());
    }
    const RelationRecall after = recall_of(images, random_options());
    for (std::size_t k = 0; k < 3; ++k) {
      ASSERT_EQ(before.kept[k].mean().has_value(), after.kept[k].mean().has_value());
      // The last bit of a sum may decide a rounding.
      EXPECT_NEAR(before.kept[k].mean().value_or(0), after.kept[k].mean().value_or(0), 1.001e-4);
    }
  }
}

TEST(RelationRecall, GrowsWithKAndFallsWithTheThreshold) {
  for (unsigned seed = 200; seed < 230; ++seed) {
    RandomImages random(seed);
    const RelationRecall recall = recall_of({random.image(), random.image()}, random_options());
    for (std::size_t k = 1; k < 3; ++k) {
      EXPECT_GE(recall.kept[k].mean().value_or(0), recall.kept[k - 1].mean().value_or(0));
    }
    for (const KeptRecall& kept : recall.kept) {
      for (std::size_t t = 1; t < 3; ++t) {
        EXPECT_LE(kept.thresholds[t].mean().value_or(0), kept.thresholds[t - 1].mean().value_or(0));
      }
    }
  }
}

}  // namespace
}  // namespace hoi
