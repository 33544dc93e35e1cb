#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <utility>

namespace hoi {

/// Width and height of an image file in pixels as it is shown, as its header says; nothing when it
/// is no image. A function of the caller, so that this layer needs no image library.
using ImageSizeReader =
    std::function<std::optional<std::pair<int, int>>(const std::filesystem::path&)>;

}  // namespace hoi
