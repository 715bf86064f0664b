/* AVX-512 with VNNI: weights in 8 bits with a scale for each output, inputs in 8 bits with a scale and a
 * lowest value for each token, products summed in 32-bit integers. A quarter of the memory of f32. Each
 * INT8_GROUP of inputs has scales of its own, which halves what rounding costs in the feed-forward part.
 *
 * An input is lowest + scale * byte, so that all 256 steps are used where the numbers are lopsided, as they
 * are after GELU. The part of the lowest value is the same for all inputs: it is added at the end, times the
 * sum of the column's weights. */
#if defined(__x86_64__)

#include <immintrin.h>
#include <math.h>
#include <stdint.h>

#include "nn/kernels_private.h"

#define TARGET __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx512vnni")))
#define INLINE static inline __attribute__((always_inline)) TARGET

enum { INPUT_MOST = 255 };

INLINE __m512 decode_sums(const struct product *product, __m512 sum, size_t row, size_t column) {
    const struct row_code *code = (const struct row_code *)product->row_codes + row;
    const float *scales = (const float *)product->panels + column;
    __m512 lowest = _mm512_mul_ps(_mm512_set1_ps(code->lowest), _mm512_loadu_ps(scales + product->columns));
    __m512 inputs = _mm512_cvtepi32_ps(_mm512_castps_si512(sum));
    inputs = _mm512_fmadd_ps(inputs, _mm512_set1_ps(code->scale), lowest);
    return _mm512_mul_ps(inputs, _mm512_loadu_ps(scales));
}

/* The intrinsic makes gcc 12 copy every sum between registers, at half the speed. */
INLINE __m512 add_products(__m512 sum, __m512 input, __m512 weights) {
    __asm__("vpdpbusd %2, %1, %0" : "+v"(sum) : "v"(input), "v"(weights));
    return sum;
}

#define ACCUMULATE(sum, input, weights) add_products(sum, input, weights)
#define START(product, column) _mm512_setzero_ps()
#define FINISH(product, sum, row, column) decode_sums(product, sum, row, column)
#define PANEL(product) ((const float *)(product)->panels + 2 * (product)->columns)
#define GELU avx512_gelu_coarse
#include "nn/kernels_avx512_tiles.h"
#define DOT(sums, inputs, weights) _tile_dpbusd(sums, inputs, weights)
#include "nn/kernels_amx_tiles.h"

INLINE __m512i to_steps(const float *x, __m512 factor, __m512 start) {
    return _mm512_cvtps_epi32(_mm512_fmsub_ps(_mm512_loadu_ps(x), factor, start));
}

/* Four vectors a time; packing leaves the quarters of the four mixed. */
INLINE void store_bytes(const float *x, __m512 factor, __m512 start, uint8_t *out) {
    const __m512i order = _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
    __m512i first = _mm512_packs_epi32(to_steps(x, factor, start), to_steps(x + TILE_LANES, factor, start));
    __m512i second = _mm512_packs_epi32(to_steps(x + 2 * TILE_LANES, factor, start),
                                        to_steps(x + 3 * TILE_LANES, factor, start));
    _mm512_storeu_si512(out, _mm512_permutexvar_epi32(order, _mm512_packus_epi16(first, second)));
}

/* `depth` is a multiple of PANEL_WIDTH for every weight there is. */
TARGET static struct row_code encode_row(const float *row, size_t depth, void *out) {
    uint8_t *bytes = out;
    __m512 left = _mm512_loadu_ps(row), right = _mm512_loadu_ps(row + TILE_LANES);
    __m512 high = _mm512_max_ps(left, right), low = _mm512_min_ps(left, right);
    for (size_t i = PANEL_WIDTH; i < depth; i += PANEL_WIDTH) {
        left = _mm512_loadu_ps(row + i);
        right = _mm512_loadu_ps(row + i + TILE_LANES);
        high = _mm512_max_ps(high, _mm512_max_ps(left, right));
        low = _mm512_min_ps(low, _mm512_min_ps(left, right));
    }
    float lowest = _mm512_reduce_min_ps(low), range = _mm512_reduce_max_ps(high) - lowest;
    float step = range > 0 ? INPUT_MOST / range : 0;
    __m512 factor = _mm512_set1_ps(step), start = _mm512_set1_ps(lowest * step);
    size_t i = 0;
    for (; i + 4 * TILE_LANES <= depth; i += 4 * TILE_LANES)
        store_bytes(row + i, factor, start, bytes + i);
    for (; i < depth; i += TILE_LANES)
        _mm_storeu_si128((__m128i *)(void *)(bytes + i),
                         _mm512_cvtusepi32_epi8(
                             _mm512_max_epi32(to_steps(row + i, factor, start), _mm512_setzero_si512())));
    return (struct row_code){.scale = range / INPUT_MOST, .lowest = lowest};
}

static const struct coding CODING = {.encode_row = encode_row, .step = 4, .group = INT8_GROUP};

const struct kernels KERNELS_AVX512_INT8 = {
    .name = "avx512",
    .precision = "int8",
    .finer = &KERNELS_AVX512_INT16,
    .multiply = avx512_multiply,
    .tiling = &TILING,
    .coding = &CODING,
    .packed_bytes = kernels_packed_quads,
    .pack = kernels_pack_quads,
    .pack_rows = avx512_pack_rows,
    .attend = avx512_attend,
    .softmax = avx512_softmax,
    .normalise = avx512_normalise,
};

const struct kernels KERNELS_AMX_INT8 = {
    .name = "amx",
    .precision = "int8",
    .finer = &KERNELS_AMX_BF16,
    .multiply = avx512_multiply,
    .tiling = &AMX_TILING,
    .coding = &CODING,
    .packed_bytes = kernels_packed_quads,
    .pack = kernels_pack_quads,
    .pack_rows = avx512_pack_rows,
    .attend = avx512_attend,
    .softmax = avx512_softmax,
    .normalise = avx512_normalise,
};

#endif
