#pragma once

#include <string>

#include "data/training_dataset.h"

namespace hoi {

/// 16 hexadecimal digits that change with what a data set teaches: its words, and of every picture,
/// in their order, the name, the size of the file, and all that is annotated. Where the folders lie
/// does not matter. Pixels are not read: a file that keeps its size is taken for the same.
std::string data_fingerprint(const TrainingDataset& dataset);

}  // namespace hoi
