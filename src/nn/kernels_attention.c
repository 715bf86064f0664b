/* The attention of a head in floats, by the functions of a table. */
#include <string.h>

#include "nn/kernels_private.h"

/* A score that the softmax turns into 0, for the columns that fill up a panel. */
static const float MASKED = -1e30f;

/* In the scratch of an attention. */
struct head {
    float *scores; /* length x columns */
    float *keys;   /* packed as panels */
    float *values; /* likewise */
    float *shares; /* what makes the scores of each row sum to 1 */
    float *mask;   /* what is added to the scores of each column */
    size_t columns;
};

static size_t round_to_panel(size_t count) {
    return (count + PANEL_WIDTH - 1) / PANEL_WIDTH * PANEL_WIDTH;
}

/* Enough for the floats below and for the tiles of avx512_attend. */
size_t kernels_attention_floats(size_t length, size_t head_width) {
    size_t columns = round_to_panel(length);
    return columns * (columns + 2 * head_width + PANEL_WIDTH) + head_width;
}

static struct head divide_scratch(const struct attention *attention) {
    size_t columns = round_to_panel(attention->length);
    float *scratch = attention->scratch;
    struct head head = {.columns = columns, .scores = scratch};
    head.keys = head.scores + columns * columns;
    head.values = head.keys + columns * attention->head_width;
    head.shares = head.values + columns * attention->head_width;
    head.mask = head.shares + columns;
    for (size_t key = 0; key < columns; key++)
        head.mask[key] = key < attention->length ? 0 : MASKED;
    return head;
}

/* Values become the inputs of a product: panels of PANEL_WIDTH of the head's columns. */
static void pack_values(const struct attention *attention, float *out) {
    const float *values = attention->query + 2 * attention->width;
    for (size_t column = 0; column < attention->head_width; column += PANEL_WIDTH)
        for (size_t i = 0; i < attention->length; i++, out += PANEL_WIDTH)
            memcpy(out, values + i * attention->stride + column, PANEL_WIDTH * sizeof *out);
}

static void attend_in_floats(const struct kernels *kernels, const struct attention *attention) {
    const struct head head = divide_scratch(attention);
    kernels->pack_rows(attention->query + attention->width, attention->stride, attention->length,
                       attention->head_width, head.keys);
    pack_values(attention, head.values);
    kernels->multiply(&(struct product){.a = attention->query,
                                        .a_stride = attention->stride,
                                        .rows = attention->length,
                                        .depth = attention->head_width,
                                        .panels = head.keys,
                                        .columns = head.columns,
                                        .bias = head.mask,
                                        .out = head.scores,
                                        .out_stride = head.columns});
    kernels->softmax(head.scores, attention->length, head.columns, head.shares);
    kernels->multiply(&(struct product){.a = head.scores,
                                        .a_stride = head.columns,
                                        .rows = attention->length,
                                        .depth = attention->length,
                                        .panels = head.values,
                                        .columns = attention->head_width,
                                        .factors = head.shares,
                                        .out = attention->out,
                                        .out_stride = attention->width});
}

void kernels_attend(const struct kernels *kernels, const struct attention *attention) {
    if (kernels->attend != NULL)
        kernels->attend(attention);
    else
        attend_in_floats(kernels, attention);
}
