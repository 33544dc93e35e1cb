#pragma once

#include <cstddef>
#include <string>

#include "domain/image_result.h"
#include "domain/vocabulary.h"

namespace hoi {

struct ResultTableOptions {
  bool color = false;         ///< ANSI colours; see terminal_shows_colors()
  std::size_t max_rows = 20;  ///< further interactions are counted, not listed
};

/// Whether the terminal behind a file descriptor wants colours: it is one, NO_COLOR is not set and
/// TERM is not "dumb".
bool terminal_shows_colors(int file_descriptor);

/// A result for the eye, lines ending in a newline. Numbers behind names are the ids of the JSON.
///
///   photo.jpg   640 x 480 pixels, 2 persons, 3 objects
///     score  person     verb    object
///      0.87  person #0  hold    cup #3
std::string format_result_table(const ImageResult& result, const Vocabulary& vocabulary,
                                const ResultTableOptions& options = {});

}  // namespace hoi
