#include "domain/verb_prior.h"

#include <map>
#include <set>
#include <utility>

namespace hoi {

std::vector<std::vector<float>> count_verb_prior(const Vocabulary& vocabulary,
                                                 const std::vector<ImageAnnotation>& images) {
  const std::size_t classes = vocabulary.objects.size();
  const std::size_t verbs = vocabulary.verbs.size();
  std::vector<std::int64_t> pairs(classes, 0);
  std::vector<std::vector<std::int64_t>> carrying(classes, std::vector<std::int64_t>(verbs, 0));
  for (const ImageAnnotation& image : images) {
    if (!image.interactions_annotated) continue;
    std::map<std::pair<int, int>, std::set<int>> verbs_of_pair;  // a triple may stand twice
    for (const InteractionAnnotation& interaction : image.interactions) {
      verbs_of_pair[{interaction.subject, interaction.object}].insert(interaction.verb);
    }
    for (const auto& [pair, pair_verbs] : verbs_of_pair) {
      const auto object = static_cast<std::size_t>(pair.second);
      const auto category = static_cast<std::size_t>(image.instances.at(object).category);
      ++pairs.at(category);
      for (const int verb : pair_verbs) ++carrying[category].at(static_cast<std::size_t>(verb));
    }
  }
  std::vector<std::vector<float>> rates(classes, std::vector<float>(verbs, 0));
  for (std::size_t category = 0; category < classes; ++category) {
    for (std::size_t verb = 0; verb < verbs && pairs[category] > 0; ++verb) {
      rates[category][verb] = static_cast<float>(static_cast<double>(carrying[category][verb]) /
                                                 static_cast<double>(pairs[category]));
    }
  }
  return rates;
}

}  // namespace hoi
