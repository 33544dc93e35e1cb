#pragma once

namespace CLI {
class App;
}

namespace hoi {

// One function per command, each in a file of its own: it adds the sub-command to `app` and a
// callback that runs it and sets `exit_code` (0 done, 2 the input was wrong). Work is done by the
// libraries; a command file reads arguments and prints.

void add_detect_command(CLI::App& app, int& exit_code);
void add_train_command(CLI::App& app, int& exit_code);
void add_launch_command(CLI::App& app, int& exit_code);
void add_evaluate_command(CLI::App& app, int& exit_code);
void add_model_command(CLI::App& app, int& exit_code);
void add_dataset_command(CLI::App& app, int& exit_code);
void add_score_command(CLI::App& app, int& exit_code);
void add_study_command(CLI::App& app, int& exit_code);
void add_report_command(CLI::App& app, int& exit_code);

}  // namespace hoi
