#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "report/encoded_picture.h"

namespace hoi {

/// When something happened.
struct EventStamp {
  double wall_time = 0;   ///< seconds since 1970-01-01 UTC
  std::int64_t step = 0;  ///< optimiser steps taken
};

// The messages that TensorBoard reads, each the bytes of one protocol buffer `Event`. Text is
// UTF-8; bytes that are no UTF-8 become '?', because readers refuse a whole file for them.

/// The first message of every file.
std::string version_event(double wall_time);

/// Training (re)starts at `stamp.step`: readers forget what earlier files of the folder say about
/// this step and later ones, as a resumed run measures them again.
std::string session_start_event(EventStamp stamp);

std::string scalar_event(EventStamp stamp, std::string_view tag, float value);

/// `picture` is an encoded PNG or JPEG file that `header` describes.
std::string picture_event(EventStamp stamp, std::string_view tag, std::string_view picture,
                          const ImageHeader& header);

/// `text` is shown as Markdown.
std::string text_event(EventStamp stamp, std::string_view tag, std::string_view text);

}  // namespace hoi
