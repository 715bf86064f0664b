/* The tiles of an AVX-512 product, written once for all precisions; included by each after it has defined
 *
 *   TARGET, INLINE                        attributes of its instruction sets
 *   PANEL(product)                        its panels, as floats
 *   START(product, column)                16 sums before the first input
 *   ACCUMULATE(sum, input, weights)       16 columns of one input
 *   FINISH(product, sum, row, column)     16 sums as floats
 *   GELU                                  of a tile
 *
 * An element is 32 bits: one float, two bf16 or four bytes that are multiplied and added at once; strides and
 * the depth count elements. Tiles of 12 rows by 32 columns keep 24 sums in registers, with 2 vectors of
 * weights and 1 of input.
 */
#include <immintrin.h>

#include "nn/kernels_private.h"

enum {
    TILE_LANES = 16,
    TILE_ROWS = 12,
    WEIGHTS_AHEAD =
        1024, /* elements: the few rows of a query use weights faster than the processor foresees */
};

INLINE void finish_sum(const struct product *product, __m512 sum, size_t row, size_t column) {
    const size_t at = row * product->out_stride + column;
    sum = FINISH(product, sum, row, column);
    if (product->factors != NULL)
        sum = _mm512_mul_ps(sum, _mm512_set1_ps(product->factors[row]));
    if (product->bias != NULL)
        sum = _mm512_add_ps(sum, _mm512_loadu_ps(product->bias + column));
    if (product->residual != NULL)
        sum = _mm512_add_ps(sum, _mm512_loadu_ps(product->residual + at));
    _mm512_storeu_ps(product->out + at, sum);
}

/* `rows` is a constant where this is inlined. Rows are addressed from every third one, which fits the
 * addressing modes (base, base + stride, base + 2 * stride) and the general registers. */
INLINE void multiply_rows(const struct product *product, size_t row, size_t column, size_t rows) {
    size_t stride = product->a_stride;
    const float *panel = PANEL(product) + column * product->depth;
    const float *a[TILE_ROWS / 3];
    __m512 sums[TILE_ROWS][2];
    __m512 left_start = START(product, column), right_start = START(product, column + TILE_LANES);
    UNROLL for (size_t r = 0; r < rows; r += 3) a[r / 3] = product->a + (row + r) * stride;
    UNROLL for (size_t r = 0; r < rows; r++) {
        sums[r][0] = left_start;
        sums[r][1] = right_start;
    }

    for (size_t i = 0; i < product->depth; i++, panel += PANEL_WIDTH) {
        __m512 left = _mm512_loadu_ps(panel), right = _mm512_loadu_ps(panel + TILE_LANES);
        _mm_prefetch((const char *)(panel + WEIGHTS_AHEAD), _MM_HINT_T0);
        _mm_prefetch((const char *)(panel + WEIGHTS_AHEAD + TILE_LANES), _MM_HINT_T0);
        UNROLL for (size_t r = 0; r < rows; r++) {
            __m512 input = _mm512_set1_ps(a[r / 3][r % 3 * stride]);
            sums[r][0] = ACCUMULATE(sums[r][0], input, left);
            sums[r][1] = ACCUMULATE(sums[r][1], input, right);
        }
        UNROLL for (size_t r = 0; r < rows; r += 3) a[r / 3]++;
    }

    const struct product end = *product; /* a copy, which what is stored below surely does not change */
    UNROLL for (size_t half = 0; half < 2; half++) {
        UNROLL for (size_t r = 0; r < rows; r++)
            finish_sum(&end, sums[r][half], row + r, column + half * TILE_LANES);
    }
}

#define TILE(n)                                                                                              \
    TARGET static void multiply_##n(const struct product *product, size_t row, size_t column) {              \
        multiply_rows(product, row, column, n);                                                              \
    }
TILE(1)
TILE(2)
TILE(3)
TILE(4)
TILE(5)
TILE(6)
TILE(7)
TILE(8)
TILE(9)
TILE(10)
TILE(11)
TILE(12)

static void multiply_tile(const struct product *product, size_t row, size_t column, size_t rows) {
    static void (*const TILES[TILE_ROWS])(const struct product *product, size_t row, size_t column) = {
        multiply_1, multiply_2, multiply_3, multiply_4,  multiply_5,  multiply_6,
        multiply_7, multiply_8, multiply_9, multiply_10, multiply_11, multiply_12};
    TILES[rows - 1](product, row, column);
}

static const struct tiling TILING = {
    .multiply = multiply_tile, .rows = TILE_ROWS, .step = 1, .columns = PANEL_WIDTH, .gelu = GELU};
