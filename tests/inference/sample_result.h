#pragma once

#include "domain/image_result.h"
#include "domain/vocabulary.h"

namespace hoi {

inline Vocabulary sample_vocabulary() {
  Vocabulary vocabulary;
  vocabulary.objects = {"person", "cup", "bench"};
  vocabulary.verbs = {"hold_obj", "drink_instr", "sit_instr"};
  return vocabulary;
}

/// A 200 x 100 picture: person #0 holds and drinks from cup #1, nobody sits on bench #2.
inline ImageResult sample_result() {
  ImageResult result;
  result.file = "photos/tea.jpg";
  result.width = 200;
  result.height = 100;
  result.instances = {{0, 0.98765432F, {20, 10, 80.126F, 95}},
                      {1, 0.75F, {100, 40, 120, 60}},
                      {2, 0.625F, {130, 50, 190, 90}}};
  result.interactions = {{0, 1, 0, 0.875F}, {0, 1, 1, 0.25F}};
  return result;
}

}  // namespace hoi
