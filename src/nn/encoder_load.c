/* Reads a model folder into a packed encoder. Everything in the folder is outside input. */
#include <assert.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "nn/adapter.h"
#include "nn/encoder_config.h"
#include "nn/encoder_private.h"

enum {
    NAME_SIZE = 128,
    ALIGNMENT = 64,  /* one cache line */
    LAYER_PARTS = 6, /* query, key, value, attended, widened, narrowed */
    MEMBERS_MAX = 8,
};

/* Weights that wait to be packed, after an adapter has been merged into them where it changes them. */
struct job {
    struct tensor tensor;
    const struct kernels *kernels;
    struct packing packing;
    struct adapter_linear adapted;
    bool is_adapted;
};

struct loader {
    struct model_folder folder;
    struct encoder *encoder;
    const struct adapter *adapter; /* NULL: the weights as they are in the folder */
    struct layer *layers;          /* to be loaded */
    struct job *jobs;
    size_t job_count;
    atomic_size_t next_job; /* the first that no thread has taken */
};

static void check_setup(struct loader *loader, const struct encoder_setup *setup) {
    const struct shape *shape = &loader->encoder->shape;
    if (setup->dimensions > 0 && shape->width != setup->dimensions)
        model_folder_fail(&loader->folder,
                          "%s has vectors of %zu dimensions; this program stores vectors of %zu",
                          loader->folder.path, shape->width, setup->dimensions);
    if (shape->vocabulary < setup->vocabulary)
        model_folder_fail(&loader->folder,
                          "%s: the tokenizer has %zu pieces, but the model of config.json knows only %zu",
                          loader->folder.path, setup->vocabulary, shape->vocabulary);
}

static float *allocate(size_t count) {
    float *memory = malloc(count * sizeof *memory);
    if (memory == NULL)
        abort();
    return memory;
}

static size_t padded(size_t bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static size_t padded_vector(size_t count) {
    return padded(count * sizeof(float));
}

static size_t linear_bytes(const struct kernels *kernels, size_t depth, size_t columns) {
    return padded(kernels->packed_bytes(depth, columns)) + padded_vector(columns);
}

/* A value's rounding errors all reach the vector, those of queries and keys only by way of the scores. What
 * the first layers lose is felt less: those after them see it in all that they add up. */
static const struct kernels *value_kernels(const struct encoder *encoder, size_t layer) {
    const struct kernels *kernels = encoder->kernels;
    return kernels->finer == NULL || layer < encoder->shape.layers / 3 ? kernels : kernels->finer;
}

static size_t layer_bytes(const struct encoder *encoder, size_t layer) {
    const struct kernels *kernels = encoder->kernels;
    size_t width = encoder->shape.width, wide = encoder->shape.wide;
    return linear_bytes(kernels, width, 2 * width) +
           linear_bytes(value_kernels(encoder, layer), width, width) + linear_bytes(kernels, width, width) +
           linear_bytes(kernels, width, wide) + linear_bytes(kernels, wide, width) + 4 * padded_vector(width);
}

/* One allocation holds all that is packed, the layers from the `first`, on huge pages where the system has
 * them. */
static void create_store(struct encoder *encoder, size_t first, size_t members) {
    const struct shape *shape = &encoder->shape;
    encoder->store_size = (ENCODER_TOKENS_MAX + 3) * padded_vector(shape->width);
    for (size_t layer = first; layer < shape->layers; layer++)
        encoder->store_size += members * layer_bytes(encoder, layer);
    void *store = mmap(NULL, encoder->store_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (store == MAP_FAILED)
        abort();
    encoder->store = store;
    madvise(store, encoder->store_size, MADV_HUGEPAGE);
    encoder->members = members;
    encoder->shared_layers = members > 1 ? first : shape->layers;
    encoder->layers = calloc(members * shape->layers, sizeof *encoder->layers);
    if (encoder->layers == NULL)
        abort();
}

static void *take(struct encoder *encoder, size_t bytes) {
    void *taken = encoder->store + encoder->store_used;
    encoder->store_used += padded(bytes);
    assert(encoder->store_used <= encoder->store_size);
    return taken;
}

static float *take_vector(struct encoder *encoder, size_t count) {
    return take(encoder, count * sizeof(float));
}

static bool find(struct loader *loader, const char *name, size_t rows, size_t columns,
                 struct tensor *tensor) {
    struct tensor_request request = {.rows = rows, .columns = columns};
    char prefixed[NAME_SIZE + 16];
    if (loader->folder.failed)
        return false;
    snprintf(prefixed, sizeof prefixed, "%s%s", loader->encoder->prefix, name);
    request.name = prefixed;
    loader->folder.failed = !weights_find(loader->encoder->weights, &request, tensor, loader->folder.problem,
                                          loader->folder.problem_size);
    return !loader->folder.failed;
}

static void load_vector(struct loader *loader, const char *name, size_t count, float factor, float *out) {
    struct tensor tensor;
    if (!find(loader, name, count, 0, &tensor))
        return;
    tensor_read(&tensor, 0, count, out);
    for (size_t i = 0; i < count; i++)
        out[i] *= factor;
}

/* Files that were converted from the first BERT call the two vectors of a norm gamma and beta. */
static void load_norm_vector(struct loader *loader, const char *norm, const char *name, const char *old_name,
                             float *out) {
    char full[NAME_SIZE], old[NAME_SIZE + 16];
    snprintf(old, sizeof old, "%s%s.%s", loader->encoder->prefix, norm, old_name);
    bool is_old = weights_has(loader->encoder->weights, old);
    snprintf(full, sizeof full, "%s.%s", norm, is_old ? old_name : name);
    load_vector(loader, full, loader->encoder->shape.width, 1.0f, out);
}

static void load_norm(struct loader *loader, const char *name, struct norm *norm) {
    size_t width = loader->encoder->shape.width;
    float *scale = take_vector(loader->encoder, width), *shift = take_vector(loader->encoder, width);
    load_norm_vector(loader, name, "weight", "gamma", scale);
    load_norm_vector(loader, name, "bias", "beta", shift);
    *norm = (struct norm){.scale = scale, .shift = shift, .epsilon = loader->encoder->shape.epsilon};
}

static void name_part(const struct loader *loader, size_t layer, enum part part, char name[NAME_SIZE]) {
    const struct naming *naming = loader->encoder->naming;
    snprintf(name, NAME_SIZE, "%s.%zu.%s", naming->layer, layer, naming->parts[part]);
}

static void load_layer_norm(struct loader *loader, size_t layer, enum part part, struct norm *norm) {
    char name[NAME_SIZE];
    struct adapter_norm adapted;
    name_part(loader, layer, part, name);
    if (loader->adapter != NULL && adapter_find_norm(loader->adapter, name, &adapted))
        *norm = (struct norm){adapted.scale, adapted.shift, loader->encoder->shape.epsilon};
    else
        load_norm(loader, name, norm);
}

static struct linear create_linear(struct loader *loader, const struct kernels *kernels, size_t depth,
                                   size_t columns) {
    struct encoder *encoder = loader->encoder;
    return (struct linear){.kernels = kernels,
                           .panels = take(encoder, kernels->packed_bytes(depth, columns)),
                           .bias = take_vector(encoder, columns),
                           .depth = depth,
                           .columns = columns};
}

/* Where a part's outputs stand among those of the layer that it is packed into. */
struct place {
    const struct linear *linear;
    size_t first, columns;
    float factor;
};

static void load_part(struct loader *loader, size_t layer, enum part part, const struct place *place) {
    char name[NAME_SIZE], full[NAME_SIZE + 8];
    struct job *job = &loader->jobs[loader->job_count];
    float *bias = (float *)place->linear->bias + place->first;
    name_part(loader, layer, part, name);
    snprintf(full, sizeof full, "%s.weight", name);
    if (!find(loader, full, place->columns, place->linear->depth, &job->tensor))
        return;
    loader->job_count++;
    job->kernels = place->linear->kernels;
    job->packing = (struct packing){.depth = place->linear->depth,
                                    .columns = place->columns,
                                    .factor = place->factor,
                                    .first_column = place->first,
                                    .total_columns = place->linear->columns,
                                    .panels = (void *)place->linear->panels};
    job->is_adapted = loader->adapter != NULL && adapter_find_linear(loader->adapter, name, &job->adapted);
    for (size_t i = 0; job->is_adapted && i < place->columns; i++)
        bias[i] = place->factor * job->adapted.bias[i];
    if (job->is_adapted)
        return;
    snprintf(full, sizeof full, "%s.bias", name);
    load_vector(loader, full, place->columns, place->factor, bias);
}

/* A layer of the encoder that is one layer of the file. */
static struct linear load_linear(struct loader *loader, size_t layer, enum part part, size_t depth,
                                 size_t columns) {
    const struct kernels *kernels =
        part == PART_VALUE ? value_kernels(loader->encoder, layer) : loader->encoder->kernels;
    struct linear linear = create_linear(loader, kernels, depth, columns);
    load_part(loader, layer, part, &(struct place){.linear = &linear, .columns = columns, .factor = 1.0f});
    return linear;
}

static void load_layer(struct loader *loader, size_t index) {
    const struct shape *shape = &loader->encoder->shape;
    struct layer *layer = &loader->layers[index];
    layer->query_key = create_linear(loader, loader->encoder->kernels, shape->width, 2 * shape->width);
    for (size_t i = 0; i < 2; i++)
        load_part(loader, index, PART_QUERY + (enum part)i,
                  &(struct place){.linear = &layer->query_key,
                                  .first = i * shape->width,
                                  .columns = shape->width,
                                  .factor = i == 0 ? 1.0f / sqrtf((float)shape->head_width) : 1.0f});
    layer->value = load_linear(loader, index, PART_VALUE, shape->width, shape->width);
    layer->attended = load_linear(loader, index, PART_ATTENDED, shape->width, shape->width);
    load_layer_norm(loader, index, PART_ATTENTION_NORM, &layer->attention_norm);
    layer->widened = load_linear(loader, index, PART_WIDENED, shape->width, shape->wide);
    layer->narrowed = load_linear(loader, index, PART_NARROWED, shape->wide, shape->width);
    load_layer_norm(loader, index, PART_OUTPUT_NORM, &layer->output_norm);
}

/* Kernels read floats: adapted weights and those of half precision are copied. */
static void run_job(const struct loader *loader, const struct job *job) {
    struct packing packing = job->packing;
    size_t count = packing.columns * packing.depth;
    float *read = NULL, *merged = NULL;
    packing.weights = tensor_floats(&job->tensor);
    if (packing.weights == NULL) {
        packing.weights = read = allocate(count);
        tensor_read(&job->tensor, 0, count, read);
    }
    if (job->is_adapted) {
        merged = allocate(count);
        adapter_merge(&job->adapted, packing.weights, merged);
        packing.weights = merged;
    }
    job->kernels->pack(&packing);
    free(merged);
    free(read);
}

static void *take_jobs(void *context) {
    struct loader *loader = context;
    size_t i;
    while ((i = atomic_fetch_add(&loader->next_job, 1)) < loader->job_count)
        run_job(loader, &loader->jobs[i]);
    return NULL;
}

/* On two threads: the first text waits for it. */
static void run_jobs(struct loader *loader) {
    pthread_t thread;
    bool started = pthread_create(&thread, NULL, take_jobs, loader) == 0;
    take_jobs(loader);
    if (started)
        pthread_join(thread, NULL);
}

static void load_layers(struct loader *loader, size_t first) {
    struct encoder *encoder = loader->encoder;
    loader->jobs = calloc(encoder->shape.layers * LAYER_PARTS, sizeof *loader->jobs);
    if (loader->jobs == NULL)
        abort();
    loader->job_count = 0;
    loader->next_job = 0;
    for (size_t i = first; i < encoder->shape.layers && !loader->folder.failed; i++)
        load_layer(loader, i);
    if (!loader->folder.failed)
        run_jobs(loader);
    free(loader->jobs);
    weights_release_pages(encoder->weights);
}

/* The vectors of the places, with that of the first token type added: all tokens are of it. */
static void load_positions(struct loader *loader) {
    struct encoder *encoder = loader->encoder;
    const struct shape *shape = &encoder->shape;
    float *sums = take_vector(encoder, ENCODER_TOKENS_MAX * shape->width);
    float *type = take_vector(encoder, shape->width);
    struct tensor tensor;
    encoder->positions = sums;
    if (!find(loader, "embeddings.position_embeddings.weight", shape->position_rows, shape->width, &tensor))
        return;
    tensor_read(&tensor, shape->first_position * shape->width, shape->tokens_max * shape->width, sums);
    if (shape->token_types == 0)
        return;
    if (!find(loader, "embeddings.token_type_embeddings.weight", shape->token_types, shape->width, &tensor))
        return;
    tensor_read(&tensor, 0, shape->width, type);
    for (size_t i = 0; i < shape->tokens_max * shape->width; i++)
        sums[i] += type[i % shape->width];
}

/* Models with a head keep the encoder under its own name. */
static bool find_prefix(struct loader *loader) {
    static const char *const PREFIXES[] = {"", "bert.", "distilbert.", "roberta."};
    char name[NAME_SIZE];
    for (size_t i = 0; i < sizeof PREFIXES / sizeof *PREFIXES; i++) {
        loader->encoder->prefix = PREFIXES[i];
        snprintf(name, sizeof name, "%sembeddings.word_embeddings.weight", PREFIXES[i]);
        if (weights_has(loader->encoder->weights, name))
            return true;
    }
    model_folder_fail(&loader->folder, "%s/model.safetensors has no tensor embeddings.word_embeddings.weight",
                      loader->folder.path);
    return false;
}

/* Before memory is taken: a config must not ask for more than the file has. */
static void check_layers(struct loader *loader) {
    const struct shape *shape = &loader->encoder->shape;
    const size_t width = shape->width, wide = shape->wide;
    const struct {
        enum part part;
        size_t rows, columns;
    } LARGE[] = {{PART_QUERY, width, width},    {PART_KEY, width, width},    {PART_VALUE, width, width},
                 {PART_ATTENDED, width, width}, {PART_WIDENED, wide, width}, {PART_NARROWED, width, wide}};
    char name[NAME_SIZE], full[NAME_SIZE + 8];
    struct tensor tensor;
    for (size_t layer = 0; layer < shape->layers; layer++) {
        for (size_t i = 0; i < sizeof LARGE / sizeof *LARGE; i++) {
            name_part(loader, layer, LARGE[i].part, name);
            snprintf(full, sizeof full, "%s.weight", name);
            find(loader, full, LARGE[i].rows, LARGE[i].columns, &tensor);
        }
    }
}

static void load_weights(struct loader *loader) {
    char path[MODEL_PATH_SIZE];
    struct encoder *encoder = loader->encoder;
    const struct shape *shape = &encoder->shape;
    snprintf(path, sizeof path, "%s/model.safetensors", loader->folder.path);
    encoder->weights = weights_open(path, loader->folder.problem, loader->folder.problem_size);
    loader->folder.failed = encoder->weights == NULL;
    if (loader->folder.failed || !find_prefix(loader))
        return;
    check_layers(loader);
    if (!find(loader, "embeddings.word_embeddings.weight", shape->vocabulary, shape->width, &encoder->words))
        return;
    create_store(encoder, 0, 1);
    loader->layers = encoder->layers;
    load_positions(loader);
    load_norm(loader, "embeddings.LayerNorm", &encoder->embedding_norm);
    load_layers(loader, 0);
}

/* Every weight takes part in every run: a number in the file that is none shows in the shortest. */
static void check_numbers(struct loader *loader) {
    const struct encoder *encoder = loader->encoder;
    struct encoder_scratch *scratch = encoder_scratch_create(encoder);
    float *out = malloc(encoder->shape.width * sizeof *out), sum = 0;
    if (out == NULL)
        abort();
    encoder_run(scratch, NULL, &(struct sequences){.ids = &(int32_t){0}, .lengths = &(size_t){1}, .count = 1},
                out);
    for (size_t i = 0; i < encoder->shape.width; i++)
        sum += out[i];
    if (!isfinite(sum))
        model_folder_fail(&loader->folder, "%s/model.safetensors holds values that are no numbers",
                          loader->folder.path);
    free(out);
    encoder_scratch_destroy(scratch);
}

struct encoder *encoder_open(const char *folder, const struct encoder_setup *setup, char *problem,
                             size_t problem_size) {
    struct encoder *encoder = calloc(1, sizeof *encoder);
    if (encoder == NULL)
        abort();
    encoder->kernels = setup->kernels;
    struct loader loader = {.encoder = encoder,
                            .folder = {.path = folder, .problem = problem, .problem_size = problem_size}};
    encoder_config_read(&loader.folder, &encoder->shape, &encoder->naming);
    if (setup->classifies)
        encoder->pooling = POOL_STATE;
    else
        encoder_config_read_usage(&loader.folder, &encoder->shape, &encoder->pooling);
    check_setup(&loader, setup);
    if (!loader.folder.failed)
        load_weights(&loader);
    if (!loader.folder.failed)
        check_numbers(&loader);
    if (!loader.folder.failed)
        return encoder;
    encoder_close(encoder);
    return NULL;
}

size_t encoder_tokens_max(const struct encoder *encoder) {
    return encoder->shape.tokens_max;
}

size_t encoder_width(const struct encoder *encoder) {
    return encoder->shape.width;
}

const struct weights *encoder_weights(const struct encoder *encoder) {
    return encoder->weights;
}

static bool fits(const struct encoder *base, const struct adapter *adapter) {
    const struct shape *shape = &base->shape;
    const struct norm *last = &base->layers[shape->layers - 1].output_norm;
    return adapter->layers == shape->layers && adapter->width == shape->width &&
           shape->wide == 4 * shape->width &&
           adapter->fingerprint == adapter_fingerprint(last->scale, shape->width);
}

/* How many there are, all of the layers of the first; 0 when one does not fit. */
static size_t read_adapters(const struct encoder *base, const unsigned char *bytes, size_t size,
                            struct adapter *adapters) {
    size_t count = 0;
    for (size_t own; size > 0; bytes += own, size -= own, count++) {
        own = count < MEMBERS_MAX ? adapter_init(&adapters[count], bytes, size) : 0;
        if (own == 0 || !fits(base, &adapters[count]) || adapters[count].first_layer != adapters->first_layer)
            return 0;
    }
    return count;
}

struct encoder *encoder_adapt(const struct encoder *base, const void *bytes, size_t size, char *problem,
                              size_t problem_size) {
    struct adapter adapters[MEMBERS_MAX];
    size_t members = read_adapters(base, bytes, size, adapters), first = adapters->first_layer;
    if (members == 0) {
        snprintf(problem, problem_size, "the adapter was made for another encoder");
        return NULL;
    }
    struct encoder *encoder = malloc(sizeof *encoder);
    if (encoder == NULL)
        abort();
    *encoder = *base;
    encoder->base = base;
    encoder->store_used = 0;
    create_store(encoder, first, members);
    struct loader loader = {.encoder = encoder,
                            .folder = {.path = "", .problem = problem, .problem_size = problem_size}};
    for (size_t member = 0; member < members && !loader.folder.failed; member++) {
        loader.adapter = &adapters[member];
        loader.layers = encoder->layers + member * encoder->shape.layers;
        memcpy(loader.layers, base->layers, first * sizeof *base->layers);
        load_layers(&loader, first);
    }
    if (!loader.folder.failed)
        return encoder;
    encoder_close(encoder);
    return NULL;
}

void encoder_close(struct encoder *encoder) {
    if (encoder == NULL)
        return;
    if (encoder->store != NULL)
        munmap(encoder->store, encoder->store_size);
    free(encoder->layers);
    if (encoder->base == NULL)
        weights_close(encoder->weights);
    free(encoder);
}
