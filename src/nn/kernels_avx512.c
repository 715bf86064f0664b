/* AVX-512 in f32, and what its other precisions share with it. */
#if defined(__x86_64__)

#include <immintrin.h>

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

TARGET void avx512_gelu(float *out, size_t stride, size_t rows) {
    for (size_t row = 0; row < rows; row++, out += stride)
        for (size_t i = 0; i < PANEL_WIDTH; i += LANES)
            _mm512_storeu_ps(out + i, vector_gelu(_mm512_loadu_ps(out + i)));
}

#define ACCUMULATE(sum, input, weights) _mm512_fmadd_ps(input, weights, sum)
#define START(product, column) _mm512_setzero_ps()
#define FINISH(product, sum, row, column) (sum)
#define PANEL(product) ((const float *)(product)->panels)
#include "nn/kernels_avx512_tiles.h"

void avx512_multiply(const struct product *product) {
    kernels_multiply_tiled(product, &TILING, block_rows(product->depth * sizeof(float), TILE_ROWS));
}

TARGET void avx512_softmax(float *values, size_t rows, size_t width) {
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

TARGET void avx512_normalise(float *values, size_t rows, size_t width, const float *scale, const float *shift,
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
    .name = "avx512",
    .precision = "f32",
    .multiply = avx512_multiply,
    .multiply_weights = avx512_multiply,
    .packed_bytes = kernels_packed_floats,
    .pack = kernels_pack_floats,
    .softmax = avx512_softmax,
    .normalise = avx512_normalise,
};

#endif
