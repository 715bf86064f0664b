/* AVX-512: tiles of 12 rows by 32 columns keep 24 sums in registers, with 2 vectors of weights and 1 of
 * input. */
#if defined(__x86_64__)

#include <immintrin.h>

#include "nn/kernels_private.h"

#define TARGET __attribute__((target("avx512f,avx512dq")))
#define INLINE static inline __attribute__((always_inline)) TARGET

enum { LANES = 16, TILE_ROWS = 12 };

INLINE __m512 vector_exp(__m512 x) {
    x = _mm512_max_ps(x, _mm512_set1_ps(EXP_LOWEST));
    __m512 n = _mm512_roundscale_ps(_mm512_mul_ps(x, _mm512_set1_ps(LOG2_E)), 0);
    __m512 r = _mm512_fnmadd_ps(n, _mm512_set1_ps(LN2_HIGH), x);
    r = _mm512_fnmadd_ps(n, _mm512_set1_ps(LN2_LOW), r);
    __m512 sum = _mm512_set1_ps(1.0f / 720);
    sum = _mm512_fmadd_ps(sum, r, _mm512_set1_ps(1.0f / 120));
    sum = _mm512_fmadd_ps(sum, r, _mm512_set1_ps(1.0f / 24));
    sum = _mm512_fmadd_ps(sum, r, _mm512_set1_ps(1.0f / 6));
    sum = _mm512_fmadd_ps(sum, r, _mm512_set1_ps(0.5f));
    sum = _mm512_fmadd_ps(sum, r, _mm512_set1_ps(1.0f));
    sum = _mm512_fmadd_ps(sum, r, _mm512_set1_ps(1.0f));
    return _mm512_scalef_ps(sum, n);
}

INLINE __m512 vector_gelu(__m512 x) {
    __m512 z = _mm512_mul_ps(_mm512_abs_ps(x), _mm512_set1_ps(SQRT_HALF));
    __m512 one = _mm512_set1_ps(1.0f);
    __m512 t = _mm512_div_ps(one, _mm512_fmadd_ps(z, _mm512_set1_ps(ERF_P), one));
    __m512 sum = _mm512_fmadd_ps(t, _mm512_set1_ps(ERF_A5), _mm512_set1_ps(ERF_A4));
    sum = _mm512_fmadd_ps(sum, t, _mm512_set1_ps(ERF_A3));
    sum = _mm512_fmadd_ps(sum, t, _mm512_set1_ps(ERF_A2));
    sum = _mm512_fmadd_ps(sum, t, _mm512_set1_ps(ERF_A1));
    sum = _mm512_mul_ps(sum, t);
    sum = _mm512_mul_ps(sum, vector_exp(_mm512_mul_ps(z, _mm512_sub_ps(_mm512_setzero_ps(), z))));
    /* x * (2 - tail) / 2 above zero and x * tail / 2 below: max(x, 0) - |x| * tail / 2. */
    __m512 tail = _mm512_mul_ps(_mm512_mul_ps(_mm512_abs_ps(x), _mm512_set1_ps(0.5f)), sum);
    return _mm512_sub_ps(_mm512_max_ps(x, _mm512_setzero_ps()), tail);
}

TARGET static void gelu_tile(float *out, size_t stride, size_t rows) {
    for (size_t row = 0; row < rows; row++, out += stride)
        for (size_t i = 0; i < PANEL_WIDTH; i += LANES)
            _mm512_storeu_ps(out + i, vector_gelu(_mm512_loadu_ps(out + i)));
}

/* `rows` is a constant where this is inlined. Rows are addressed from every third one, which fits the
 * addressing modes (base, base + stride, base + 2 * stride) and the general registers. */
INLINE void multiply_rows(const struct product *product, size_t row, size_t column, size_t rows) {
    size_t stride = product->a_stride;
    const float *panel = product->panels + column * product->depth;
    const float *a[TILE_ROWS / 3];
    __m512 sums[TILE_ROWS][2];
    UNROLL for (size_t r = 0; r < rows; r += 3) a[r / 3] = product->a + (row + r) * stride;
    UNROLL for (size_t r = 0; r < rows; r++) sums[r][0] = sums[r][1] = _mm512_setzero_ps();

    for (size_t i = 0; i < product->depth; i++, panel += PANEL_WIDTH) {
        __m512 left = _mm512_loadu_ps(panel), right = _mm512_loadu_ps(panel + LANES);
        UNROLL for (size_t r = 0; r < rows; r++) {
            __m512 input = _mm512_set1_ps(a[r / 3][r % 3 * stride]);
            sums[r][0] = _mm512_fmadd_ps(input, left, sums[r][0]);
            sums[r][1] = _mm512_fmadd_ps(input, right, sums[r][1]);
        }
        UNROLL for (size_t r = 0; r < rows; r += 3) a[r / 3]++;
    }

    UNROLL for (size_t r = 0; r < rows; r++) {
        size_t at = (row + r) * product->out_stride + column;
        UNROLL for (size_t half = 0; half < 2; half++, at += LANES) {
            __m512 sum = sums[r][half];
            if (product->bias != NULL)
                sum = _mm512_add_ps(sum, _mm512_loadu_ps(product->bias + column + half * LANES));
            if (product->residual != NULL)
                sum = _mm512_add_ps(sum, _mm512_loadu_ps(product->residual + at));
            _mm512_storeu_ps(product->out + at, sum);
        }
    }
}

#define TILE(n)                                                                                              \
    TARGET static void multiply_##n(const struct product *product, size_t row, size_t column) {              \
        multiply_rows(product, row, column, n);                                                              \
    }
TILE(1)
TILE(2) TILE(3) TILE(4) TILE(5) TILE(6) TILE(7) TILE(8) TILE(9) TILE(10) TILE(11) TILE(12)

    typedef void tile_function(const struct product *product, size_t row, size_t column);
static tile_function *const TILES[TILE_ROWS] = {multiply_1, multiply_2,  multiply_3,  multiply_4,
                                                multiply_5, multiply_6,  multiply_7,  multiply_8,
                                                multiply_9, multiply_10, multiply_11, multiply_12};

static void multiply_block(const struct product *product, size_t first, size_t last) {
    for (size_t column = 0; column < product->columns; column += PANEL_WIDTH) {
        for (size_t row = first; row < last;) {
            size_t rows = last - row < TILE_ROWS ? last - row : TILE_ROWS;
            TILES[rows - 1](product, row, column);
            if (product->gelu)
                gelu_tile(product->out + row * product->out_stride + column, product->out_stride, rows);
            row += rows;
        }
    }
}

static void multiply(const struct product *product) {
    size_t block = block_rows(product, TILE_ROWS);
    for (size_t first = 0; first < product->rows; first += block)
        multiply_block(product, first, first + block < product->rows ? first + block : product->rows);
}

TARGET static void softmax(float *values, size_t rows, size_t width) {
    for (float *end = values + rows * width; values < end; values += width) {
        __m512 most = _mm512_loadu_ps(values), sum = _mm512_setzero_ps();
        for (size_t i = LANES; i < width; i += LANES)
            most = _mm512_max_ps(most, _mm512_loadu_ps(values + i));
        most = _mm512_set1_ps(_mm512_reduce_max_ps(most));
        for (size_t i = 0; i < width; i += LANES) {
            __m512 x = vector_exp(_mm512_sub_ps(_mm512_loadu_ps(values + i), most));
            _mm512_storeu_ps(values + i, x);
            sum = _mm512_add_ps(sum, x);
        }
        __m512 factor = _mm512_set1_ps(1.0f / _mm512_reduce_add_ps(sum));
        for (size_t i = 0; i < width; i += LANES)
            _mm512_storeu_ps(values + i, _mm512_mul_ps(_mm512_loadu_ps(values + i), factor));
    }
}

TARGET static void normalise(float *values, size_t rows, size_t width, const float *scale, const float *shift,
                             float epsilon) {
    for (float *end = values + rows * width; values < end; values += width) {
        __m512 sum = _mm512_setzero_ps(), squares = _mm512_setzero_ps();
        for (size_t i = 0; i < width; i += LANES)
            sum = _mm512_add_ps(sum, _mm512_loadu_ps(values + i));
        __m512 mean = _mm512_set1_ps(_mm512_reduce_add_ps(sum) / (float)width);
        for (size_t i = 0; i < width; i += LANES) {
            __m512 x = _mm512_sub_ps(_mm512_loadu_ps(values + i), mean);
            squares = _mm512_fmadd_ps(x, x, squares);
        }
        __m512 variance = _mm512_set1_ps(_mm512_reduce_add_ps(squares) / (float)width + epsilon);
        __m512 factor = _mm512_div_ps(_mm512_set1_ps(1.0f), _mm512_sqrt_ps(variance));
        for (size_t i = 0; i < width; i += LANES) {
            __m512 x = _mm512_mul_ps(_mm512_sub_ps(_mm512_loadu_ps(values + i), mean), factor);
            x = _mm512_fmadd_ps(x, _mm512_loadu_ps(scale + i), _mm512_loadu_ps(shift + i));
            _mm512_storeu_ps(values + i, x);
        }
    }
}

const struct kernels KERNELS_AVX512 = {
    .name = "avx512", .multiply = multiply, .softmax = softmax, .normalise = normalise};

#endif
