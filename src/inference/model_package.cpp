#include "inference/model_package.h"

#include <ATen/Functions.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/file.h"
#include "base/json_file.h"
#include "base/sha256.h"
#include "config/toml_options.h"

namespace hoi {
namespace {

constexpr const char* kFormat = "hoi-model/1";

/// Name prefixes of the parts that prediction never touches.
std::vector<std::string> unused_parts(const CascadeOptions& options) {
  std::vector<std::string> prefixes;
  const int64_t first = first_visual_stage(options.relation, options.stages);
  for (int64_t t = 1; t < first; ++t) prefixes.push_back(fmt::format("recognition{}.", t));
  return prefixes;
}

const std::string& metadata_entry(const SafetensorsFile& file, const std::string& key,
                                  const std::string& path) {
  const auto entry = file.metadata().find(key);
  if (entry == file.metadata().end()) {
    throw InputError(fmt::format(
        "{}: metadata entry '{}' is missing; this is no model of this program", path, key));
  }
  return entry->second;
}

std::string optional_entry(const SafetensorsFile& file, const std::string& key) {
  const auto entry = file.metadata().find(key);
  return entry == file.metadata().end() ? std::string() : entry->second;
}

Vocabulary parse_vocabulary(const std::string& text, const std::string& path) {
  const auto json = parse_json(text, path + " (vocabulary)");
  try {
    Vocabulary vocabulary{json.at("objects").get<std::vector<std::string>>(),
                          json.at("verbs").get<std::vector<std::string>>(),
                          json.at("person").get<int>(), json.at("person_as_object").get<bool>()};
    const auto count = static_cast<int>(vocabulary.objects.size());
    if (vocabulary.person < 0 || vocabulary.person >= count || vocabulary.verbs.empty()) {
      throw InputError(fmt::format("{}: vocabulary has {} objects, {} verbs and person index {}",
                                   path, count, vocabulary.verbs.size(), vocabulary.person));
    }
    return vocabulary;
  } catch (const nlohmann::json::exception& error) {
    throw InputError(fmt::format("{}: vocabulary is damaged: {}", path, error.what()));
  }
}

}  // namespace

std::map<std::string, std::string> package_metadata(const ModelConfig& config,
                                                    const Vocabulary& vocabulary,
                                                    const ModelProvenance& provenance) {
  const nlohmann::json words{{"objects", vocabulary.objects},
                             {"verbs", vocabulary.verbs},
                             {"person", vocabulary.person},
                             {"person_as_object", vocabulary.person_as_object}};
  return {{"format", kFormat},
          {"config", to_toml(config)},
          {"vocabulary", words.dump()},
          {"name", provenance.name},
          {"training_data", provenance.training_data},
          {"licence", provenance.licence},
          {"code_version", provenance.code_version}};
}

ModelPackage read_model_package(const std::filesystem::path& path) {
  const SafetensorsFile file = SafetensorsFile::read(path);
  const std::string name = path.string();
  const std::string& format = metadata_entry(file, "format", name);
  if (format != kFormat) {
    throw InputError(
        fmt::format("{}: format '{}', expected '{}'; use the version of the program that "
                    "wrote it",
                    name, format, kFormat));
  }
  ModelPackage package;
  TomlDocument::parse(metadata_entry(file, "config", name), name + " (config)")
      .fill(package.config);
  package.vocabulary = parse_vocabulary(metadata_entry(file, "vocabulary", name), name);
  package.provenance = {optional_entry(file, "name"), optional_entry(file, "training_data"),
                        optional_entry(file, "licence"), optional_entry(file, "code_version")};
  package.sha256 = sha256_hex(file.content());

  check_cascade_options(package.config.network, name);
  const auto prior = torch::zeros({static_cast<int64_t>(package.vocabulary.objects.size()),
                                   static_cast<int64_t>(package.vocabulary.verbs.size())});
  package.network = HoiCascade(package.config.network, package.vocabulary, prior);
  load_state(*package.network, file, name, unused_parts(package.config.network), {"training/"});
  package.network->eval();
  return package;
}

void write_model_package(const std::filesystem::path& path, const ModelPackage& package) {
  NamedTensors kept;
  const auto unused = unused_parts(package.config.network);
  for (const auto& [name, tensor] : state_of(*package.network)) {
    bool needed = true;
    for (const auto& prefix : unused) needed = needed && name.rfind(prefix, 0) != 0;
    if (needed) kept.emplace_back(name, tensor);
  }
  write_file_atomically(
      path,
      encode_tensors(kept, package_metadata(package.config, package.vocabulary, package.provenance),
                     StoredPrecision::kFloat16));
}

}  // namespace hoi
