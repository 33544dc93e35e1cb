#pragma once

#include <cstddef>
#include <functional>
#include <istream>
#include <string>

#include "interchange/named_dataset.h"

namespace hoi {

/// Longest line of an ODGT file that is read.
inline constexpr std::size_t kLongestOdgtLine = std::size_t{32} << 20;

/// Visits the lines that are not blank; numbers count from 1, blank ones included. Only one line is
/// in memory. Throws InputError for a line longer than kLongestOdgtLine.
void each_odgt_line(std::istream& stream, const std::string& file,
                    const std::function<void(const std::string& line, std::size_t number)>& visit);

/// One image of an ODGT file (spec 5.1): {"file_name", "width", "height", "gtboxes": [{"box",
/// "tag"}], "hoi": [{"subject_id", "object_id", "interaction"}]}; boxes are x, y, width, height in
/// pixels. Also read, because other data sets of this form have them: a missing "hoi" (the
/// interactions are not annotated), missing sizes (0), and "extra": {"ignore": 1} of a box (a
/// crowd). Throws InputError "file:line ..." for anything else.
NamedImage parse_odgt_line(const std::string& line, const std::string& file, std::size_t number);

}  // namespace hoi
