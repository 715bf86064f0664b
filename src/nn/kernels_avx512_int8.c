/* AVX-512 with VNNI: weights in 8 bits with a scale for each output, inputs in 8 bits with a scale and a
 * lowest value for each token, products summed in 32-bit integers. A quarter of the memory of f32.
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

enum { QUAD = 4, WEIGHT_MOST = 127, INPUT_MOST = 255 };

/* Packed weights: the scale of each column, the sum of each column's bytes, then the panels. */
static float *column_scales(void *packed) {
    return packed;
}

static float *column_sums(void *packed, size_t columns) {
    return (float *)packed + columns;
}

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
#include "nn/kernels_avx512_tiles.h"

static size_t packed_bytes(size_t depth, size_t columns) {
    return depth * columns + 2 * columns * sizeof(float);
}

static float largest(const float *values, size_t count) {
    float most = 0;
    for (size_t i = 0; i < count; i++)
        most = fabsf(values[i]) > most ? fabsf(values[i]) : most;
    return most;
}

/* Where input i of a column stands: four inputs of a column side by side, 32 columns to a panel. */
static size_t byte_index(size_t column, size_t i, size_t depth) {
    size_t panel = column / PANEL_WIDTH * PANEL_WIDTH * depth;
    return panel + (i / QUAD * PANEL_WIDTH + column % PANEL_WIDTH) * QUAD + i % QUAD;
}

static void pack(const struct packing *packing) {
    size_t depth = packing->depth, columns = packing->total_columns;
    int8_t *panels = (int8_t *)(column_sums(packing->panels, columns) + columns);
    for (size_t column = 0; column < packing->columns; column++) {
        const float *weights = packing->weights + column * depth;
        float most = largest(weights, depth), scale = most > 0 ? WEIGHT_MOST / most : 0;
        long sum = 0;
        for (size_t i = 0; i < depth; i++) {
            long byte = lrintf(weights[i] * scale);
            panels[byte_index(packing->first_column + column, i, depth)] = (int8_t)byte;
            sum += byte;
        }
        column_scales(packing->panels)[packing->first_column + column] = packing->factor * most / WEIGHT_MOST;
        column_sums(packing->panels, columns)[packing->first_column + column] = (float)sum;
    }
}

INLINE __m128i to_bytes(__m512 x, __m512 start, __m512 factor) {
    __m512 steps = _mm512_mul_ps(_mm512_sub_ps(x, start), factor);
    return _mm512_cvtusepi32_epi8(_mm512_cvtps_epi32(steps));
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
    __m512 factor = _mm512_set1_ps(range > 0 ? INPUT_MOST / range : 0), start = _mm512_set1_ps(lowest);
    for (size_t i = 0; i < depth; i += TILE_LANES)
        _mm_storeu_si128((__m128i *)(void *)(bytes + i), to_bytes(_mm512_loadu_ps(row + i), start, factor));
    return (struct row_code){.scale = range / INPUT_MOST, .lowest = lowest};
}

static void multiply_weights(const struct product *product) {
    kernels_multiply_coded(product, &TILING, &(struct coding){encode_row, sizeof(uint8_t)});
}

const struct kernels KERNELS_AVX512_INT8 = {
    .name = "avx512",
    .precision = "int8",
    .multiply = avx512_multiply,
    .multiply_weights = multiply_weights,
    .packed_bytes = packed_bytes,
    .pack = pack,
    .pack_rows = avx512_pack_rows,
    .softmax = avx512_softmax,
    .normalise = avx512_normalise,
};

#endif
