/* AVX2 with weights of 8 bits, widened as they are loaded, and inputs of 16: the speed of int16 at a quarter
 * of the memory of f32, which a short text, for which all weights are loaded once, is quicker for. */
#if defined(__x86_64__)

#define COLUMN_BYTES 2
#define WEIGHTS(at, part) widen(at)
#define INPUT_MOST(depth) kernels_int8_input_most(depth)
#include <immintrin.h>

__attribute__((always_inline, target("avx2"))) static inline __m256 widen(const unsigned char *at) {
    return _mm256_castsi256_ps(_mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(const void *)at)));
}

#include "nn/kernels_avx2_integers.h"

const struct kernels KERNELS_AVX2_INT8 = {
    .name = "avx2",
    .precision = "int8",
    .multiply = avx2_multiply,
    .tiling = &TILING,
    .coding = &CODING,
    .packed_bytes = kernels_packed_int8,
    .pack = kernels_pack_int8,
    .pack_rows = generic_pack_rows,
    .softmax = avx2_softmax,
    .normalise = avx2_normalise,
};

#endif
