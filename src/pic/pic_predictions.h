#pragma once

#include <filesystem>
#include <vector>

#include "domain/image_result.h"
#include "domain/vocabulary.h"
#include "formats/dataset_findings.h"

namespace hoi {

/// Writes results as the submission of PIC 2.0 that score_pic() and the organisers' script read:
/// semantic/NAME.png, instance/NAME.png and relations.json below `folder`, which is made. NAME is
/// the base name of ImageResult::file without its ending.
///
/// The conversion is the authors' (spec 6.2, pic_image_maps.h); it filters nothing, so give it what
/// you want to be judged by. Words are matched by name. What PIC cannot say goes to `findings` as
/// losses. Throws InputError when two results have one NAME, an image is too large for label maps,
/// or the disk refuses.
void write_pic_predictions(const std::vector<ImageResult>& results, const Vocabulary& vocabulary,
                           const std::filesystem::path& folder, DatasetFindings& findings);

}  // namespace hoi
