#pragma once

#include <string>

#include "report/validation_report.h"

namespace hoi {

/// The pictures of a validation, each inlined, with a badge for its outcome and what it shows. ""
/// when there is none. Pictures that are neither PNG nor JPEG are passed over.
std::string picture_gallery_html(const ValidationReport& report);

}  // namespace hoi
