#include "cli/process_memory.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace hoi {

void keep_memory_pages() {
#ifdef __GLIBC__
  constexpr int kKeepBytes = 1 << 30;
  constexpr int kGrowBytes = 256 << 20;
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, kKeepBytes);
  mallopt(M_TOP_PAD, kGrowBytes);
#endif
}

}  // namespace hoi
