#pragma once

// One binary serves every x86-64 processor: a hot loop is written once as an always-inlined
// template and instantiated in one function per instruction set, chosen at run time by cpu_level().

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
#define HOI_HAS_CPU_LEVELS 1
#define HOI_TARGET_AVX2 __attribute__((target("avx2,fma")))
#define HOI_TARGET_AVX512 __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,fma")))
#else
#define HOI_HAS_CPU_LEVELS 0
#define HOI_TARGET_AVX2
#define HOI_TARGET_AVX512
#endif
#define HOI_ALWAYS_INLINE inline __attribute__((always_inline))

namespace hoi {

enum class CpuLevel { kBaseline, kAvx2, kAvx512 };

/// The best instruction set of this processor among those that have their own instantiation.
inline CpuLevel cpu_level() {
#if HOI_HAS_CPU_LEVELS
  static const CpuLevel level = [] {
    const bool fma = __builtin_cpu_supports("fma") != 0;
    if (fma && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")) {
      return CpuLevel::kAvx512;
    }
    return fma && __builtin_cpu_supports("avx2") ? CpuLevel::kAvx2 : CpuLevel::kBaseline;
  }();
  return level;
#else
  return CpuLevel::kBaseline;
#endif
}

}  // namespace hoi
