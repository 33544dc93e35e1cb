#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "hicodet/mat_array.h"

namespace hoi {

/// The first bytes, at most `limit`, of the array element that a compressed element holds. Throws
/// InputError, in the name of `source`, when they cannot be unpacked.
std::string unpack_mat_beginning(std::string_view compressed, std::size_t limit,
                                 const MatSource& source);

/// The whole array element. It must be as long as its tag says and at most `limit`; more memory
/// than the data can possibly fill is never asked for.
std::string unpack_mat_array(std::string_view compressed, std::size_t limit,
                             const MatSource& source);

}  // namespace hoi
