#pragma once

#include <string_view>

#include "weights/byte_cursor.h"
#include "weights/made_bytes.h"
#include "weights/pickle_graph.h"

namespace hoi {

/// Reads the pickle (protocol 2 to 5) at the cursor, which then stands behind it.
///
/// A pickle is a program for a stack machine that can call anything in Python. This reader knows
/// the steps that build plain values and the names that weights need (weights/pickle_globals.h); it
/// has no way to run anything, and every other step or name is an InputError. Texts of the result
/// are views of the cursor's bytes or of `made`.
PickleGraph unpickle(ByteCursor& cursor, MadeBytes& made);

}  // namespace hoi
