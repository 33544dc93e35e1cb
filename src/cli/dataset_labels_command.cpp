// hoi dataset labels --objects person cup ... --verbs hold drink ...
// Prints the labeling configuration of a Label Studio project for own words (docs/datasets.md).
#include <algorithm>
#include <iostream>
#include <memory>

#include <CLI/App.hpp>

#include "base/error.h"
#include "cli/dataset_commands.h"
#include "interchange/labeling_configuration.h"

namespace hoi {
namespace {

int run_labels(Vocabulary words) {
  const auto person =
      std::find_if(words.objects.begin(), words.objects.end(),
                   [](const auto& name) { return name == "person" || name == "human"; });
  if (person == words.objects.end()) {
    throw InputError("--objects: one of them must be 'person', who does what the verbs say");
  }
  words.person = static_cast<int>(person - words.objects.begin());
  std::cout << labeling_configuration(words);
  return 0;
}

}  // namespace

void add_dataset_labels_command(CLI::App& dataset, int& exit_code) {
  auto words = std::make_shared<Vocabulary>();
  CLI::App* command = dataset.add_subcommand(
      "labels", "print the labeling configuration of a Label Studio project for these words");
  command->add_option("--objects", words->objects, "object classes, 'person' among them")
      ->required();
  command->add_option("--verbs", words->verbs, "what a person does to an object")->required();
  command->callback([words, &exit_code] { exit_code = run_labels(*words); });
}

}  // namespace hoi
