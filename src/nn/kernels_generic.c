/* Plain C, the reference of the other kernels: written to be read, and to be vectorised by any compiler. */
#include <math.h>
#include <string.h>

#include "nn/kernels_private.h"

void generic_gelu(float *out, size_t stride, size_t rows) {
    for (size_t row = 0; row < rows; row++, out += stride)
        for (size_t j = 0; j < PANEL_WIDTH; j++)
            out[j] = 0.5f * out[j] * (1.0f + erff(out[j] * SQRT_HALF));
}

void generic_finish_row(const struct product *product, size_t row, size_t column, const float *sums) {
    float *out = product->out + row * product->out_stride + column;
    for (size_t j = 0; j < PANEL_WIDTH; j++) {
        float sum = sums[j] * (product->factors != NULL ? product->factors[row] : 1);
        if (product->bias != NULL)
            sum += product->bias[column + j];
        if (product->residual != NULL)
            sum += product->residual[row * product->out_stride + column + j];
        out[j] = sum;
    }
}

/* One row by one panel. */
static void multiply_row(const struct product *product, size_t row, size_t column, size_t rows) {
    const float *a = product->a + row * product->a_stride;
    const float *panel = (const float *)product->panels + column * product->depth;
    float sums[PANEL_WIDTH] = {0};
    for (size_t i = 0; i < product->depth; i++, panel += PANEL_WIDTH)
        for (size_t j = 0; j < PANEL_WIDTH; j++)
            sums[j] += a[i] * panel[j];
    generic_finish_row(product, row, column, sums);
}

static const struct tiling TILING = {
    .multiply = multiply_row, .rows = 1, .step = 1, .columns = PANEL_WIDTH, .gelu = generic_gelu};

void generic_multiply(const struct product *product) {
    kernels_multiply_tiled(product, &TILING);
}

void generic_pack_rows(const float *rows, size_t stride, size_t count, size_t width, float *out) {
    size_t columns = (count + PANEL_WIDTH - 1) / PANEL_WIDTH * PANEL_WIDTH;
    memset(out, 0, columns * width * sizeof *out);
    for (size_t row = 0; row < count; row++) {
        float *column = out + row / PANEL_WIDTH * PANEL_WIDTH * width + row % PANEL_WIDTH;
        for (size_t i = 0; i < width; i++)
            column[i * PANEL_WIDTH] = rows[row * stride + i];
    }
}

void generic_softmax(float *values, size_t rows, size_t width, float *factors) {
    for (size_t row = 0; row < rows; row++, values += width) {
        float most = values[0], sum = 0;
        for (size_t i = 1; i < width; i++)
            most = values[i] > most ? values[i] : most;
        for (size_t i = 0; i < width; i++) {
            values[i] = expf(values[i] - most);
            sum += values[i];
        }
        factors[row] = 1 / sum;
    }
}

void generic_normalise(const float *values, size_t rows, size_t width, const struct norm *norm, float *out) {
    for (size_t row = 0; row < rows; row++, values += width, out += width) {
        float sum = 0, squares = 0;
        for (size_t i = 0; i < width; i++)
            sum += values[i];
        float mean = sum / (float)width;
        for (size_t i = 0; i < width; i++)
            squares += (values[i] - mean) * (values[i] - mean);
        float factor = 1.0f / sqrtf(squares / (float)width + norm->epsilon);
        for (size_t i = 0; i < width; i++)
            out[i] = (values[i] - mean) * factor * norm->scale[i] + norm->shift[i];
    }
}

const struct kernels KERNELS_GENERIC = {
    .name = "generic",
    .precision = "f32",
    .multiply = generic_multiply,
    .tiling = &TILING,
    .coding = &KERNELS_UNCODED,
    .packed_bytes = kernels_packed_floats,
    .pack = kernels_pack_floats,
    .pack_rows = generic_pack_rows,
    .softmax = generic_softmax,
    .normalise = generic_normalise,
};
