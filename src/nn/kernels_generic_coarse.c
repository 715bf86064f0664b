/* Plain C for the coarser precisions, in the layouts and with the roundings of the AVX2 tables, of which it is
 * the reference: it gives their results to the rounding of a float. For processors without AVX2 it saves memory. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "nn/kernels_private.h"

enum { PAIR = 2, ROWS_MOST = 512 };

/* Adds one row by one panel; what is in the sums is not yet scaled. */
typedef void row_function(const struct product *product, size_t row, size_t column, float *sums);

static float from_bf16(uint16_t code) {
    uint32_t bits = (uint32_t)code << 16;
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static void sum_bf16(const struct product *product, size_t row, size_t column, float *sums) {
    const float *a = product->a + row * product->a_stride;
    const uint16_t *panel = (const uint16_t *)product->panels + column * product->depth;
    for (size_t i = 0; i < product->depth; i += PAIR, panel += PAIR * PANEL_WIDTH)
        for (size_t part = 0; part < PAIR; part++)
            for (size_t j = 0; j < PANEL_WIDTH; j++)
                sums[j] += a[i + part] * from_bf16(panel[j * PAIR + part]);
}

static const void *integer_panels(const struct product *product) {
    return (const float *)product->panels + product->columns;
}

static const int16_t *row_codes(const struct product *product, size_t row) {
    return (const int16_t *)((const float *)product->row_codes + ROWS_MOST) + row * product->depth;
}

static void scale_sums(const struct product *product, size_t row, size_t column, const int32_t *totals,
                       float *sums) {
    float scale = ((const float *)product->row_codes)[row];
    const float *column_scales = (const float *)product->panels + column;
    for (size_t j = 0; j < PANEL_WIDTH; j++)
        sums[j] = (float)totals[j] * scale * column_scales[j];
}

static void sum_int16(const struct product *product, size_t row, size_t column, float *sums) {
    const int16_t *a = row_codes(product, row);
    const int16_t *panel = (const int16_t *)integer_panels(product) + column * product->depth;
    int32_t totals[PANEL_WIDTH] = {0};
    for (size_t i = 0; i < product->depth; i += PAIR, panel += PAIR * PANEL_WIDTH)
        for (size_t j = 0; j < PANEL_WIDTH; j++)
            totals[j] += a[i] * panel[j * PAIR] + a[i + 1] * panel[j * PAIR + 1];
    scale_sums(product, row, column, totals, sums);
}

static void sum_int8(const struct product *product, size_t row, size_t column, float *sums) {
    const int16_t *a = row_codes(product, row);
    const int8_t *panel = (const int8_t *)integer_panels(product) + column * product->depth;
    int32_t totals[PANEL_WIDTH] = {0};
    for (size_t i = 0; i < product->depth; i += PAIR, panel += PAIR * PANEL_WIDTH)
        for (size_t j = 0; j < PANEL_WIDTH; j++)
            totals[j] += a[i] * panel[j * PAIR] + a[i + 1] * panel[j * PAIR + 1];
    scale_sums(product, row, column, totals, sums);
}

static void multiply_rows(const struct product *product, row_function *sum_row) {
    for (size_t column = 0; column < product->columns; column += PANEL_WIDTH) {
        for (size_t row = 0; row < product->rows; row++) {
            float sums[PANEL_WIDTH] = {0};
            sum_row(product, row, column, sums);
            generic_finish_row(product, row, column, sums);
        }
    }
}

static void multiply_bf16(const struct product *product) {
    multiply_rows(product, sum_bf16);
}

static float encode_row(const float *row, size_t depth, long limit, int16_t *out) {
    float most = 0;
    for (size_t i = 0; i < depth; i++)
        most = fabsf(row[i]) > most ? fabsf(row[i]) : most;
    float factor = most > 0 ? (float)limit / most : 0;
    for (size_t i = 0; i < depth; i++)
        out[i] = (int16_t)lrintf(row[i] * factor);
    return most / (float)limit;
}

static void multiply_integers(const struct product *product, long limit, row_function *sum_row) {
    float *scales = product->scratch;
    int16_t *codes = (int16_t *)(scales + ROWS_MOST);
    size_t block = block_rows(product->depth * sizeof *codes, 1);
    if (block > ROWS_MOST)
        block = ROWS_MOST;
    for (size_t first = 0; first < product->rows; first += block) {
        struct product part = *product;
        size_t left = product->rows - first;
        part.rows = left < block ? left : block;
        for (size_t row = 0; row < part.rows; row++)
            scales[row] = encode_row(product->a + (first + row) * product->a_stride, product->depth, limit,
                                     codes + row * product->depth);
        part.row_codes = scales;
        part.out += first * product->out_stride;
        if (part.residual != NULL)
            part.residual += first * product->out_stride;
        multiply_rows(&part, sum_row);
    }
}

static void multiply_int16(const struct product *product) {
    multiply_integers(product, INT16_INPUT_MOST, sum_int16);
}

static void multiply_int8(const struct product *product) {
    multiply_integers(product, kernels_int8_input_most(product->depth), sum_int8);
}

const struct kernels KERNELS_GENERIC_BF16 = {
    .name = "generic",
    .precision = "bf16",
    .multiply = generic_multiply,
    .multiply_weights = multiply_bf16,
    .packed_bytes = kernels_packed_bf16,
    .pack = kernels_pack_bf16,
    .pack_rows = generic_pack_rows,
    .softmax = generic_softmax,
    .normalise = generic_normalise,
};

const struct kernels KERNELS_GENERIC_INT16 = {
    .name = "generic",
    .precision = "int16",
    .multiply = generic_multiply,
    .multiply_weights = multiply_int16,
    .packed_bytes = kernels_packed_int16,
    .pack = kernels_pack_int16,
    .pack_rows = generic_pack_rows,
    .softmax = generic_softmax,
    .normalise = generic_normalise,
};

const struct kernels KERNELS_GENERIC_INT8 = {
    .name = "generic",
    .precision = "int8",
    .multiply = generic_multiply,
    .multiply_weights = multiply_int8,
    .packed_bytes = kernels_packed_int8,
    .pack = kernels_pack_int8,
    .pack_rows = generic_pack_rows,
    .softmax = generic_softmax,
    .normalise = generic_normalise,
};
