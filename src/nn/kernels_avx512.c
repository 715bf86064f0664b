/* AVX-512 in f32, and what its other precisions share with it. */
#if defined(__x86_64__)

#include <immintrin.h>
#include <math.h>

#include "nn/kernels_private.h"

#define TARGET __attribute__((target("avx512f,avx512dq")))
#define INLINE static inline __attribute__((always_inline)) TARGET

enum { LANES = 16 };

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

/* One step of Newton's method doubles the 14 bits of the estimate, in less time than a division. */
INLINE __m512 reciprocal(__m512 x) {
    __m512 estimate = _mm512_rcp14_ps(x);
    return _mm512_mul_ps(estimate, _mm512_fnmadd_ps(x, estimate, _mm512_set1_ps(2.0f)));
}

INLINE __m512 vector_polynomial(__m512 x, const float *factors, size_t count) {
    __m512 sum = _mm512_set1_ps(factors[0]);
    UNROLL for (size_t i = 1; i < count; i++) sum = _mm512_fmadd_ps(sum, x, _mm512_set1_ps(factors[i]));
    return sum;
}

INLINE __m512 vector_gelu(__m512 x) {
    __m512 z = _mm512_mul_ps(x, _mm512_set1_ps(SQRT_HALF)), half = _mm512_mul_ps(x, _mm512_set1_ps(0.5f));
    z = _mm512_max_ps(_mm512_min_ps(z, _mm512_set1_ps(ERF_MOST)), _mm512_set1_ps(-ERF_MOST));
    __m512 square = _mm512_mul_ps(z, z);
    __m512 p = _mm512_mul_ps(z, vector_polynomial(square, ERF_P, ERF_P_COUNT));
    __m512 q = vector_polynomial(square, ERF_Q, ERF_Q_COUNT);
    return _mm512_fmadd_ps(half, _mm512_mul_ps(p, reciprocal(q)), half);
}

TARGET static void gelu(float *out, size_t stride, size_t rows) {
    for (size_t row = 0; row < rows; row++, out += stride)
        for (size_t i = 0; i < PANEL_WIDTH; i += LANES)
            _mm512_storeu_ps(out + i, vector_gelu(_mm512_loadu_ps(out + i)));
}

/* x times the normal distribution below -x, for x up to TAIL_MOST in 16 equal parts: the cubic through the
 * Chebyshev points of each part, by powers of the distance to its middle in parts. */
#define TAIL_MOST 5.0f
static const float TAIL[4][LANES] = {
    {6.84200202e-02f, 1.49821054e-01f, 1.69787195e-01f, 1.49881088e-01f, 1.12256557e-01f, 7.36162226e-02f,
     4.28907170e-02f, 2.23725666e-02f, 1.04940255e-02f, 4.43818563e-03f, 1.69530174e-03f, 5.85539648e-04f,
     1.83006409e-04f, 5.17855831e-05f, 1.32723767e-05f, 3.08180084e-06f},
    {1.17606636e-01f, 4.75251784e-02f, -3.86552528e-03f, -3.21500849e-02f, -4.02783905e-02f, -3.55373529e-02f,
     -2.55816155e-02f, -1.57606886e-02f, -8.49101958e-03f, -4.04628141e-03f, -1.71719182e-03f,
     -6.51841381e-04f, -2.21977965e-04f, -6.79567678e-05f, -1.87317461e-05f, -4.65426043e-06f},
    {-3.78672803e-02f, -3.09819707e-02f, -1.99471888e-02f, -8.67190205e-03f, -2.49925966e-04f,
     4.17143916e-03f, 5.22291350e-03f, 4.35391381e-03f, 2.89730107e-03f, 1.62816341e-03f, 7.92383078e-04f,
     3.38538023e-04f, 1.28023151e-04f, 4.30844413e-05f, 1.29517771e-05f, 3.48734323e-06f},
    {1.23672962e-03f, 3.20126630e-03f, 3.93948127e-03f, 3.40962113e-03f, 2.14672751e-03f, 8.39760015e-04f,
     -5.77240609e-05f, -4.49816188e-04f, -4.81306176e-04f, -3.53454309e-04f, -2.07627125e-04f,
     -1.02724254e-04f, -4.38546862e-05f, -1.63753803e-05f, -5.39341856e-06f, -1.57578484e-06f},
};

/* max(x, 0) less the tail of its size, to 5e-6: what is coarser than f32 does not tell it from the other. */
INLINE __m512 vector_gelu_by_parts(__m512 x, const __m512 tail[4]) {
    const __m512 point = _mm512_set1_ps(12582912.0f); /* 1.5 * 2^23: whole numbers lie behind it */
    __m512 size = _mm512_min_ps(_mm512_abs_ps(x), _mm512_set1_ps(TAIL_MOST * 0.999999f));
    __m512 place = _mm512_fmsub_ps(size, _mm512_set1_ps(LANES / TAIL_MOST), _mm512_set1_ps(0.5f));
    __m512 shifted = _mm512_add_ps(place, point), off = _mm512_sub_ps(place, _mm512_sub_ps(shifted, point));
    __m512i part = _mm512_castps_si512(shifted); /* its lowest four bits count */
    __m512 sum = _mm512_permutexvar_ps(part, tail[3]);
    UNROLL for (int i = 2; i >= 0; i--) sum = _mm512_fmadd_ps(sum, off, _mm512_permutexvar_ps(part, tail[i]));
    return _mm512_sub_ps(_mm512_max_ps(_mm512_setzero_ps(), x), sum);
}

TARGET void avx512_gelu_coarse(float *out, size_t stride, size_t rows) {
    __m512 tail[4];
    UNROLL for (int i = 0; i < 4; i++) tail[i] = _mm512_loadu_ps(TAIL[i]);
    for (size_t row = 0; row < rows; row++, out += stride)
        for (size_t i = 0; i < PANEL_WIDTH; i += LANES)
            _mm512_storeu_ps(out + i, vector_gelu_by_parts(_mm512_loadu_ps(out + i), tail));
}

#define ACCUMULATE(sum, input, weights) _mm512_fmadd_ps(input, weights, sum)
#define START(product, column) _mm512_setzero_ps()
#define FINISH(product, sum, row, column) (sum)
#define PANEL(product) ((const float *)(product)->panels)
#define GELU gelu
#include "nn/kernels_avx512_tiles.h"

void avx512_multiply(const struct product *product) {
    kernels_multiply_tiled(product, &TILING);
}

/* 16 x 16 in four stages: neighbours exchange single numbers, then pairs, quarters and halves. */
INLINE void transpose(__m512 x[LANES]) {
    __m512 y[LANES];
    UNROLL for (size_t i = 0; i < LANES; i += 2) {
        y[i] = _mm512_unpacklo_ps(x[i], x[i + 1]);
        y[i + 1] = _mm512_unpackhi_ps(x[i], x[i + 1]);
    }
    UNROLL for (size_t i = 0; i < LANES; i += 4) {
        UNROLL for (size_t j = 0; j < 2; j++) {
            __m512d first = _mm512_castps_pd(y[i + j]), second = _mm512_castps_pd(y[i + j + 2]);
            x[i + 2 * j] = _mm512_castpd_ps(_mm512_unpacklo_pd(first, second));
            x[i + 2 * j + 1] = _mm512_castpd_ps(_mm512_unpackhi_pd(first, second));
        }
    }
    UNROLL for (size_t i = 0; i < 4; i++) {
        UNROLL for (size_t j = 0; j < 2; j++) {
            y[8 * j + i] = _mm512_shuffle_f32x4(x[8 * j + i], x[8 * j + i + 4], 0x88);
            y[8 * j + i + 4] = _mm512_shuffle_f32x4(x[8 * j + i], x[8 * j + i + 4], 0xDD);
        }
    }
    UNROLL for (size_t i = 0; i < 8; i++) {
        x[i] = _mm512_shuffle_f32x4(y[i], y[i + 8], 0x88);
        x[i + 8] = _mm512_shuffle_f32x4(y[i], y[i + 8], 0xDD);
    }
}

TARGET void avx512_pack_rows(const float *rows, size_t stride, size_t count, size_t width, float *out) {
    size_t columns = (count + PANEL_WIDTH - 1) / PANEL_WIDTH * PANEL_WIDTH;
    for (size_t column = 0; column < columns; column += LANES) {
        float *panel = out + column / PANEL_WIDTH * PANEL_WIDTH * width + column % PANEL_WIDTH;
        for (size_t i = 0; i < width; i += LANES) {
            __m512 block[LANES];
            UNROLL for (size_t j = 0; j < LANES; j++) block[j] =
                column + j < count ? _mm512_loadu_ps(rows + (column + j) * stride + i) : _mm512_setzero_ps();
            transpose(block);
            UNROLL for (size_t j = 0; j < LANES; j++)
                _mm512_storeu_ps(panel + (i + j) * PANEL_WIDTH, block[j]);
        }
    }
}

/* Four rows at a time: while one waits for the sum of its lanes the others go on. */
enum { ROWS_AT_ONCE = 4 };

INLINE void softmax_rows(float *values, size_t width, float *factors, size_t rows) {
    __m512 most[ROWS_AT_ONCE], sum[ROWS_AT_ONCE];
    UNROLL for (size_t r = 0; r < rows; r++) {
        most[r] = _mm512_loadu_ps(values + r * width);
        for (size_t i = LANES; i < width; i += LANES)
            most[r] = _mm512_max_ps(most[r], _mm512_loadu_ps(values + r * width + i));
    }
    UNROLL for (size_t r = 0; r < rows; r++) {
        most[r] = _mm512_set1_ps(_mm512_reduce_max_ps(most[r]));
        sum[r] = _mm512_setzero_ps();
    }
    UNROLL for (size_t r = 0; r < rows; r++) {
        for (size_t i = r * width; i < (r + 1) * width; i += LANES) {
            __m512 x = vector_exp(_mm512_sub_ps(_mm512_loadu_ps(values + i), most[r]));
            _mm512_storeu_ps(values + i, x);
            sum[r] = _mm512_add_ps(sum[r], x);
        }
    }
    UNROLL for (size_t r = 0; r < rows; r++) factors[r] = 1.0f / _mm512_reduce_add_ps(sum[r]);
}

TARGET void avx512_softmax(float *values, size_t rows, size_t width, float *factors) {
    size_t row = 0;
    for (; row + ROWS_AT_ONCE <= rows; row += ROWS_AT_ONCE)
        softmax_rows(values + row * width, width, factors + row, ROWS_AT_ONCE);
    for (; row < rows; row++)
        softmax_rows(values + row * width, width, factors + row, 1);
}

INLINE void normalise_rows(const float *values, size_t width, const struct norm *norm, float *out,
                           size_t rows) {
    __m512 sum[ROWS_AT_ONCE], squares[ROWS_AT_ONCE];
    UNROLL for (size_t r = 0; r < rows; r++) sum[r] = squares[r] = _mm512_setzero_ps();
    for (size_t i = 0; i < width; i += LANES)
        UNROLL for (size_t r = 0; r < rows; r++) sum[r] =
            _mm512_add_ps(sum[r], _mm512_loadu_ps(values + r * width + i));
    UNROLL for (size_t r = 0; r < rows; r++) sum[r] =
        _mm512_set1_ps(_mm512_reduce_add_ps(sum[r]) / (float)width);
    for (size_t i = 0; i < width; i += LANES) {
        UNROLL for (size_t r = 0; r < rows; r++) {
            __m512 x = _mm512_sub_ps(_mm512_loadu_ps(values + r * width + i), sum[r]);
            squares[r] = _mm512_fmadd_ps(x, x, squares[r]);
        }
    }
    UNROLL for (size_t r = 0; r < rows; r++) squares[r] =
        _mm512_set1_ps(1.0f / sqrtf(_mm512_reduce_add_ps(squares[r]) / (float)width + norm->epsilon));
    for (size_t i = 0; i < width; i += LANES) {
        __m512 scale = _mm512_loadu_ps(norm->scale + i), shift = _mm512_loadu_ps(norm->shift + i);
        UNROLL for (size_t r = 0; r < rows; r++) {
            size_t at = r * width + i;
            __m512 x = _mm512_mul_ps(_mm512_sub_ps(_mm512_loadu_ps(values + at), sum[r]), squares[r]);
            _mm512_storeu_ps(out + at, _mm512_fmadd_ps(x, scale, shift));
        }
    }
}

TARGET void avx512_normalise(const float *values, size_t rows, size_t width, const struct norm *norm,
                             float *out) {
    size_t row = 0;
    for (; row + ROWS_AT_ONCE <= rows; row += ROWS_AT_ONCE)
        normalise_rows(values + row * width, width, norm, out + row * width, ROWS_AT_ONCE);
    for (; row < rows; row++)
        normalise_rows(values + row * width, width, norm, out + row * width, 1);
}

const struct kernels KERNELS_AVX512 = {
    .name = "avx512",
    .precision = "f32",
    .multiply = avx512_multiply,
    .tiling = &TILING,
    .coding = &KERNELS_UNCODED,
    .packed_bytes = kernels_packed_floats,
    .pack = kernels_pack_floats,
    .pack_rows = avx512_pack_rows,
    .softmax = avx512_softmax,
    .normalise = avx512_normalise,
};

#endif
