#pragma once

#include "base/json_records.h"
#include "hicodet/hicodet_annotations.h"

namespace hoi {

/// Reads instances_train2015.json or instances_test2015.json, the public JSON form of HICO-DET
/// (spec 5.4):
///
///   {"annotation": [{"boxes_h": [[x1, y1, x2, y2], ...], "boxes_o": [...], "hoi": [...],
///                    "object": [...], "verb": [...]}, ...],
///    "filenames": [...], "size": [[width, height], ...],
///    "objects": [...], "verbs": [...], "correspondence": [[hoi, object, verb], ...],
///    "rare": [hoi, ...], ...}
///
/// with one annotation, file name and size per image and ids from 0. "size", "rare", "object" and
/// "verb" may be missing; without the three lists of words the official ones are meant. Words need
/// not be the official ones. Throws InputError for everything else that is not so.
HicodetSplit parse_hicodet_json(const JsonRecords& records);

}  // namespace hoi
