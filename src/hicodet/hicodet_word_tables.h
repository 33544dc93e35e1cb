#pragma once

#include <array>

namespace hoi {

inline constexpr int kHicodetObjects = 80;
inline constexpr int kHicodetVerbs = 117;
inline constexpr int kHicodetInteractions = 600;
inline constexpr int kHicodetRare = 138;

/// Consecutive interactions of one object class.
struct HicodetVerbGroup {
  int object = 0, count = 0;
};

// The facts of HICO-DET (spec 5.4) as tables; hicodet_words.h is their readable form.

/// In the order of the public JSON files, which is alphabetical.
extern const std::array<const char*, kHicodetObjects> kHicodetObjectNames;
/// The id of each of these classes among the 90 ids of MS-COCO.
extern const std::array<int, kHicodetObjects> kHicodetCocoIds;
extern const std::array<const char*, kHicodetVerbs> kHicodetVerbNames;
/// The objects of the interactions, in the order of their ids.
extern const std::array<HicodetVerbGroup, kHicodetObjects> kHicodetVerbGroups;
extern const std::array<int, kHicodetInteractions> kHicodetVerbOfInteraction;
/// Interactions with fewer than 10 annotated training pairs.
extern const std::array<int, kHicodetRare> kHicodetRareInteractions;

}  // namespace hoi
