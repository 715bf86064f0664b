#include "nn/kernels.h"

#include <string.h>

#include "nn/kernels_private.h"

#if defined(__x86_64__)
static int has_avx2(void) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

static int has_avx512(void) {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq");
}
#endif

const struct kernels *kernels_find(const char *name) {
    if (strcmp(name, KERNELS_GENERIC.name) == 0)
        return &KERNELS_GENERIC;
#if defined(__x86_64__)
    if (strcmp(name, KERNELS_AVX2.name) == 0 && has_avx2())
        return &KERNELS_AVX2;
    if (strcmp(name, KERNELS_AVX512.name) == 0 && has_avx512())
        return &KERNELS_AVX512;
#endif
    return NULL;
}

const struct kernels *kernels_best(void) {
#if defined(__x86_64__)
    if (has_avx512())
        return &KERNELS_AVX512;
    if (has_avx2())
        return &KERNELS_AVX2;
#endif
    return &KERNELS_GENERIC;
}

void kernels_pack(const float *weights, size_t depth, size_t columns, float factor, float *panels) {
    for (size_t first = 0; first < columns; first += PANEL_WIDTH)
        for (size_t i = 0; i < depth; i++)
            for (size_t column = first; column < first + PANEL_WIDTH; column++)
                *panels++ = factor * weights[column * depth + i];
}
