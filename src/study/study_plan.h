#pragma once

#include <string>
#include <vector>

#include "base/option_fields.h"
#include "study/study_row.h"

namespace hoi {

/// The tables of the paper that compare variants of its network.
enum class StudyTable {
  kComponents,       ///< Table 4
  kStages,           ///< Table 5
  kTrunks,           ///< Table 6
  kStreams,          ///< Table 7
  kRepresentations,  ///< Table 8
};

/// Names on the command line and of the written files: "table4" .. "table8".
const Choices<StudyTable>& study_tables();

/// Which configuration files a study uses, configs/study-<scale>-{detector,relation}.toml.
enum class StudyScale {
  kTiny,   ///< procedural scenes on a few processor cores
  kSmall,  ///< the same with a larger network, longer
  kPaper,  ///< the paper's network on its data
};

const Choices<StudyScale>& study_scales();

/// The rows of one table.
struct StudyPlan {
  StudyTable table = StudyTable::kComponents;
  std::string name;                ///< "table4"
  std::string title;               ///< what is compared
  std::vector<StudyRow> rows;      ///< the first one is what gains are measured against
  std::vector<std::string> notes;  ///< how it differs from the paper's, one sentence each
  bool timed = false;              ///< the milliseconds per picture are measured too
};

/// Table `table` as this program reproduces it. The numbers of the paper are those of its tables
/// (spec section 8).
StudyPlan study_plan(StudyTable table, StudyScale scale);

/// The complete network: three stages and every component, the last row of Table 4.
StudyRow complete_row();

/// The same with relation features of masks, the row "Mask" of Table 8.
StudyRow mask_row();

}  // namespace hoi
