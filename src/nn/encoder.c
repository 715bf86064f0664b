#include "nn/encoder.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nn/encoder_private.h"

enum { CACHE_LINE = 64 };

struct encoder_scratch {
    const struct encoder *encoder; /* borrowed */
    float *hidden;                 /* tokens x width: the state between layers */
    float *wide;      /* tokens x max(wide, 4 width): first query, key, value and the attended sum, */
    float *attended;  /* which lies behind them, then the inner layer of the feed-forward part */
    float *attention; /* of one head of one sequence */
    float *converted; /* for the kernels: KERNELS_SCRATCH_BYTES */
};

static float *allocate(size_t count) {
    size_t size = (count * sizeof(float) + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
    float *memory = aligned_alloc(CACHE_LINE, size);
    if (memory == NULL)
        abort();
    return memory;
}

struct encoder_scratch *encoder_scratch_create(const struct encoder *encoder) {
    const struct shape *shape = &encoder->shape;
    size_t widest = shape->wide > 4 * shape->width ? shape->wide : 4 * shape->width;
    struct encoder_scratch *scratch = calloc(1, sizeof *scratch);
    if (scratch == NULL)
        abort();
    scratch->encoder = encoder;
    scratch->hidden = allocate(ENCODER_TOKENS_MAX * shape->width);
    scratch->wide = allocate(ENCODER_TOKENS_MAX * widest);
    scratch->attended = scratch->wide + ENCODER_TOKENS_MAX * 3 * shape->width;
    scratch->attention = allocate(kernels_attention_floats(ENCODER_TOKENS_MAX, shape->head_width));
    scratch->converted = allocate(KERNELS_SCRATCH_BYTES / sizeof(float));
    return scratch;
}

void encoder_scratch_destroy(struct encoder_scratch *scratch) {
    if (scratch == NULL)
        return;
    free(scratch->hidden);
    free(scratch->wide);
    free(scratch->attention);
    free(scratch->converted);
    free(scratch);
}

static size_t embed_tokens(struct encoder_scratch *scratch, const struct sequences *sequences) {
    const struct encoder *encoder = scratch->encoder;
    size_t width = encoder->shape.width, tokens = 0;
    for (size_t i = 0; i < sequences->count; i++) {
        for (size_t position = 0; position < sequences->lengths[i]; position++, tokens++) {
            assert(tokens < ENCODER_TOKENS_MAX && (size_t)sequences->ids[tokens] < encoder->shape.vocabulary);
            const float *place = encoder->positions + position * width;
            float *out = scratch->hidden + tokens * width;
            tensor_read(&encoder->words, (size_t)sequences->ids[tokens] * width, width, out);
            for (size_t j = 0; j < width; j++)
                out[j] += place[j];
        }
    }
    const struct norm *norm = &encoder->embedding_norm;
    encoder->kernels->normalise(scratch->hidden, tokens, width, norm, scratch->hidden);
    return tokens;
}

static void attend(struct encoder_scratch *scratch, const struct sequences *sequences) {
    const struct encoder *encoder = scratch->encoder;
    const struct shape *shape = &encoder->shape;
    struct attention attention = {.query = scratch->wide,
                                  .width = shape->width,
                                  .stride = 3 * shape->width,
                                  .head_width = shape->head_width,
                                  .out = scratch->attended,
                                  .scratch = scratch->attention};
    for (size_t i = 0; i < sequences->count; i++) {
        attention.length = sequences->lengths[i];
        for (size_t head = 0; head < shape->heads; head++) {
            kernels_attend(encoder->kernels, &attention);
            attention.query += shape->head_width;
            attention.out += shape->head_width;
        }
        attention.query += attention.length * attention.stride - shape->width;
        attention.out += (attention.length - 1) * shape->width;
    }
}

/* What the four products of a layer have in common. */
static struct product start_product(const struct encoder_scratch *scratch, const struct linear *linear,
                                    const float *a, size_t rows, float *out) {
    return (struct product){.a = a,
                            .a_stride = linear->depth,
                            .rows = rows,
                            .depth = linear->depth,
                            .panels = linear->panels,
                            .columns = linear->columns,
                            .bias = linear->bias,
                            .out = out,
                            .out_stride = linear->columns,
                            .scratch = scratch->converted};
}

/* hidden = norm(hidden + linear(a)). */
static void add_and_normalise(struct encoder_scratch *scratch, const struct linear *linear,
                              const struct norm *norm, const float *a, size_t tokens) {
    const struct encoder *encoder = scratch->encoder;
    struct product product = start_product(scratch, linear, a, tokens, scratch->hidden);
    product.residual = scratch->hidden;
    kernels_multiply_weights(linear->kernels, &product);
    encoder->kernels->normalise(scratch->hidden, tokens, encoder->shape.width, norm, scratch->hidden);
}

/* Queries, keys and values of a token stand side by side. */
static void project(struct encoder_scratch *scratch, const struct linear *linear, size_t tokens, float *out) {
    struct product product = start_product(scratch, linear, scratch->hidden, tokens, out);
    product.out_stride = 3 * scratch->encoder->shape.width;
    kernels_multiply_weights(linear->kernels, &product);
}

static void run_layer(struct encoder_scratch *scratch, const struct layer *layer,
                      const struct sequences *sequences, size_t tokens) {
    project(scratch, &layer->query_key, tokens, scratch->wide);
    project(scratch, &layer->value, tokens, scratch->wide + layer->query_key.columns);
    attend(scratch, sequences);
    add_and_normalise(scratch, &layer->attended, &layer->attention_norm, scratch->attended, tokens);
    struct product product = start_product(scratch, &layer->widened, scratch->hidden, tokens, scratch->wide);
    product.gelu = 1;
    kernels_multiply_weights(layer->widened.kernels, &product);
    add_and_normalise(scratch, &layer->narrowed, &layer->output_norm, scratch->wide, tokens);
}

/* The sum of the rows, or the first: scaled to length 1, the count falls out of a mean. */
static void pool(enum pooling pooling, const float *rows, size_t count, size_t width, float *out) {
    double squares = 0;
    memcpy(out, rows, width * sizeof *out);
    if (pooling == POOL_STATE)
        return;
    for (size_t row = 1; row < count && pooling == POOL_MEAN; row++)
        for (size_t i = 0; i < width; i++)
            out[i] += rows[row * width + i];
    for (size_t i = 0; i < width; i++)
        squares += (double)out[i] * out[i];
    float factor = squares > 0 ? (float)(1 / sqrt(squares)) : 0;
    for (size_t i = 0; i < width; i++)
        out[i] *= factor;
}

void encoder_run(struct encoder_scratch *scratch, const struct sequences *sequences, float *out) {
    const struct encoder *encoder = scratch->encoder;
    size_t tokens = embed_tokens(scratch, sequences), width = encoder->shape.width;
    for (size_t i = 0; i < encoder->shape.layers; i++)
        run_layer(scratch, &encoder->layers[i], sequences, tokens);
    const float *rows = scratch->hidden;
    for (size_t i = 0; i < sequences->count; i++) {
        pool(encoder->pooling, rows, sequences->lengths[i], width, out + i * width);
        rows += sequences->lengths[i] * width;
    }
}
