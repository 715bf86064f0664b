/* Products of 16-bit inputs in AVX2, for weights of 16 and of 8 bits; included by each after it has defined
 * COLUMN_BYTES, WEIGHTS(at, part) and INPUT_MOST(depth).
 *
 * vpmaddwd multiplies pairs of 16-bit integers and adds each pair into 32 bits, which nothing can saturate:
 * twice the products of f32. vpmaddubsw, which takes bytes, does no more of them where the pairs are then
 * widened and summed, and leaves an input only 7 bits.
 */
#include <immintrin.h>
#include <stdint.h>

#include "nn/kernels_private.h"

#define TARGET __attribute__((target("avx2,fma")))
#define INLINE static inline __attribute__((always_inline)) TARGET

enum { PARTS = 1 };

/* The intrinsics make gcc 12 gather the products first, for which there are not enough registers. */
INLINE __m256 add_products(__m256 sum, __m256 input, __m256 weights) {
    __m256 products;
    __asm__("vpmaddwd %3, %2, %1\n\tvpaddd %1, %0, %0"
            : "+x"(sum), "=&x"(products)
            : "x"(input), "x"(weights));
    return sum;
}

INLINE __m256 decode_sums(const struct product *product, __m256 sum, size_t row, size_t column) {
    __m256 scale = _mm256_set1_ps(((const struct row_code *)product->row_codes)[row].scale);
    __m256 inputs = _mm256_mul_ps(_mm256_cvtepi32_ps(_mm256_castps_si256(sum)), scale);
    return _mm256_mul_ps(inputs, _mm256_loadu_ps((const float *)product->panels + column));
}

#define PANELS(product) ((const unsigned char *)((const float *)(product)->panels + (product)->columns))
#define ACCUMULATE(sum, input, weights) add_products(sum, input, weights)
#define FINISH(product, sum, row, column) decode_sums(product, sum, row, column)
#include "nn/kernels_avx2_tiles.h"

INLINE __m256i to_integers(const float *values, __m256 factor) {
    return _mm256_cvtps_epi32(_mm256_mul_ps(_mm256_loadu_ps(values), factor));
}

TARGET static struct row_code encode_row(const float *row, size_t depth, void *out) {
    int16_t *inputs = out;
    __m256 sign = _mm256_set1_ps(-0.0f), high = _mm256_setzero_ps();
    for (size_t i = 0; i < depth; i += TILE_LANES)
        high = _mm256_max_ps(high, _mm256_andnot_ps(sign, _mm256_loadu_ps(row + i)));
    float lanes[TILE_LANES], most = 0;
    _mm256_storeu_ps(lanes, high);
    for (size_t i = 0; i < TILE_LANES; i++)
        most = lanes[i] > most ? lanes[i] : most;
    float limit = (float)INPUT_MOST(depth);
    __m256 factor = _mm256_set1_ps(most > 0 ? limit / most : 0);
    for (size_t i = 0; i < depth; i += 2 * TILE_LANES) {
        __m256i codes =
            _mm256_packs_epi32(to_integers(row + i, factor), to_integers(row + i + TILE_LANES, factor));
        /* packing leaves the middle quarters swapped */
        _mm256_storeu_si256((__m256i *)(void *)(inputs + i), _mm256_permute4x64_epi64(codes, 0xD8));
    }
    return (struct row_code){.scale = most / limit};
}

static const struct coding CODING = {.encode_row = encode_row, .step = 2};
