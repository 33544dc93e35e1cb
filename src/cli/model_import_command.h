#pragma once

namespace CLI {
class App;
}

namespace hoi {

/// `hoi model import`: adds the sub-command to the command `model`.
void add_model_import_command(CLI::App& model_command, int& exit_code);

}  // namespace hoi
