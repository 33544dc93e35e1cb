// hoi model info FILE          says what a model file holds
// hoi model export FROM TO     writes a model for use from a training checkpoint
// hoi model import ...         see model_import_command.cpp
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/command.h"
#include "cli/model_import_command.h"
#include "cli/model_location.h"
#include "config/toml_options.h"
#include "inference/model_package.h"

namespace hoi {
namespace {

struct ExportArguments {
  std::string from, to;
  std::vector<std::string> assignments;
  ModelProvenance provenance;
};

int64_t count_parameters(const HoiCascade& network) {
  int64_t count = 0;
  for (const auto& parameter : network->parameters()) count += parameter.numel();
  return count;
}

int show_info(const std::string& name_or_path) {
  const auto path = find_model(name_or_path);
  const ModelPackage package = read_model_package(path);
  const auto& provenance = package.provenance;
  std::cout << fmt::format("file           {}\n", path.string())
            << fmt::format("size           {:.1f} MB\n",
                           static_cast<double>(std::filesystem::file_size(path)) / 1e6)
            << fmt::format("sha256         {}\n", package.sha256)
            << fmt::format("name           {}\n", provenance.name)
            << fmt::format("licence        {}\n", provenance.licence)
            << fmt::format("training data  {}\n", provenance.training_data)
            << fmt::format("code           {}\n", provenance.code_version)
            << fmt::format("parameters     {:.1f} M (with the parts that only training needs)\n",
                           static_cast<double>(count_parameters(package.network)) / 1e6)
            << fmt::format("objects        {}: {}\n", package.vocabulary.objects.size(),
                           fmt::join(package.vocabulary.objects, ", "))
            << fmt::format("verbs          {}: {}\n", package.vocabulary.verbs.size(),
                           fmt::join(package.vocabulary.verbs, ", "))
            << "\n"
            << to_toml(package.config);
  return 0;
}

void replace_if_given(std::string& field, const std::string& given) {
  if (!given.empty()) field = given;
}

/// A model's configuration with some values replaced, checked like a configuration file.
void apply_assignments(const std::vector<std::string>& assignments, ModelConfig& config) {
  TomlDocument document = TomlDocument::parse(to_toml(config), "configuration of the model");
  for (const auto& assignment : assignments) document.override_with(assignment);
  document.fill(config);
  check_cascade_options(config.network, "configuration of the model");
}

int export_model(const ExportArguments& arguments) {
  ModelPackage package = read_model_package(find_model(arguments.from));
  replace_if_given(package.provenance.name, arguments.provenance.name);
  replace_if_given(package.provenance.training_data, arguments.provenance.training_data);
  replace_if_given(package.provenance.licence, arguments.provenance.licence);
  replace_if_given(package.provenance.code_version, arguments.provenance.code_version);
  apply_assignments(arguments.assignments, package.config);
  write_model_package(arguments.to, package);
  return 0;
}

}  // namespace

void add_model_command(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("model", "look into model files and make them");
  command->require_subcommand(1);

  auto model = std::make_shared<std::string>();
  CLI::App* info = command->add_subcommand("info", "say what a model file holds");
  info->add_option("model", *model, "shipped model by name, or a model file")->required();
  info->callback([model, &exit_code] { exit_code = show_info(*model); });

  auto arguments = std::make_shared<ExportArguments>();
  CLI::App* to_use = command->add_subcommand("export", "write a model for use from a checkpoint");
  to_use->add_option("from", arguments->from, "model file or checkpoint")->required();
  to_use->add_option("to", arguments->to, "model file to write")->required();
  to_use->add_option("--set", arguments->assignments,
                     "settings to replace, such as network.detection.min_score=0.2");
  to_use->add_option("--name", arguments->provenance.name, "name of the model");
  to_use->add_option("--training-data", arguments->provenance.training_data,
                     "statement of the training data");
  to_use->add_option("--licence", arguments->provenance.licence, "licence of the weights");
  to_use->add_option("--code-version", arguments->provenance.code_version,
                     "commit of the code that trained it");
  to_use->callback([arguments, &exit_code] { exit_code = export_model(*arguments); });

  add_model_import_command(*command, exit_code);
}

}  // namespace hoi
