/* How weights lie in panels for the tables that share a layout: floats, and pairs in 16 or 8 bits, where two
 * inputs of a column stand side by side. Integers have the scale of each column before the panels. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "nn/kernels_private.h"

enum { PAIR = 2, QUAD = 4, INT8_MOST = 127 };

size_t kernels_packed_floats(size_t depth, size_t columns) {
    return depth * columns * sizeof(float);
}

size_t kernels_packed_bf16(size_t depth, size_t columns) {
    return depth * columns * sizeof(uint16_t);
}

size_t kernels_packed_int16(size_t depth, size_t columns) {
    return depth * columns * sizeof(int16_t) + columns * sizeof(float);
}

size_t kernels_packed_int8(size_t depth, size_t columns) {
    return depth * columns + columns * sizeof(float);
}

void kernels_pack_floats(const struct packing *packing) {
    float *out = (float *)packing->panels + packing->first_column * packing->depth;
    for (size_t first = 0; first < packing->columns; first += PANEL_WIDTH)
        for (size_t i = 0; i < packing->depth; i++)
            for (size_t column = first; column < first + PANEL_WIDTH; column++)
                *out++ = packing->factor * packing->weights[column * packing->depth + i];
}

void kernels_pack_bf16(const struct packing *packing) {
    uint16_t *out = (uint16_t *)packing->panels + packing->first_column * packing->depth;
    for (size_t first = 0; first < packing->columns; first += PANEL_WIDTH)
        for (size_t i = 0; i < packing->depth; i += PAIR) {
            const float *weights = packing->weights + first * packing->depth + i;
            for (size_t j = 0; j < PANEL_WIDTH; j++, weights += packing->depth, out += PAIR) {
                out[0] = kernels_to_bf16(packing->factor * weights[0]);
                out[1] = kernels_to_bf16(packing->factor * weights[1]);
            }
        }
}

/* Rounds to nearest, ties to even, what lies within 22 bits: the sum has no bits behind the point. */
static int32_t round_code(float value) {
    const float point = 12582912.0f; /* 1.5 * 2^23 */
    float sum = value + point;
    int32_t bits, zero;
    memcpy(&bits, &sum, sizeof bits);
    memcpy(&zero, &point, sizeof zero);
    return bits - zero;
}

/* The largest size and the sum of all sizes; several sums at a time, since each waits for the one before. */
static void measure(const float *weights, size_t depth, float *most, float *sum) {
    float mosts[PANEL_WIDTH] = {0}, sums[PANEL_WIDTH] = {0};
    for (size_t i = 0; i < depth; i += PANEL_WIDTH) {
        for (size_t j = 0; j < PANEL_WIDTH; j++) {
            float size = fabsf(weights[i + j]);
            mosts[j] = size > mosts[j] ? size : mosts[j];
            sums[j] += size;
        }
    }
    *most = *sum = 0;
    for (size_t j = 0; j < PANEL_WIDTH; j++) {
        *most = mosts[j] > *most ? mosts[j] : *most;
        *sum += sums[j];
    }
}

/* As many steps for a weight of 1 as neither 16 bits nor, with every input at its most, a sum of 32 bits
 * overflow. */
static float int16_steps(const float *weights, size_t depth) {
    float most, sum;
    measure(weights, depth, &most, &sum);
    float room = (float)(INT32_MAX / INT16_INPUT_MOST) - (float)depth; /* rounding adds half a step to each */
    if (most == 0 || !isfinite(sum))
        return most == 0 && isfinite(sum) ? 0 : NAN;
    return room / sum < INT16_MAX / most ? room / sum : INT16_MAX / most;
}

static float int8_steps(const float *weights, size_t depth) {
    float most, sum;
    measure(weights, depth, &most, &sum);
    return isfinite(sum) ? (most > 0 ? INT8_MOST / most : 0) : NAN; /* shows in every vector */
}

/* The steps of the panel's columns, whose scales go before the panels. */
static void measure_panel(const struct packing *packing, size_t first,
                          float (*measure_steps)(const float *weights, size_t depth), float *steps) {
    float *scales = (float *)packing->panels + packing->first_column + first;
    for (size_t j = 0; j < PANEL_WIDTH; j++) {
        steps[j] = measure_steps(packing->weights + (first + j) * packing->depth, packing->depth);
        scales[j] = steps[j] == 0 ? 0 : packing->factor / steps[j];
    }
}

static void *first_code(const struct packing *packing, size_t code_bytes) {
    unsigned char *panels = (unsigned char *)((float *)packing->panels + packing->total_columns);
    return panels + packing->first_column * packing->depth * code_bytes;
}

void kernels_pack_int16(const struct packing *packing) {
    int16_t *out = first_code(packing, sizeof *out);
    float steps[PANEL_WIDTH];
    for (size_t first = 0; first < packing->columns; first += PANEL_WIDTH) {
        measure_panel(packing, first, int16_steps, steps);
        for (size_t i = 0; i < packing->depth; i += PAIR) {
            const float *weights = packing->weights + first * packing->depth + i;
            for (size_t j = 0; j < PANEL_WIDTH; j++, weights += packing->depth, out += PAIR) {
                out[0] = (int16_t)round_code(weights[0] * steps[j]);
                out[1] = (int16_t)round_code(weights[1] * steps[j]);
            }
        }
    }
}

long kernels_int8_input_most(size_t depth) {
    long most = (long)(INT32_MAX / INT8_MOST / depth);
    return most < INT16_MAX ? most : INT16_MAX;
}

void kernels_pack_int8(const struct packing *packing) {
    int8_t *out = first_code(packing, sizeof *out);
    float steps[PANEL_WIDTH];
    for (size_t first = 0; first < packing->columns; first += PANEL_WIDTH) {
        measure_panel(packing, first, int8_steps, steps);
        for (size_t i = 0; i < packing->depth; i += PAIR) {
            const float *weights = packing->weights + first * packing->depth + i;
            for (size_t j = 0; j < PANEL_WIDTH; j++, weights += packing->depth, out += PAIR) {
                out[0] = (int8_t)round_code(weights[0] * steps[j]);
                out[1] = (int8_t)round_code(weights[1] * steps[j]);
            }
        }
    }
}

static size_t group_bytes(size_t depth, size_t columns) {
    return depth * columns + 2 * columns * sizeof(float);
}

size_t kernels_packed_quads(size_t depth, size_t columns) {
    return depth / INT8_GROUP * group_bytes(INT8_GROUP, columns) +
           (depth % INT8_GROUP > 0 ? group_bytes(depth % INT8_GROUP, columns) : 0);
}

/* The 32 columns from `first` of a group of `depth` inputs. */
static void pack_quad_panel(const struct packing *packing, size_t start, size_t depth, size_t first,
                            float *scales) {
    const size_t columns = packing->total_columns, place = packing->first_column + first;
    int8_t *out = (int8_t *)(scales + 2 * columns) + place * depth;
    const float *weights = packing->weights + first * packing->depth + start;
    float steps[PANEL_WIDTH];
    int32_t sums[PANEL_WIDTH] = {0};
    for (size_t j = 0; j < PANEL_WIDTH; j++)
        steps[j] = int8_steps(weights + j * packing->depth, depth);
    for (size_t i = 0; i < depth; i += QUAD) {
        for (size_t j = 0; j < PANEL_WIDTH; j++, out += QUAD) {
            for (size_t part = 0; part < QUAD; part++) {
                out[part] = (int8_t)round_code(weights[j * packing->depth + i + part] * steps[j]);
                sums[j] += out[part];
            }
        }
    }
    for (size_t j = 0; j < PANEL_WIDTH; j++) {
        scales[place + j] = steps[j] == 0 ? 0 : packing->factor / steps[j];
        scales[columns + place + j] = (float)sums[j];
    }
}

void kernels_pack_quads(const struct packing *packing) {
    unsigned char *group = packing->panels;
    for (size_t start = 0, depth; start < packing->depth; start += depth) {
        depth = packing->depth - start < INT8_GROUP ? packing->depth - start : INT8_GROUP;
        for (size_t first = 0; first < packing->columns; first += PANEL_WIDTH)
            pack_quad_panel(packing, start, depth, first, (float *)(void *)group);
        group += group_bytes(depth, packing->total_columns);
    }
}
