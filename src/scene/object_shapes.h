#pragma once

#include "scene/canvas.h"
#include "scene/scene_frame.h"
#include "scene/scene_object.h"

namespace hoi {

// The drawings behind draw_object(), each in the object's own coordinates (see SceneObject::frame
// and object_extent()). Small ones stand in small_objects.cpp, those one sits on in
// large_objects.cpp.

void draw_phone(Canvas& canvas, const SceneFrame& frame, const ObjectLook& look);
void draw_cup(Canvas& canvas, const SceneFrame& frame, const ObjectLook& look);
void draw_sandwich(Canvas& canvas, const SceneFrame& frame, const ObjectLook& look);
void draw_open_book(Canvas& canvas, const SceneFrame& frame, const ObjectLook& look);
void draw_closed_book(Canvas& canvas, const SceneFrame& frame, const ObjectLook& look);
void draw_ball(Canvas& canvas, const SceneFrame& frame, const ObjectLook& look);
void draw_bag(Canvas& canvas, const SceneFrame& frame, const ObjectLook& look, bool long_strap);
void draw_open_umbrella(Canvas& canvas, const SceneFrame& frame, const ObjectLook& look);
void draw_closed_umbrella(Canvas& canvas, const SceneFrame& frame, const ObjectLook& look);

void draw_chair(Canvas& canvas, const SceneFrame& frame, const ObjectLook& look);
void draw_bicycle(Canvas& canvas, const SceneFrame& frame, const ObjectLook& look);
void draw_horse(Canvas& canvas, const SceneFrame& frame, const ObjectLook& look);

/// Where people touch the large ones, in the object's own coordinates.
inline const cv::Point2f kChairSeat{0.0F, -0.285F};
inline const cv::Point2f kChairBack{-0.155F, -0.58F};
inline const cv::Point2f kBicycleSaddle{-0.12F, -0.505F};
inline const cv::Point2f kBicycleHandle{0.22F, -0.6F};
inline const cv::Point2f kBicycleCrank{-0.02F, -0.17F};
inline const cv::Point2f kHorseBack{-0.03F, -0.56F};
inline const cv::Point2f kHorseMouth{0.49F, -0.66F};

}  // namespace hoi
