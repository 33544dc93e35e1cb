#include "scene/scene_translation.h"

namespace hoi {
namespace {

WordTranslation words_of_hoiw() {
  return {{{"phone", "cellphone"},
           {"cup", "drink"},
           {"sandwich", "food"},
           {"book", "document"},
           {"bicycle", "bike"}},
          {}};
}

WordTranslation words_of_pic() {
  return {{{"person", "human"}, {"sandwich", "food"}}, {{"call", "use"}, {"sit", "sit on"}}};
}

WordTranslation words_of_vcoco() {
  return {{{"phone", "cell phone"}, {"ball", "sports ball"}, {"bag", "handbag"}},
          {{"hold", "hold_obj"},
           {"call", "talk_on_phone_instr"},
           {"drink", "drink_instr"},
           {"eat", "eat_obj"},
           {"read", "read_obj"},
           {"look", "look_obj"},
           {"kick", "kick_obj"},
           {"ride", "ride_instr"},
           {"sit", "sit_instr"},
           {"carry", "carry_obj"},
           {"throw", "throw_obj"}}};
}

WordTranslation words_of_hicodet() {
  return {{{"phone", "cell_phone"}, {"ball", "sports_ball"}, {"bag", "handbag"}},
          {{"call", "talk_on"}, {"drink", "drink_with"}, {"sit", "sit_on"}}};
}

}  // namespace

WordTranslation scene_translation(DatasetLayout layout) {
  switch (layout) {
    case DatasetLayout::kHoiw:
      return words_of_hoiw();
    case DatasetLayout::kPic:
      return words_of_pic();
    case DatasetLayout::kVcoco:
    case DatasetLayout::kVcocoExport:
      return words_of_vcoco();
    case DatasetLayout::kHicodet:
    case DatasetLayout::kHicodetMat:
      return words_of_hicodet();
    case DatasetLayout::kHoi:
    case DatasetLayout::kOdgt:
    case DatasetLayout::kLabelStudio:
      break;
  }
  return {};
}

}  // namespace hoi
