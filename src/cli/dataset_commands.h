#pragma once

#include <memory>
#include <string>
#include <vector>

#include "datasets/dataset_layout.h"

namespace CLI {
class App;
}

namespace hoi {

/// A data set as the commands `hoi dataset ...` name it.
struct DatasetArguments {
  std::string folder;
  DatasetLayout layout = DatasetLayout::kHoi;
  bool strict = false;
  std::string report;  ///< file for every repair and loss, "" for none
};

/// Adds the positional folder and the options that belong to `arguments`.
void add_dataset_arguments(CLI::App& command, DatasetArguments& arguments);

/// Reads the data set with progress; repairs go to `findings`.
AnnotatedDataset read_named_dataset(const DatasetArguments& arguments, DatasetFindings& findings);

/// Progress of reading a large file on standard error; silent for small files.
ReadProgress reading_progress();

// The sub-commands of `hoi dataset`, see command.h.
void add_dataset_synthesize_command(CLI::App& dataset, int& exit_code);
void add_dataset_validate_command(CLI::App& dataset, int& exit_code);
void add_dataset_stats_command(CLI::App& dataset, int& exit_code);
void add_dataset_draw_command(CLI::App& dataset, int& exit_code);
void add_dataset_convert_command(CLI::App& dataset, int& exit_code);
void add_dataset_labels_command(CLI::App& dataset, int& exit_code);
void add_dataset_split_command(CLI::App& dataset, int& exit_code);
void add_dataset_pack_command(CLI::App& dataset, int& exit_code);

}  // namespace hoi
