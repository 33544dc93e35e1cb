#pragma once

namespace hoi {

/// Tells glibc to keep freed pages instead of returning them to the kernel. A network maps and
/// unmaps the same large temporaries at every step, and page faults otherwise cost up to a third of
/// the time; the price is a peak that stays resident. Call before the first thread starts.
void keep_memory_pages();

}  // namespace hoi
