#pragma once

#include <string_view>

#include "weights/made_bytes.h"
#include "weights/weight_source.h"
#include "weights/zip_archive.h"

namespace hoi {

/// The content of a file of an archive: a view where it is stored, unpacked into `made` where it is
/// deflated. Never asks for more memory than `made` allows or deflate can fill. Throws InputError
/// when the content is damaged or has another length or checksum than the directory says.
std::string_view zip_content(const ZipEntry& entry, MadeBytes& made, const WeightSource& source);

}  // namespace hoi
