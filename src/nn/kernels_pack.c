/* How weights lie in panels for the tables that share a layout: floats, and pairs in 16 or 8 bits, where two
 * inputs of a column stand side by side. Integers have the scale of each column before the panels. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "nn/kernels_private.h"

enum { PAIR = 2, INT8_MOST = 127 };

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

/* Rounds to nearest, ties to even; weights and activations are finite. */
uint16_t kernels_to_bf16(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return (uint16_t)((bits + 0x7FFF + (bits >> 16 & 1)) >> 16);
}

void kernels_pack_bf16(const struct packing *packing) {
    uint16_t *out = (uint16_t *)packing->panels + packing->first_column * packing->depth;
    for (size_t first = 0; first < packing->columns; first += PANEL_WIDTH)
        for (size_t i = 0; i < packing->depth; i += PAIR)
            for (size_t column = first; column < first + PANEL_WIDTH; column++)
                for (size_t part = 0; part < PAIR; part++)
                    *out++ = kernels_to_bf16(packing->factor *
                                             packing->weights[column * packing->depth + i + part]);
}

/* Where input i of a column stands. */
static size_t pair_index(size_t column, size_t i, size_t depth) {
    size_t panel = column / PANEL_WIDTH * PANEL_WIDTH * depth;
    return panel + (i / PAIR * PANEL_WIDTH + column % PANEL_WIDTH) * PAIR + i % PAIR;
}

static float *panels_of(const struct packing *packing) {
    return (float *)packing->panels + packing->total_columns;
}

static void put_scale(const struct packing *packing, size_t column, float steps_of_one) {
    ((float *)packing->panels)[packing->first_column + column] =
        steps_of_one > 0 ? packing->factor / steps_of_one : 0;
}

/* As many steps as neither 16 bits nor, with every input at its most, a sum of 32 bits overflow. */
static float int16_steps(const float *weights, size_t depth) {
    float most = 0, sum = 0;
    for (size_t i = 0; i < depth; i++) {
        most = fabsf(weights[i]) > most ? fabsf(weights[i]) : most;
        sum += fabsf(weights[i]);
    }
    float room = (float)(INT32_MAX / INT16_INPUT_MOST) - (float)depth; /* rounding adds half a step to each */
    if (!(most > 0))
        return 0;
    return room / sum < INT16_MAX / most ? room / sum : INT16_MAX / most;
}

void kernels_pack_int16(const struct packing *packing) {
    int16_t *panels = (int16_t *)panels_of(packing);
    for (size_t column = 0; column < packing->columns; column++) {
        const float *weights = packing->weights + column * packing->depth;
        float steps = int16_steps(weights, packing->depth);
        for (size_t i = 0; i < packing->depth; i++)
            panels[pair_index(packing->first_column + column, i, packing->depth)] =
                (int16_t)lrintf(weights[i] * steps);
        put_scale(packing, column, steps);
    }
}

long kernels_int8_input_most(size_t depth) {
    long most = (long)(INT32_MAX / INT8_MOST / depth);
    return most < INT16_MAX ? most : INT16_MAX;
}

void kernels_pack_int8(const struct packing *packing) {
    int8_t *panels = (int8_t *)panels_of(packing);
    for (size_t column = 0; column < packing->columns; column++) {
        const float *weights = packing->weights + column * packing->depth;
        float most = 0;
        for (size_t i = 0; i < packing->depth; i++)
            most = fabsf(weights[i]) > most ? fabsf(weights[i]) : most;
        float steps = most > 0 ? INT8_MOST / most : 0;
        for (size_t i = 0; i < packing->depth; i++)
            panels[pair_index(packing->first_column + column, i, packing->depth)] =
                (int8_t)lrintf(weights[i] * steps);
        put_scale(packing, column, steps);
    }
}
