// hoi dataset synthesize|convert|validate|stats|split|draw|labels|pack ...: one file each,
// dataset_<name>_command.cpp.
#include <memory>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "base/progress.h"
#include "cli/command.h"
#include "cli/dataset_commands.h"
#include "cli/named_choice.h"
#include "data/image_io.h"

namespace hoi {

void add_dataset_arguments(CLI::App& command, DatasetArguments& arguments) {
  command.add_option("folder", arguments.folder, "data set folder (docs/datasets.md)")->required();
  add_choice(command, "--layout", arguments.layout, dataset_layouts(),
             "how the folder is laid out");
  command.add_flag("--strict", arguments.strict, "refuse what could be repaired");
  command.add_option("--report", arguments.report, "write every repair and loss to this file");
}

AnnotatedDataset read_named_dataset(const DatasetArguments& arguments, DatasetFindings& findings) {
  return read_dataset(arguments.layout, arguments.folder,
                      {read_image_size, reading_progress(), findings});
}

ReadProgress reading_progress() {
  constexpr std::uint64_t kMegabyte = 1 << 20;
  constexpr std::uint64_t kSmallFile = 32 * kMegabyte;  // read before a bar could be looked at
  return [bar = std::shared_ptr<Progress>(), file = std::uint64_t{0}](std::uint64_t done,
                                                                      std::uint64_t total) mutable {
    if (total < kSmallFile) return;
    if (!bar || file != total) {
      bar =
          std::make_shared<Progress>("reading (MB)", static_cast<std::int64_t>(total / kMegabyte));
      file = total;
    }
    bar->update(static_cast<std::int64_t>(done / kMegabyte));
    if (done == total) bar.reset();
  };
}

void add_dataset_command(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand(
      "dataset", "make, convert, check, count, draw and pack annotated data sets");
  command->require_subcommand(1);
  add_dataset_synthesize_command(*command, exit_code);
  add_dataset_labels_command(*command, exit_code);
  add_dataset_convert_command(*command, exit_code);
  add_dataset_validate_command(*command, exit_code);
  add_dataset_stats_command(*command, exit_code);
  add_dataset_split_command(*command, exit_code);
  add_dataset_pack_command(*command, exit_code);
  add_dataset_draw_command(*command, exit_code);
}

}  // namespace hoi
