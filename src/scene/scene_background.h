#pragma once

#include "scene/canvas.h"
#include "scene/random_source.h"
#include "scene/scene_layout.h"

namespace hoi {

/// Fills the canvas with a room or a landscape: gradients, walls and floors, windows, trees,
/// clutter.
void draw_background(Canvas& canvas, const cv::Size& size, RandomSource& random);

void draw_furniture(Canvas& canvas, const Furniture& furniture);

/// What a camera does to the finished picture: exposure, colour cast, softness and noise.
void apply_camera(cv::Mat& picture, RandomSource& random);

}  // namespace hoi
