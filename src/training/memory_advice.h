#pragma once

#include <exception>
#include <string>

#include "training/experiment_options.h"

namespace hoi {

/// Whether an error says that memory, of the machine or of its accelerator, is used up. What the
/// kernel kills arrives as no error.
bool is_out_of_memory(const std::exception& error);

/// The settings that decide how much memory a step takes, the most useful first, with their present
/// values.
std::string memory_advice(const ExperimentOptions& experiment);

}  // namespace hoi
