#pragma once

#include <string>
#include <vector>

#include "domain/image_result.h"

namespace hoi {

/// Results as bytes for another process of this program, every number to the bit.
std::string pack_results(const std::vector<ImageResult>& results);

/// The reverse. Throws InputError when the bytes are no packed results.
std::vector<ImageResult> unpack_results(const std::string& bytes);

}  // namespace hoi
