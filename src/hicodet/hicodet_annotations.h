#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "evaluation/interaction_average_precision.h"
#include "hicodet/hicodet_words.h"

namespace hoi {

/// An annotated pair as the files have it: corner pixels that belong to the box and count from 1.
struct HicodetPair {
  int interaction = 0;  ///< index into HicodetWords::interactions
  PairBoxes boxes;
  /// Which entry of the image in the MATLAB file this pair stands in. Where two entries have the
  /// same interaction, the organisers' evaluation only sees the later one.
  int entry = 0;
};

struct HicodetImage {
  std::string file_name;      ///< without folder
  int width = 0, height = 0;  ///< 0 when the file does not say
  std::vector<HicodetPair> pairs;
};

/// One split of HICO-DET, from a JSON or a MATLAB file.
struct HicodetSplit {
  std::string file;  ///< for messages
  HicodetWords words;
  std::vector<HicodetImage> images;
  /// For each interaction, has it fewer than 10 training pairs? Nothing when the file does not say.
  std::optional<std::vector<bool>> rare;
  std::int64_t invisible = 0;  ///< interactions that are there but have no boxes, left out
};

/// Which interactions have fewer than 10 annotated pairs in `training`: the organisers' rare ones.
std::vector<bool> count_rare_interactions(const HicodetSplit& training);

}  // namespace hoi
