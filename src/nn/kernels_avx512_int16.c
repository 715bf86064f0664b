/* AVX-512 with VNNI: weights and inputs of 16 bits, in the codes of the AVX2 table of this precision, with
 * twice the products of f32 an instruction. */
#if defined(__x86_64__)

#include <immintrin.h>
#include <stdint.h>

#include "nn/kernels_private.h"

#define TARGET __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx512vnni")))
#define INLINE static inline __attribute__((always_inline)) TARGET

/* The intrinsic makes gcc 12 copy every sum between registers, at half the speed. */
INLINE __m512 add_products(__m512 sum, __m512 input, __m512 weights) {
    __asm__("vpdpwssd %2, %1, %0" : "+v"(sum) : "v"(input), "v"(weights));
    return sum;
}

INLINE __m512 decode_sums(const struct product *product, __m512 sum, size_t row, size_t column) {
    __m512 scale = _mm512_set1_ps(((const struct row_code *)product->row_codes)[row].scale);
    __m512 inputs = _mm512_mul_ps(_mm512_cvtepi32_ps(_mm512_castps_si512(sum)), scale);
    return _mm512_mul_ps(inputs, _mm512_loadu_ps((const float *)product->panels + column));
}

#define ACCUMULATE(sum, input, weights) add_products(sum, input, weights)
#define START(product, column) _mm512_setzero_ps()
#define FINISH(product, sum, row, column) decode_sums(product, sum, row, column)
#define PANEL(product) ((const float *)(product)->panels + (product)->columns)
#define GELU avx512_gelu_coarse
#include "nn/kernels_avx512_tiles.h"

INLINE __m512i to_integers(const float *values, __m512 factor) {
    return _mm512_cvtps_epi32(_mm512_mul_ps(_mm512_loadu_ps(values), factor));
}

/* `depth` is a multiple of PANEL_WIDTH for every weight there is. */
TARGET static struct row_code encode_row(const float *row, size_t depth, void *out) {
    int16_t *inputs = out;
    __m512 high = _mm512_setzero_ps();
    for (size_t i = 0; i < depth; i += TILE_LANES)
        high = _mm512_max_ps(high, _mm512_abs_ps(_mm512_loadu_ps(row + i)));
    float most = _mm512_reduce_max_ps(high);
    __m512 factor = _mm512_set1_ps(most > 0 ? INT16_INPUT_MOST / most : 0);
    for (size_t i = 0; i < depth; i += 2 * TILE_LANES) {
        __m512i codes =
            _mm512_packs_epi32(to_integers(row + i, factor), to_integers(row + i + TILE_LANES, factor));
        /* packing leaves the eighths of the two mixed */
        codes = _mm512_permutexvar_epi64(_mm512_setr_epi64(0, 2, 4, 6, 1, 3, 5, 7), codes);
        _mm512_storeu_si512(inputs + i, codes);
    }
    return (struct row_code){.scale = most / INT16_INPUT_MOST};
}

static const struct coding CODING = {.encode_row = encode_row, .step = 2};

const struct kernels KERNELS_AVX512_INT16 = {
    .name = "avx512",
    .precision = "int16",
    .multiply = avx512_multiply,
    .tiling = &TILING,
    .coding = &CODING,
    .packed_bytes = kernels_packed_int16,
    .pack = kernels_pack_int16,
    .pack_rows = avx512_pack_rows,
    .attend = avx512_attend,
    .softmax = avx512_softmax,
    .normalise = avx512_normalise,
};

#endif
