#pragma once

namespace hoi {

/// Lets tensor operators use every core, or as many threads as OMP_NUM_THREADS says: LibTorch
/// starts with one thread where OpenMP was told nothing. Call from the main thread, before the
/// first operator.
void use_all_cores();

}  // namespace hoi
