/* The tiles of an AVX2 product, written once for all precisions; included by each after it has defined
 *
 *   TARGET, INLINE                        attributes of its instruction sets
 *   COLUMN_BYTES                          of a column's weights in one step through the depth
 *   PARTS                                 elements of input in a step
 *   PANELS(product)                       its panels, as bytes
 *   WEIGHTS(at, part)                     8 columns of weights, for one of the step's elements
 *   ACCUMULATE(sum, input, weights)       8 columns of one element
 *   FINISH(product, sum, row, column)     8 sums as floats
 *
 * An element is 32 bits: one float, or two 16-bit integers that are multiplied and added at once. Strides
 * count elements, the depth counts steps. Tiles of 6 rows by 16 columns keep 12 sums in registers; a panel is
 * taken in two halves.
 */
#include <immintrin.h>

#include "nn/kernels_private.h"

enum {
    TILE_LANES = 8,
    TILE_ROWS = 6,
    TILE_COLUMNS = 16,
    WEIGHTS_AHEAD = 4096, /* bytes: the few rows of a query use weights faster than the processor foresees */
};

/* `rows` is a constant where this is inlined. Rows are addressed from every third one, which fits the
 * addressing modes (base, base + stride, base + 2 * stride) and the general registers. */
INLINE void multiply_rows(const struct product *product, size_t row, size_t column, size_t rows) {
    size_t stride = product->a_stride, within = column % PANEL_WIDTH;
    const unsigned char *panel =
        PANELS(product) + ((column - within) * product->depth + within) * COLUMN_BYTES;
    const float *a[TILE_ROWS / 3];
    __m256 sums[TILE_ROWS][2];
    UNROLL for (size_t r = 0; r < rows; r += 3) a[r / 3] = product->a + (row + r) * stride;
    UNROLL for (size_t r = 0; r < rows; r++) sums[r][0] = sums[r][1] = _mm256_setzero_ps();

    for (size_t i = 0; i < product->depth; i++, panel += PANEL_WIDTH * COLUMN_BYTES) {
        _mm_prefetch((const char *)panel + WEIGHTS_AHEAD, _MM_HINT_T0);
        UNROLL for (size_t part = 0; part < PARTS; part++) {
            __m256 left = WEIGHTS(panel, part), right = WEIGHTS(panel + TILE_LANES * COLUMN_BYTES, part);
            UNROLL for (size_t r = 0; r < rows; r++) {
                __m256 input = _mm256_set1_ps(a[r / 3][r % 3 * stride + part]);
                sums[r][0] = ACCUMULATE(sums[r][0], input, left);
                sums[r][1] = ACCUMULATE(sums[r][1], input, right);
            }
        }
        UNROLL for (size_t r = 0; r < rows; r += 3) a[r / 3] += PARTS;
    }

    UNROLL for (size_t r = 0; r < rows; r++) {
        size_t at = (row + r) * product->out_stride + column;
        UNROLL for (size_t half = 0; half < 2; half++, at += TILE_LANES) {
            __m256 sum = FINISH(product, sums[r][half], row + r, column + half * TILE_LANES);
            if (product->factors != NULL)
                sum = _mm256_mul_ps(sum, _mm256_set1_ps(product->factors[row + r]));
            if (product->bias != NULL)
                sum = _mm256_add_ps(sum, _mm256_loadu_ps(product->bias + column + half * TILE_LANES));
            if (product->residual != NULL)
                sum = _mm256_add_ps(sum, _mm256_loadu_ps(product->residual + at));
            _mm256_storeu_ps(product->out + at, sum);
        }
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

static void multiply_tile(const struct product *product, size_t row, size_t column, size_t rows) {
    static void (*const TILES[TILE_ROWS])(const struct product *product, size_t row, size_t column) = {
        multiply_1, multiply_2, multiply_3, multiply_4, multiply_5, multiply_6};
    TILES[rows - 1](product, row, column);
}

static const struct tiling TILING = {
    .multiply = multiply_tile, .rows = TILE_ROWS, .step = 1, .columns = TILE_COLUMNS, .gelu = avx2_gelu};
