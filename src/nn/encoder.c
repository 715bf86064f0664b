#include "nn/encoder.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mate.h"
#include "nn/encoder_private.h"

enum { CACHE_LINE = 64, PRODUCTS_MOST = 2 };

/* A layer is computed in steps, each of which needs all that the one before has written. */
enum step {
    STEP_HEADS,    /* writes tokens x width: for each head query, key and value and what is attended to */
    STEP_ATTENDED, /* tokens x width, with the state added */
    STEP_WIDENED,  /* tokens x wide */
    STEP_NARROWED, /* tokens x width, with the state added */
    STEPS
};

/* What one thread makes of what both have written, each for itself: that takes less time than to wait until
 * the other has done it and to fetch it. */
struct lane {
    size_t step;                                 /* whose products these are, of all in this workspace */
    struct product products[PRODUCTS_MOST];      /* with the inputs as the kernels take them */
    const struct linear *linears[PRODUCTS_MOST]; /* their weights */
    void *coded[PRODUCTS_MOST];                  /* their inputs */
    size_t state;                                /* of which `hidden` is; NO_STATE */
    float *hidden;                               /* tokens x width */
    float *projected;                            /* tokens x 3 width: query, key and value, side by side */
    float *attention;                            /* for one head of one sequence */
};

/* What the threads of a run have in common: only its owner changes it, and only between two steps, but for
 * what the items of a step write. */
struct workspace {
    const struct encoder *encoder;      /* borrowed */
    const struct layer *layers;         /* of the member that is computed */
    size_t lengths[ENCODER_TOKENS_MAX]; /* of the sequences */
    size_t count, tokens;
    size_t layer;
    enum step step;
    size_t steps; /* in all runs */
    float *outputs[STEPS];
    struct lane *lanes[MATE_LANES];
};

struct encoder_scratch {
    struct workspace *space; /* of the run */
    struct workspace *spare; /* that a mate may have been left in; made when first needed */
    float *shared; /* what the layers that all members share have narrowed; NULL: there is one member */
    float *pooled; /* of one sequence */
};

static void *allocate_zeros(size_t size) {
    void *memory = calloc(1, size);
    if (memory == NULL)
        abort();
    return memory;
}

/* Wide rows lie an odd number of cache lines apart: at a multiple of a power of two a dozen of them would
 * push each other out of the first-level cache. */
static size_t wide_stride(size_t width) {
    size_t lines = width * sizeof(float) / CACHE_LINE;
    return (lines + 1 - lines % 2) * CACHE_LINE / sizeof(float);
}

/* What the rows of a step's output lie apart by. */
static size_t output_stride(const struct encoder *encoder, enum step step) {
    return step == STEP_WIDENED ? wide_stride(encoder->shape.wide) : encoder->shape.width;
}

static float *allocate(size_t count) {
    size_t size = (count * sizeof(float) + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
    float *memory = aligned_alloc(CACHE_LINE, size);
    if (memory == NULL)
        abort();
    return memory;
}

/* Some weights are in a finer precision, whose inputs are larger. */
static float *allocate_coded(const struct encoder *encoder, size_t depth) {
    const struct kernels *kernels =
        encoder->kernels->finer != NULL ? encoder->kernels->finer : encoder->kernels;
    return allocate(kernels_scratch_bytes(kernels, ENCODER_TOKENS_MAX, depth) / sizeof(float) + 1);
}

static struct lane *create_lane(const struct encoder *encoder) {
    const struct shape *shape = &encoder->shape;
    struct lane *lane = allocate_zeros(sizeof *lane);
    lane->coded[0] = allocate_coded(encoder, shape->wide > shape->width ? shape->wide : shape->width);
    lane->coded[1] = allocate_coded(encoder, shape->width);
    lane->hidden = allocate(ENCODER_TOKENS_MAX * shape->width);
    lane->projected = allocate(ENCODER_TOKENS_MAX * wide_stride(3 * shape->width));
    lane->attention = allocate(kernels_attention_floats(ENCODER_TOKENS_MAX, shape->head_width));
    return lane;
}

static void destroy_lane(struct lane *lane) {
    for (size_t i = 0; i < PRODUCTS_MOST; i++)
        free(lane->coded[i]);
    free(lane->hidden);
    free(lane->projected);
    free(lane->attention);
    free(lane);
}

static struct workspace *create_workspace(const struct encoder *encoder) {
    struct workspace *space = allocate_zeros(sizeof *space);
    space->encoder = encoder;
    space->layers = encoder->layers;
    for (enum step step = 0; step < STEPS; step++)
        space->outputs[step] = allocate(ENCODER_TOKENS_MAX * output_stride(encoder, step));
    for (size_t i = 0; i < MATE_LANES; i++)
        space->lanes[i] = create_lane(encoder);
    return space;
}

static void destroy_workspace(struct workspace *space) {
    if (space == NULL)
        return;
    for (enum step step = 0; step < STEPS; step++)
        free(space->outputs[step]);
    for (size_t i = 0; i < MATE_LANES; i++)
        destroy_lane(space->lanes[i]);
    free(space);
}

struct encoder_scratch *encoder_scratch_create(const struct encoder *encoder) {
    struct encoder_scratch *scratch = allocate_zeros(sizeof *scratch);
    scratch->space = create_workspace(encoder);
    scratch->pooled = allocate(encoder->shape.width);
    if (encoder->members > 1)
        scratch->shared = allocate(ENCODER_TOKENS_MAX * encoder->shape.width);
    return scratch;
}

void encoder_scratch_destroy(struct encoder_scratch *scratch) {
    if (scratch == NULL)
        return;
    destroy_workspace(scratch->space);
    destroy_workspace(scratch->spare);
    free(scratch->shared);
    free(scratch->pooled);
    free(scratch);
}

/* --- the states: two a layer, counted from 0, before the first layer --- */

#define NO_STATE SIZE_MAX

/* After what the states are made of was written anew. */
static void forget_states(struct workspace *space) {
    for (size_t i = 0; i < MATE_LANES; i++)
        space->lanes[i]->state = NO_STATE;
}

/* As if a layer before the first had narrowed it. */
static void embed_tokens(struct workspace *space, const struct sequences *sequences) {
    const struct encoder *encoder = space->encoder;
    size_t width = encoder->shape.width, tokens = 0;
    for (size_t i = 0; i < sequences->count; i++) {
        space->lengths[i] = sequences->lengths[i];
        for (size_t position = 0; position < sequences->lengths[i]; position++, tokens++) {
            assert(tokens < ENCODER_TOKENS_MAX && (size_t)sequences->ids[tokens] < encoder->shape.vocabulary);
            const float *place = encoder->positions + position * width;
            float *out = space->outputs[STEP_NARROWED] + tokens * width;
            tensor_read(&encoder->words, (size_t)sequences->ids[tokens] * width, width, out);
            for (size_t j = 0; j < width; j++)
                out[j] += place[j];
        }
    }
    space->count = sequences->count;
    space->tokens = tokens;
    forget_states(space);
}

/* What it is made of is still there for a thread that comes late. */
static const float *find_state(const struct workspace *space, struct lane *lane, size_t state) {
    const struct encoder *encoder = space->encoder;
    if (lane->state == state)
        return lane->hidden;
    bool is_middle = state % 2 == 1; /* of a layer */
    const struct norm *norm = is_middle   ? &space->layers[state / 2].attention_norm
                              : state > 0 ? &space->layers[state / 2 - 1].output_norm
                                          : &encoder->embedding_norm;
    encoder->kernels->normalise(space->outputs[is_middle ? STEP_ATTENDED : STEP_NARROWED], space->tokens,
                                encoder->shape.width, norm, lane->hidden);
    lane->state = state;
    return lane->hidden;
}

/* --- the steps --- */

/* Columns that are taken together. */
enum { ITEM_COLUMNS = PANEL_WIDTH };

/* What is set is the sort of product; the rest follows from the weights. A second product has the inputs of
 * the first, which it may take as they are. */
static void prepare_product(const struct workspace *space, struct lane *lane, size_t index,
                            const struct linear *linear, struct product product) {
    product.rows = space->tokens;
    product.depth = linear->depth;
    product.panels = linear->panels;
    product.columns = linear->columns;
    product.bias = linear->bias;
    product.scratch = lane->coded[index];
    lane->linears[index] = linear;
    if (index > 0 && linear->kernels == lane->linears[0]->kernels) {
        product.a = lane->products[0].a;
        product.a_stride = lane->products[0].a_stride;
        product.row_codes = lane->products[0].row_codes;
        lane->products[index] = product;
        return;
    }
    lane->products[index] = product;
    kernels_code_inputs(linear->kernels, &lane->products[index]);
}

static void prepare_products(const struct workspace *space, struct lane *lane) {
    const struct layer *layer = &space->layers[space->layer];
    size_t width = space->encoder->shape.width, first = 2 * space->layer;
    struct product product = {.a_stride = width, .out_stride = output_stride(space->encoder, space->step)};
    switch (space->step) {
    case STEP_HEADS:
        product.a = find_state(space, lane, first);
        product.out = lane->projected;
        product.out_stride = wide_stride(3 * width);
        prepare_product(space, lane, 0, &layer->query_key, product);
        product.out += layer->query_key.columns;
        prepare_product(space, lane, 1, &layer->value, product);
        break;
    case STEP_ATTENDED:
        product.a = space->outputs[STEP_HEADS];
        product.residual = find_state(space, lane, first);
        prepare_product(space, lane, 0, &layer->attended, product);
        break;
    case STEP_WIDENED:
        product.a = find_state(space, lane, first + 1);
        product.gelu = 1;
        prepare_product(space, lane, 0, &layer->widened, product);
        break;
    case STEP_NARROWED:
    default:
        product.a = space->outputs[STEP_WIDENED];
        product.a_stride = output_stride(space->encoder, STEP_WIDENED);
        product.residual = find_state(space, lane, first + 1);
        prepare_product(space, lane, 0, &layer->narrowed, product);
    }
}

/* Before the first item that a thread takes of a step. */
static struct lane *prepare_lane(const struct workspace *space, size_t index) {
    struct lane *lane = space->lanes[index];
    if (lane->step != space->steps)
        prepare_products(space, lane);
    lane->step = space->steps;
    return lane;
}

static void multiply_columns(const struct lane *lane, size_t index, size_t first, size_t count) {
    kernels_multiply_columns(lane->linears[index]->kernels, &lane->products[index], first, first + count);
}

static void attend_head(const struct workspace *space, const struct lane *lane, size_t head) {
    const struct shape *shape = &space->encoder->shape;
    size_t place = head * shape->head_width;
    struct attention attention = {.query = lane->projected + place,
                                  .width = shape->width,
                                  .stride = wide_stride(3 * shape->width),
                                  .head_width = shape->head_width,
                                  .out = space->outputs[STEP_HEADS] + place,
                                  .scratch = lane->attention};
    for (size_t i = 0; i < space->count; i++) {
        attention.length = space->lengths[i];
        kernels_attend(space->encoder->kernels, &attention);
        attention.query += attention.length * attention.stride;
        attention.out += attention.length * attention.width;
    }
}

static void run_heads(const struct workspace *space, const struct lane *lane, size_t first, size_t count) {
    const struct shape *shape = &space->encoder->shape;
    size_t place = first * shape->head_width, columns = count * shape->head_width;
    multiply_columns(lane, 0, place, columns);
    multiply_columns(lane, 0, shape->width + place, columns);
    multiply_columns(lane, 1, place, columns);
    for (size_t head = first; head < first + count; head++)
        attend_head(space, lane, head);
}

static void run_items(void *context, size_t first, size_t count, size_t index) {
    const struct workspace *space = context;
    struct lane *lane = prepare_lane(space, index);
    if (space->step == STEP_HEADS) {
        run_heads(space, lane, first, count);
        return;
    }
    size_t place = first * ITEM_COLUMNS, columns = count * ITEM_COLUMNS;
    size_t left = lane->products[0].columns - place;
    lane->products[0].out = space->outputs[space->step];
    multiply_columns(lane, 0, place, columns < left ? columns : left);
}

static size_t count_items(const struct workspace *space) {
    const struct shape *shape = &space->encoder->shape;
    if (space->step == STEP_HEADS)
        return shape->heads;
    return ((space->step == STEP_WIDENED ? shape->wide : shape->width) + ITEM_COLUMNS - 1) / ITEM_COLUMNS;
}

/* --- a run --- */

/* Leaves the mate where it is: what it reads stays as it is, and nobody reads what it writes. The owner goes
 * on elsewhere, with its lane. */
static void leave_mate(struct encoder_scratch *scratch) {
    struct workspace *from = scratch->space;
    struct lane *lane = prepare_lane(from, MATE_OWNER);
    if (scratch->spare == NULL)
        scratch->spare = create_workspace(from->encoder);
    struct workspace *to = scratch->spare;
    memcpy(to->lengths, from->lengths, sizeof to->lengths);
    to->count = from->count;
    to->tokens = from->tokens;
    to->layers = from->layers;
    to->layer = from->layer;
    to->step = from->step;
    to->steps = from->steps;
    from->lanes[MATE_OWNER] = to->lanes[MATE_OWNER];
    to->lanes[MATE_OWNER] = lane;
    scratch->space = to;
    scratch->spare = from;
}

static void run_step(struct encoder_scratch *scratch, struct mate *mate, enum step step) {
    struct workspace *space = scratch->space;
    space->step = step;
    space->steps++;
    size_t count = count_items(space);
    if (mate_share(mate, run_items, space, count))
        return;
    leave_mate(scratch);
    run_items(scratch->space, 0, count, MATE_OWNER);
}

static void run_layer(struct encoder_scratch *scratch, struct mate *mate, size_t layer) {
    scratch->space->layer = layer;
    for (enum step step = 0; step < STEPS; step++)
        run_step(scratch, mate, step);
}

static void run_layers(struct encoder_scratch *scratch, struct mate *mate, size_t first, size_t end) {
    for (size_t layer = first; layer < end; layer++)
        run_layer(scratch, mate, layer);
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

/* Adds each sequence's share of the mean over the members. */
static void pool_all(struct encoder_scratch *scratch, const struct sequences *sequences, float *out) {
    const struct encoder *encoder = scratch->space->encoder;
    size_t width = encoder->shape.width;
    const float *rows =
        find_state(scratch->space, scratch->space->lanes[MATE_OWNER], 2 * encoder->shape.layers);
    const size_t *lengths = sequences->stretches ? sequences->stretches : sequences->lengths;
    size_t count = sequences->stretches ? sequences->stretch_count : sequences->count;
    for (size_t i = 0; i < count; i++, out += width) {
        pool(encoder->pooling, rows, lengths[i], width, scratch->pooled);
        for (size_t j = 0; j < width; j++)
            out[j] += scratch->pooled[j] / (float)encoder->members;
        rows += lengths[i] * width;
    }
}

/* Only between two steps: no mate is in the workspace. */
static void begin_member(struct encoder_scratch *scratch, size_t member) {
    struct workspace *space = scratch->space;
    const struct encoder *encoder = space->encoder;
    size_t size = space->tokens * encoder->shape.width * sizeof *scratch->shared;
    space->layers = encoder->layers + member * encoder->shape.layers;
    if (encoder->members == 1)
        return;
    if (member == 0)
        memcpy(scratch->shared, space->outputs[STEP_NARROWED], size);
    else
        memcpy(space->outputs[STEP_NARROWED], scratch->shared, size);
    forget_states(space);
}

void encoder_run(struct encoder_scratch *scratch, struct mate *mate, const struct sequences *sequences,
                 float *out) {
    const struct encoder *encoder = scratch->space->encoder;
    size_t count = sequences->stretches ? sequences->stretch_count : sequences->count;
    memset(out, 0, count * encoder->shape.width * sizeof *out);
    embed_tokens(scratch->space, sequences);
    run_layers(scratch, mate, 0, encoder->shared_layers);
    for (size_t member = 0; member < encoder->members; member++) {
        begin_member(scratch, member);
        run_layers(scratch, mate, encoder->shared_layers, encoder->shape.layers);
        pool_all(scratch, sequences, out);
    }
}
