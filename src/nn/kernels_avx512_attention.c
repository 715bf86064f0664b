/* The attention of the coarser precisions on AVX-512: both of its products in integers of 16 bits, by the
 * tiles of the table of that name, at twice the speed of floats.
 *
 * The scores of a tile of rows become weights before those of the next are computed, so that they stay in the
 * first-level cache. Queries, keys and values have one scale each for a head. Weights are 2^x in steps of
 * 1 / WEIGHT_MOST of the largest of their row; the scale of the queries changes the base of the exponential,
 * and what is divided by is the sum of the rounded weights. Codes are no larger than keeps every sum of
 * products within 32 bits. */
#if defined(__x86_64__)

#include <immintrin.h>
#include <math.h>
#include <stdint.h>

#include "nn/kernels_private.h"

#define TARGET __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl")))
#define INLINE static inline __attribute__((always_inline)) TARGET

enum { LANES = 16, PAIR = 2, WEIGHT_BITS = 12, ROWS_AT_ONCE = 4, TILE_ROWS_MOST = 12 };

/* Below all scores; and a power of 2 that is no weight any more. */
#define LEAST_SCORE -1e30f
#define LOWEST -4.0f

/* Of one head, in the scratch of its attention. */
struct head {
    int16_t *queries; /* length x head_width */
    int16_t *rows;    /* of keys, on their way into panels: likewise */
    float *keys;      /* the scale of each column, then panels */
    float *values;    /* likewise */
    float *scores;    /* a tile of rows x columns */
    int16_t *weights; /* likewise */
    size_t columns;   /* the length, filled up to whole panels */
    float query_scale;
};

/* `bytes` are a multiple of 64 for all parts. */
static void *take(unsigned char **free, size_t bytes) {
    void *taken = *free;
    *free += bytes;
    return taken;
}

static struct head divide_scratch(const struct attention *attention) {
    const size_t columns = (attention->length + PANEL_WIDTH - 1) / PANEL_WIDTH * PANEL_WIDTH;
    const size_t codes = columns * attention->head_width * sizeof(int16_t);
    unsigned char *free = attention->scratch;
    return (struct head){.queries = take(&free, codes),
                         .rows = take(&free, codes),
                         .keys = take(&free, columns * sizeof(float) + codes),
                         .values = take(&free, attention->head_width * sizeof(float) + codes),
                         .scores = take(&free, TILE_ROWS_MOST * columns * sizeof(float)),
                         .weights = take(&free, TILE_ROWS_MOST * columns * sizeof(int16_t)),
                         .columns = columns};
}

/* The largest size among the rows of a head. As integers floats have the same order, and what is no number
 * comes last. */
INLINE float find_most(const struct attention *attention, const float *rows) {
    const __m512i size = _mm512_set1_epi32(INT32_MAX);
    __m512i left = _mm512_setzero_si512(), right = left;
    for (size_t row = 0; row < attention->length; row++, rows += attention->stride) {
        for (size_t i = 0; i < attention->head_width; i += 2 * LANES) {
            left = _mm512_max_epi32(left, _mm512_and_si512(size, _mm512_loadu_si512(rows + i)));
            right = _mm512_max_epi32(right, _mm512_and_si512(size, _mm512_loadu_si512(rows + i + LANES)));
        }
    }
    return _mm512_cvtss_f32(
        _mm512_castsi512_ps(_mm512_set1_epi32(_mm512_reduce_max_epi32(_mm512_max_epi32(left, right)))));
}

INLINE __m512i to_codes(const float *values, __m512 factor) {
    return _mm512_cvtps_epi32(_mm512_mul_ps(_mm512_loadu_ps(values), factor));
}

/* Packing mixes the inputs, but those of queries and keys alike. */
INLINE float encode_rows(const struct attention *attention, const float *rows, int16_t *out) {
    const float limit = floorf(sqrtf((float)(INT32_MAX / attention->head_width)));
    const float most = find_most(attention, rows);
    const __m512 factor = _mm512_set1_ps(most > 0 ? limit / most : 0);
    for (size_t row = 0; row < attention->length; row++, rows += attention->stride)
        for (size_t i = 0; i < attention->head_width; i += 2 * LANES, out += 2 * LANES)
            _mm512_storeu_si512(
                out, _mm512_packs_epi32(to_codes(rows + i, factor), to_codes(rows + i + LANES, factor)));
    return most / limit;
}

TARGET static void pack_keys(const struct attention *attention, const struct head *head) {
    const float *keys = attention->query + attention->width;
    const __m512 scale = _mm512_set1_ps(encode_rows(attention, keys, head->rows));
    const size_t pairs = attention->head_width / PAIR;
    for (size_t i = 0; i < head->columns; i += LANES)
        _mm512_storeu_ps(head->keys + i, scale);
    avx512_pack_rows((const float *)(const void *)head->rows, pairs, attention->length, pairs,
                     head->keys + head->columns);
}

/* Two rows become the pairs of a panel; `next` is NULL behind the last. */
INLINE void pair_rows(const float *row, const float *next, __m512 factor, float *out) {
    for (size_t i = 0; i < PANEL_WIDTH; i += LANES) {
        __m512i first = to_codes(row + i, factor);
        __m512i second = next != NULL ? to_codes(next + i, factor) : _mm512_setzero_si512();
        _mm512_storeu_si512(out + i,
                            _mm512_mask_blend_epi16(0xAAAAAAAA, first, _mm512_slli_epi32(second, 16)));
    }
}

TARGET static void pack_values(const struct attention *attention, const struct head *head) {
    const float *values = attention->query + 2 * attention->width;
    const size_t width = attention->head_width, length = attention->length, stride = attention->stride;
    const float most = find_most(attention, values), room = (float)((INT32_MAX >> WEIGHT_BITS) / length);
    const float limit = room < INT16_MAX ? room : INT16_MAX;
    const __m512 factor = _mm512_set1_ps(most > 0 ? limit / most : 0);
    /* a query or key that is no number shows in the result */
    const float scale = most / limit + 0 * head->query_scale * head->keys[0];
    float *out = head->values + width;
    for (size_t column = 0; column < width; column += PANEL_WIDTH) {
        for (size_t i = 0; i < PANEL_WIDTH; i += LANES)
            _mm512_storeu_ps(head->values + column + i, _mm512_set1_ps(scale));
        for (size_t row = 0; row < length; row += PAIR, out += PANEL_WIDTH) {
            const float *at = values + row * stride + column;
            pair_rows(at, row + 1 < length ? at + stride : NULL, factor, out);
        }
    }
}

/* 2^x, or less than half: whole powers go into the exponent, what is left is a polynomial of least relative
 * error (7e-5). */
INLINE __m512 raise(__m512 x) {
    const __m512 point = _mm512_set1_ps(12582912.0f); /* 1.5 * 2^23: whole numbers lie behind it */
    x = _mm512_max_ps(x, _mm512_set1_ps(LOWEST));
    __m512 shifted = _mm512_add_ps(x, point), part = _mm512_sub_ps(x, _mm512_sub_ps(shifted, point));
    __m512 sum = _mm512_set1_ps(0.0551716691f);
    sum = _mm512_fmadd_ps(sum, part, _mm512_set1_ps(0.2426111222f));
    sum = _mm512_fmadd_ps(sum, part, _mm512_set1_ps(0.6932609855f));
    sum = _mm512_fmadd_ps(sum, part, _mm512_set1_ps(0.9999280735f));
    __m512i exponent = _mm512_slli_epi32(_mm512_castps_si512(shifted), 23);
    return _mm512_castsi512_ps(_mm512_add_epi32(_mm512_castps_si512(sum), exponent));
}

/* Which of the columns from `column` are keys. */
INLINE __mmask16 find_keys(const struct attention *attention, size_t column) {
    size_t left = attention->length > column ? attention->length - column : 0;
    return left < LANES ? (__mmask16)((1u << left) - 1) : 0xFFFF;
}

INLINE __m512i weigh_scores(const float *scores, __m512 most, __mmask16 keys) {
    return _mm512_maskz_cvtps_epi32(keys, raise(_mm512_sub_ps(_mm512_loadu_ps(scores), most)));
}

/* `rows` is a constant where this is inlined: while one row waits for the sum of its lanes the others go on.
 */
INLINE void weigh_rows(const struct attention *attention, const struct head *head, size_t first, size_t rows,
                       struct row_code *codes) {
    const size_t width = head->columns;
    const float *scores = head->scores + first * width;
    int16_t *weights = head->weights + first * width;
    const __m512i order = _mm512_setr_epi64(0, 2, 4, 6, 1, 3, 5, 7);
    __m512 most[ROWS_AT_ONCE];
    __m512i sum[ROWS_AT_ONCE];
    UNROLL for (size_t r = 0; r < rows; r++) {
        most[r] = _mm512_set1_ps(LEAST_SCORE);
        sum[r] = _mm512_setzero_si512();
    }
    for (size_t i = 0; i < attention->length; i += LANES) {
        __mmask16 keys = find_keys(attention, i);
        UNROLL for (size_t r = 0; r < rows; r++) most[r] =
            _mm512_mask_max_ps(most[r], keys, most[r], _mm512_loadu_ps(scores + r * width + i));
    }
    UNROLL for (size_t r = 0; r < rows; r++) most[r] =
        _mm512_set1_ps(_mm512_reduce_max_ps(most[r]) - WEIGHT_BITS);
    for (size_t i = 0; i < width; i += 2 * LANES) {
        __mmask16 keys = find_keys(attention, i), next = find_keys(attention, i + LANES);
        UNROLL for (size_t r = 0; r < rows; r++) {
            __m512i left = weigh_scores(scores + r * width + i, most[r], keys);
            __m512i right = weigh_scores(scores + r * width + i + LANES, most[r], next);
            sum[r] = _mm512_add_epi32(sum[r], _mm512_add_epi32(left, right));
            _mm512_storeu_si512(weights + r * width + i,
                                _mm512_permutexvar_epi64(order, _mm512_packs_epi32(left, right)));
        }
    }
    UNROLL for (size_t r = 0; r < rows; r++) codes[r].scale = 1.0f / (float)_mm512_reduce_add_epi32(sum[r]);
}

TARGET static void weigh(const struct attention *attention, const struct head *head, size_t rows,
                         struct row_code *codes) {
    size_t row = 0;
    for (; row + ROWS_AT_ONCE <= rows; row += ROWS_AT_ONCE)
        weigh_rows(attention, head, row, ROWS_AT_ONCE, codes + row);
    if (rows - row == 3)
        weigh_rows(attention, head, row, 3, codes + row);
    else if (rows - row == 2)
        weigh_rows(attention, head, row, 2, codes + row);
    else if (rows - row == 1)
        weigh_rows(attention, head, row, 1, codes + row);
}

static void attend_rows(const struct attention *attention, const struct head *head, size_t first,
                        size_t rows) {
    struct row_code codes[TILE_ROWS_MOST];
    const size_t pairs = attention->head_width / PAIR;
    for (size_t row = 0; row < rows; row++)
        codes[row].scale = head->query_scale;
    kernels_multiply_tiled(&(struct product){.a = (const float *)(const void *)head->queries + first * pairs,
                                             .a_stride = pairs,
                                             .rows = rows,
                                             .depth = pairs,
                                             .panels = head->keys,
                                             .columns = head->columns,
                                             .out = head->scores,
                                             .out_stride = head->columns,
                                             .row_codes = codes},
                           KERNELS_AVX512_INT16.tiling);
    weigh(attention, head, rows, codes);
    kernels_multiply_tiled(&(struct product){.a = (const float *)(const void *)head->weights,
                                             .a_stride = head->columns / PAIR,
                                             .rows = rows,
                                             .depth = (attention->length + 1) / PAIR,
                                             .panels = head->values,
                                             .columns = attention->head_width,
                                             .out = attention->out + first * attention->width,
                                             .out_stride = attention->width,
                                             .row_codes = codes},
                           KERNELS_AVX512_INT16.tiling);
}

TARGET void avx512_attend(const struct attention *attention) {
    struct head head = divide_scratch(attention);
    head.query_scale = LOG2_E * encode_rows(attention, attention->query, head.queries);
    pack_keys(attention, &head);
    pack_values(attention, &head);
    size_t tiles = (attention->length + TILE_ROWS_MOST - 1) / TILE_ROWS_MOST;
    for (size_t first = 0, rows; first < attention->length; first += rows, tiles--) {
        rows = (attention->length - first + tiles - 1) / tiles;
        attend_rows(attention, &head, first, rows);
    }
}

#endif
