#pragma once

#include <string>
#include <vector>

#include "domain/vocabulary.h"

namespace hoi {

/// The verbs of a vocabulary as a person reads them, for tables and pictures (files keep the
/// names): underscores become spaces and the role suffix of V-COCO goes, "work_on_computer_instr"
/// -> "work on computer". A verb with both roles keeps them apart: "cut_obj" -> "cut", "cut_instr"
/// -> "cut with".
std::vector<std::string> display_verbs(const Vocabulary& vocabulary);

}  // namespace hoi
