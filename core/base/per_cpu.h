#pragma once
// BRANDLOOM_PER_CPU before a function: one body per instruction set, all vectorised; the loader picks when the
// program starts. For loops over many numbers whose result does not depend on the order of the sums, or that fix
// it.

// The resolver runs before a sanitizer is ready.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_THREAD__) && \
    !defined(__SANITIZE_ADDRESS__)
#define BRANDLOOM_PER_CPU __attribute__((target_clones("avx512f", "avx2", "default"), optimize("O3")))
#else
#define BRANDLOOM_PER_CPU
#endif
