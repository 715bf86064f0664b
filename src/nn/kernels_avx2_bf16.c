/* AVX2 with weights in bf16, which a shift makes floats; inputs and sums are f32. Half the memory of f32 at
 * its speed: what is loaded once for many rows is not the limit. */
#if defined(__x86_64__)

#include <immintrin.h>

#include "nn/kernels_private.h"

#define TARGET __attribute__((target("avx2,fma")))
#define INLINE static inline __attribute__((always_inline)) TARGET

enum { COLUMN_BYTES = 4, PARTS = 2 };

/* Of a pair, the first input's weights are the lower halves. */
INLINE __m256 widen(const unsigned char *at, size_t part) {
    __m256i pairs = _mm256_loadu_si256((const __m256i *)(const void *)at);
    if (part == 0)
        return _mm256_castsi256_ps(_mm256_slli_epi32(pairs, 16));
    return _mm256_castsi256_ps(_mm256_and_si256(pairs, _mm256_set1_epi32((int)0xFFFF0000u)));
}

#define PANELS(product) ((const unsigned char *)(product)->panels)
#define WEIGHTS(at, part) widen(at, part)
#define ACCUMULATE(sum, input, weights) _mm256_fmadd_ps(input, weights, sum)
#define FINISH(product, sum, row, column) (sum)
#include "nn/kernels_avx2_tiles.h"

static const struct coding CODING = {.step = PARTS};

const struct kernels KERNELS_AVX2_BF16 = {
    .name = "avx2",
    .precision = "bf16",
    .multiply = avx2_multiply,
    .tiling = &TILING,
    .coding = &CODING,
    .packed_bytes = kernels_packed_bf16,
    .pack = kernels_pack_bf16,
    .pack_rows = generic_pack_rows,
    .softmax = avx2_softmax,
    .normalise = avx2_normalise,
};

#endif
