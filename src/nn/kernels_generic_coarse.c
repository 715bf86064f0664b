/* Plain C for the coarser precisions, in the layouts and with the roundings of the AVX2 tables, of which it
 * is the reference: it gives their results to the rounding of a float. For processors without AVX2 it saves
 * memory. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "nn/kernels_private.h"

enum { PAIR = 2 };

static float from_bf16(uint16_t code) {
    uint32_t bits = (uint32_t)code << 16;
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static void multiply_row_bf16(const struct product *product, size_t row, size_t column, size_t rows) {
    const float *a = product->a + row * product->a_stride;
    const uint16_t *panel = (const uint16_t *)product->panels + column * product->depth;
    float sums[PANEL_WIDTH] = {0};
    for (size_t i = 0; i < product->depth; i += PAIR, panel += PAIR * PANEL_WIDTH)
        for (size_t part = 0; part < PAIR; part++)
            for (size_t j = 0; j < PANEL_WIDTH; j++)
                sums[j] += a[i + part] * from_bf16(panel[j * PAIR + part]);
    generic_finish_row(product, row, column, sums);
}

static const void *integer_panels(const struct product *product) {
    return (const float *)product->panels + product->columns;
}

static const int16_t *coded_row(const struct product *product, size_t row) {
    return (const int16_t *)(const void *)(product->a + row * product->a_stride);
}

static void finish_integers(const struct product *product, size_t row, size_t column, const int32_t *totals) {
    float scale = ((const struct row_code *)product->row_codes)[row].scale, sums[PANEL_WIDTH];
    const float *column_scales = (const float *)product->panels + column;
    for (size_t j = 0; j < PANEL_WIDTH; j++)
        sums[j] = (float)totals[j] * scale * column_scales[j];
    generic_finish_row(product, row, column, sums);
}

static void multiply_row_int16(const struct product *product, size_t row, size_t column, size_t rows) {
    const int16_t *a = coded_row(product, row);
    const int16_t *panel = (const int16_t *)integer_panels(product) + column * product->depth * PAIR;
    int32_t totals[PANEL_WIDTH] = {0};
    for (size_t i = 0; i < product->depth; i++, a += PAIR, panel += PAIR * PANEL_WIDTH)
        for (size_t j = 0; j < PANEL_WIDTH; j++)
            totals[j] += a[0] * panel[j * PAIR] + a[1] * panel[j * PAIR + 1];
    finish_integers(product, row, column, totals);
}

static void multiply_row_int8(const struct product *product, size_t row, size_t column, size_t rows) {
    const int16_t *a = coded_row(product, row);
    const int8_t *panel = (const int8_t *)integer_panels(product) + column * product->depth * PAIR;
    int32_t totals[PANEL_WIDTH] = {0};
    for (size_t i = 0; i < product->depth; i++, a += PAIR, panel += PAIR * PANEL_WIDTH)
        for (size_t j = 0; j < PANEL_WIDTH; j++)
            totals[j] += a[0] * panel[j * PAIR] + a[1] * panel[j * PAIR + 1];
    finish_integers(product, row, column, totals);
}

static struct row_code encode_row(const float *row, size_t depth, long limit, int16_t *out) {
    float most = 0;
    for (size_t i = 0; i < depth; i++)
        most = fabsf(row[i]) > most ? fabsf(row[i]) : most;
    float factor = most > 0 ? (float)limit / most : 0;
    for (size_t i = 0; i < depth; i++)
        out[i] = (int16_t)lrintf(row[i] * factor);
    return (struct row_code){.scale = most / (float)limit};
}

static struct row_code encode_row_int16(const float *row, size_t depth, void *out) {
    return encode_row(row, depth, INT16_INPUT_MOST, out);
}

static struct row_code encode_row_int8(const float *row, size_t depth, void *out) {
    return encode_row(row, depth, kernels_int8_input_most(depth), out);
}

/* One row by one panel at a time. */
#define TILING(tile)                                                                                         \
    &(const struct tiling) {                                                                                 \
        .multiply = tile, .rows = 1, .step = 1, .columns = PANEL_WIDTH, .gelu = generic_gelu                 \
    }

const struct kernels KERNELS_GENERIC_BF16 = {
    .name = "generic",
    .precision = "bf16",
    .multiply = generic_multiply,
    .tiling = TILING(multiply_row_bf16),
    .coding = &KERNELS_UNCODED,
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
    .tiling = TILING(multiply_row_int16),
    .coding = &(const struct coding){.encode_row = encode_row_int16, .step = PAIR},
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
    .tiling = TILING(multiply_row_int8),
    .coding = &(const struct coding){.encode_row = encode_row_int8, .step = PAIR},
    .packed_bytes = kernels_packed_int8,
    .pack = kernels_pack_int8,
    .pack_rows = generic_pack_rows,
    .softmax = generic_softmax,
    .normalise = generic_normalise,
};
