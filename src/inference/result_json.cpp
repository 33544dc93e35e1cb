#include "inference/result_json.h"

#include <cmath>
#include <cstddef>

#include "formats/run_length_json.h"

namespace hoi {
namespace {

double with_decimals(double value, int decimals) {
  const double steps = std::pow(10.0, decimals);
  return std::round(value * steps) / steps;
}

nlohmann::ordered_json instance_json(const DetectedInstance& instance, std::size_t id,
                                     const Vocabulary& vocabulary) {
  const Box& box = instance.box;
  nlohmann::ordered_json json = {
      {"id", id},
      {"category", vocabulary.objects.at(static_cast<std::size_t>(instance.category))},
      {"score", with_decimals(instance.score, 5)},
      {"box",
       {with_decimals(box.x1, 2), with_decimals(box.y1, 2), with_decimals(box.x2, 2),
        with_decimals(box.y2, 2)}}};
  if (instance.mask) json["mask"] = run_lengths_to_json(*instance.mask);
  return json;
}

}  // namespace

nlohmann::ordered_json result_to_json(const ImageResult& result, const Vocabulary& vocabulary,
                                      const ModelIdentity& model, const TimingMs& timing_ms) {
  using Json = nlohmann::ordered_json;
  Json instances = Json::array(), interactions = Json::array(), timing = Json::object();
  for (const auto& instance : result.instances) {
    instances.push_back(instance_json(instance, instances.size(), vocabulary));
  }
  for (const auto& interaction : result.interactions) {
    interactions.push_back(
        {{"subject", interaction.subject},
         {"object", interaction.object},
         {"verb", vocabulary.verbs.at(static_cast<std::size_t>(interaction.verb))},
         {"score", with_decimals(interaction.score, 5)}});
  }
  for (const auto& [step, milliseconds] : timing_ms) timing[step] = with_decimals(milliseconds, 1);
  return {{"schema", "hoi-result/1"},
          {"image", {{"file", result.file}, {"width", result.width}, {"height", result.height}}},
          {"model", {{"name", model.name}, {"sha256", model.sha256}}},
          {"instances", instances},
          {"interactions", interactions},
          {"timing_ms", timing}};
}

std::string dump_result(const nlohmann::ordered_json& result, int indent) {
  return result.dump(indent, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace hoi
