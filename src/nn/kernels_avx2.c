/* AVX2 with FMA in f32, and what its other precisions share with it. */
#if defined(__x86_64__)

#include <immintrin.h>

#include "nn/kernels_private.h"

#define TARGET __attribute__((target("avx2,fma")))
#define INLINE static inline __attribute__((always_inline)) TARGET

enum { LANES = 8, COLUMN_BYTES = 4, PARTS = 1 };

INLINE __m256 vector_exp(__m256 x) {
    x = _mm256_max_ps(x, _mm256_set1_ps(EXP_LOWEST));
    __m256 n = _mm256_round_ps(_mm256_mul_ps(x, _mm256_set1_ps(LOG2_E)),
                               _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
    __m256 r = _mm256_fnmadd_ps(n, _mm256_set1_ps(LN2_HIGH), x);
    r = _mm256_fnmadd_ps(n, _mm256_set1_ps(LN2_LOW), r);
    __m256 sum = _mm256_set1_ps(1.0f / 720);
    sum = _mm256_fmadd_ps(sum, r, _mm256_set1_ps(1.0f / 120));
    sum = _mm256_fmadd_ps(sum, r, _mm256_set1_ps(1.0f / 24));
    sum = _mm256_fmadd_ps(sum, r, _mm256_set1_ps(1.0f / 6));
    sum = _mm256_fmadd_ps(sum, r, _mm256_set1_ps(0.5f));
    sum = _mm256_fmadd_ps(sum, r, _mm256_set1_ps(1.0f));
    sum = _mm256_fmadd_ps(sum, r, _mm256_set1_ps(1.0f));
    /* Times 2^n by way of the exponent field: the result is normal because x is at least EXP_LOWEST. */
    __m256i exponent = _mm256_slli_epi32(_mm256_cvtps_epi32(n), 23);
    return _mm256_castsi256_ps(_mm256_add_epi32(_mm256_castps_si256(sum), exponent));
}

INLINE __m256 vector_polynomial(__m256 x, const float *factors, size_t count) {
    __m256 sum = _mm256_set1_ps(factors[0]);
    UNROLL for (size_t i = 1; i < count; i++) sum = _mm256_fmadd_ps(sum, x, _mm256_set1_ps(factors[i]));
    return sum;
}

INLINE __m256 vector_gelu(__m256 x) {
    __m256 z = _mm256_mul_ps(x, _mm256_set1_ps(SQRT_HALF)), half = _mm256_mul_ps(x, _mm256_set1_ps(0.5f));
    z = _mm256_max_ps(_mm256_min_ps(z, _mm256_set1_ps(ERF_MOST)), _mm256_set1_ps(-ERF_MOST));
    __m256 square = _mm256_mul_ps(z, z);
    __m256 p = _mm256_mul_ps(z, vector_polynomial(square, ERF_P, ERF_P_COUNT));
    __m256 q = vector_polynomial(square, ERF_Q, ERF_Q_COUNT);
    return _mm256_fmadd_ps(half, _mm256_div_ps(p, q), half);
}

TARGET void avx2_gelu(float *out, size_t stride, size_t rows) {
    for (size_t row = 0; row < rows; row++, out += stride)
        for (size_t i = 0; i < 2 * LANES; i += LANES)
            _mm256_storeu_ps(out + i, vector_gelu(_mm256_loadu_ps(out + i)));
}

#define PANELS(product) ((const unsigned char *)(product)->panels)
#define WEIGHTS(at, part) _mm256_loadu_ps((const float *)(const void *)(at))
#define ACCUMULATE(sum, input, weights) _mm256_fmadd_ps(input, weights, sum)
#define FINISH(product, sum, row, column) (sum)
#include "nn/kernels_avx2_tiles.h"

void avx2_multiply(const struct product *product) {
    kernels_multiply_tiled(product, &TILING);
}

INLINE float reduce_add(__m256 x) {
    __m128 sum = _mm_add_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps(x, 1));
    sum = _mm_add_ps(sum, _mm_movehl_ps(sum, sum));
    return _mm_cvtss_f32(_mm_add_ss(sum, _mm_movehdup_ps(sum)));
}

INLINE float reduce_max(__m256 x) {
    __m128 most = _mm_max_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps(x, 1));
    most = _mm_max_ps(most, _mm_movehl_ps(most, most));
    return _mm_cvtss_f32(_mm_max_ss(most, _mm_movehdup_ps(most)));
}

TARGET void avx2_softmax(float *values, size_t rows, size_t width, float *factors) {
    for (size_t row = 0; row < rows; row++, values += width) {
        __m256 most = _mm256_loadu_ps(values), sum = _mm256_setzero_ps();
        for (size_t i = LANES; i < width; i += LANES)
            most = _mm256_max_ps(most, _mm256_loadu_ps(values + i));
        most = _mm256_set1_ps(reduce_max(most));
        for (size_t i = 0; i < width; i += LANES) {
            __m256 x = vector_exp(_mm256_sub_ps(_mm256_loadu_ps(values + i), most));
            _mm256_storeu_ps(values + i, x);
            sum = _mm256_add_ps(sum, x);
        }
        factors[row] = 1.0f / reduce_add(sum);
    }
}

TARGET void avx2_normalise(const float *values, size_t rows, size_t width, const struct norm *norm,
                           float *out) {
    for (size_t row = 0; row < rows; row++, values += width, out += width) {
        __m256 sum = _mm256_setzero_ps(), squares = _mm256_setzero_ps();
        for (size_t i = 0; i < width; i += LANES)
            sum = _mm256_add_ps(sum, _mm256_loadu_ps(values + i));
        __m256 mean = _mm256_set1_ps(reduce_add(sum) / (float)width);
        for (size_t i = 0; i < width; i += LANES) {
            __m256 x = _mm256_sub_ps(_mm256_loadu_ps(values + i), mean);
            squares = _mm256_fmadd_ps(x, x, squares);
        }
        __m256 variance = _mm256_set1_ps(reduce_add(squares) / (float)width + norm->epsilon);
        __m256 factor = _mm256_div_ps(_mm256_set1_ps(1.0f), _mm256_sqrt_ps(variance));
        for (size_t i = 0; i < width; i += LANES) {
            __m256 x = _mm256_mul_ps(_mm256_sub_ps(_mm256_loadu_ps(values + i), mean), factor);
            x = _mm256_fmadd_ps(x, _mm256_loadu_ps(norm->scale + i), _mm256_loadu_ps(norm->shift + i));
            _mm256_storeu_ps(out + i, x);
        }
    }
}

const struct kernels KERNELS_AVX2 = {
    .name = "avx2",
    .precision = "f32",
    .multiply = avx2_multiply,
    .tiling = &TILING,
    .coding = &KERNELS_UNCODED,
    .packed_bytes = kernels_packed_floats,
    .pack = kernels_pack_floats,
    .pack_rows = generic_pack_rows,
    .softmax = avx2_softmax,
    .normalise = avx2_normalise,
};

#endif
