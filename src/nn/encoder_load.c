/* Reads a model folder into a packed encoder. Everything in the folder is outside input. */
#include <assert.h>
#include <jansson.h>
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "nn/adapter.h"
#include "nn/encoder_private.h"

enum {
    PATH_SIZE = 4096,
    NAME_SIZE = 128,
    LAYERS_MAX = 48,      /* twice the deepest BERT in use; bounds what a broken config can ask for */
    WIDE_MAX = 16 * 1024, /* likewise */
    VOCABULARY_MAX = 2 << 20,
    ALIGNMENT = 64, /* one cache line */
};

struct loader {
    const char *folder;
    struct encoder *encoder;
    const struct adapter *adapter; /* NULL: the weights as they are in the folder */
    bool failed;                   /* sticky: what follows a failure does nothing */
    char *problem;
    size_t problem_size;
};

__attribute__((format(printf, 2, 3))) static void fail(struct loader *loader, const char *format, ...) {
    va_list args;
    if (loader->failed)
        return;
    loader->failed = true;
    va_start(args, format);
    vsnprintf(loader->problem, loader->problem_size, format, args);
    va_end(args);
}

static json_t *read_json(struct loader *loader, const char *name) {
    char path[PATH_SIZE];
    json_error_t error;
    snprintf(path, sizeof path, "%s/%s", loader->folder, name);
    json_t *json = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    if (json == NULL)
        fail(loader, "%s cannot be read: %s", path, error.text);
    return json;
}

static size_t read_size(struct loader *loader, const json_t *config, const char *key, size_t most) {
    json_int_t value = json_integer_value(json_object_get(config, key));
    if (value < 1 || (size_t)value > most) {
        fail(loader, "%s/config.json: %s is %lld; 1 to %zu is supported", loader->folder, key,
             (long long)value, most);
        return 1;
    }
    return (size_t)value;
}

static void need_text(struct loader *loader, const json_t *config, const char *key, const char *wanted) {
    const char *value = json_string_value(json_object_get(config, key));
    if (value != NULL && strcmp(value, wanted) != 0)
        fail(loader, "%s/config.json: %s is %.64s; only %s is supported", loader->folder, key, value, wanted);
}

static void check_shape(struct loader *loader, size_t vocabulary, size_t dimensions) {
    const struct shape *shape = &loader->encoder->shape;
    if (shape->width != dimensions)
        fail(loader, "%s has vectors of %zu dimensions; this program stores vectors of %zu", loader->folder,
             shape->width, dimensions);
    if (shape->width % shape->heads != 0 || shape->head_width % PANEL_WIDTH != 0 ||
        shape->wide % PANEL_WIDTH != 0)
        fail(loader, "%s/config.json: heads of %zu/%zu or a wide layer of %zu are not multiples of %d",
             loader->folder, shape->width, shape->heads, shape->wide, PANEL_WIDTH);
    if (shape->vocabulary < vocabulary)
        fail(loader, "%s/vocab.txt has %zu pieces, but the model knows only %zu", loader->folder, vocabulary,
             shape->vocabulary);
    if (shape->positions < ENCODER_TOKENS_MAX)
        fail(loader, "%s reads only %zu tokens; %d are needed", loader->folder, shape->positions,
             ENCODER_TOKENS_MAX);
}

/* Files that say how the model is used; a folder may lack them, but must not say otherwise. */
static void check_usage(struct loader *loader) {
    static const struct {
        const char *file, *key, *sentence;
    } NEEDED[] = {
        {"tokenizer_config.json", "do_lower_case", "it tells upper from lower case, which is not supported"},
        {"1_Pooling/config.json", "pooling_mode_mean_tokens", "only the mean of the tokens is supported"},
    };
    for (size_t i = 0; i < sizeof NEEDED / sizeof *NEEDED; i++) {
        char path[PATH_SIZE];
        snprintf(path, sizeof path, "%s/%s", loader->folder, NEEDED[i].file);
        json_t *usage = json_load_file(path, 0, NULL);
        if (json_is_false(json_object_get(usage, NEEDED[i].key)))
            fail(loader, "%s: %s is false: %s", path, NEEDED[i].key, NEEDED[i].sentence);
        json_decref(usage);
    }
}

static void load_shape(struct loader *loader, size_t vocabulary, size_t dimensions) {
    struct shape *shape = &loader->encoder->shape;
    json_t *config = read_json(loader, "config.json");
    if (loader->failed)
        return;
    need_text(loader, config, "model_type", "bert");
    need_text(loader, config, "hidden_act", "gelu");
    need_text(loader, config, "position_embedding_type", "absolute");
    shape->width = read_size(loader, config, "hidden_size", WIDE_MAX);
    shape->heads = read_size(loader, config, "num_attention_heads", shape->width);
    shape->head_width = shape->width / shape->heads;
    shape->wide = read_size(loader, config, "intermediate_size", WIDE_MAX);
    shape->layers = read_size(loader, config, "num_hidden_layers", LAYERS_MAX);
    shape->vocabulary = read_size(loader, config, "vocab_size", VOCABULARY_MAX);
    shape->positions = read_size(loader, config, "max_position_embeddings", VOCABULARY_MAX);
    shape->epsilon = (float)json_number_value(json_object_get(config, "layer_norm_eps"));
    check_shape(loader, vocabulary, dimensions);
    check_usage(loader);
    json_decref(config);
}

static size_t padded(size_t bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static size_t padded_vector(size_t count) {
    return padded(count * sizeof(float));
}

static size_t linear_bytes(const struct encoder *encoder, size_t depth, size_t columns) {
    return padded(encoder->kernels->packed_bytes(depth, columns)) + padded_vector(columns);
}

/* One allocation holds all that is packed, on huge pages where the system has them. */
static void create_store(struct encoder *encoder, size_t layers) {
    const struct shape *shape = &encoder->shape;
    size_t width = shape->width, wide = shape->wide, norm = 2 * padded_vector(width);
    size_t layer = linear_bytes(encoder, width, 3 * width) + linear_bytes(encoder, width, width) +
                   linear_bytes(encoder, width, wide) + linear_bytes(encoder, wide, width) + 2 * norm;
    encoder->store_size = layers * layer + padded_vector(ENCODER_TOKENS_MAX * width) + norm;
    void *store = mmap(NULL, encoder->store_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (store == MAP_FAILED)
        abort();
    encoder->store = store;
    madvise(store, encoder->store_size, MADV_HUGEPAGE);
    encoder->layers = calloc(shape->layers, sizeof *encoder->layers);
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

static const float *find(struct loader *loader, const char *name, size_t rows, size_t columns) {
    if (loader->failed)
        return NULL;
    const float *values =
        weights_find(loader->encoder->weights, name, rows, columns, loader->problem, loader->problem_size);
    loader->failed = values == NULL;
    return values;
}

static void load_vector(struct loader *loader, const char *name, size_t count, float factor, float *out) {
    const float *values = find(loader, name, count, 0);
    for (size_t i = 0; values != NULL && i < count; i++)
        out[i] = factor * values[i];
}

static void load_norm(struct loader *loader, const char *prefix, struct norm *norm) {
    char name[NAME_SIZE];
    size_t width = loader->encoder->shape.width;
    struct adapter_norm adapted;
    if (loader->adapter != NULL && adapter_find_norm(loader->adapter, prefix, &adapted)) {
        *norm = (struct norm){.scale = adapted.scale, .shift = adapted.shift};
        return;
    }
    float *scale = take_vector(loader->encoder, width), *shift = take_vector(loader->encoder, width);
    snprintf(name, sizeof name, "%s.LayerNorm.weight", prefix);
    load_vector(loader, name, width, 1.0f, scale);
    snprintf(name, sizeof name, "%s.LayerNorm.bias", prefix);
    load_vector(loader, name, width, 1.0f, shift);
    *norm = (struct norm){.scale = scale, .shift = shift};
}

static struct linear create_linear(struct loader *loader, size_t depth, size_t columns) {
    struct encoder *encoder = loader->encoder;
    return (struct linear){.panels = take(encoder, encoder->kernels->packed_bytes(depth, columns)),
                           .bias = take_vector(encoder, columns),
                           .depth = depth,
                           .columns = columns};
}

static void pack(struct loader *loader, const float *weights, const struct linear *linear, size_t first,
                 size_t columns, float factor) {
    loader->encoder->kernels->pack(&(struct packing){.weights = weights,
                                                     .depth = linear->depth,
                                                     .columns = columns,
                                                     .factor = factor,
                                                     .first_column = first,
                                                     .total_columns = linear->columns,
                                                     .panels = (void *)linear->panels});
}

/* Packs `columns` outputs of the layer called `prefix` into `linear`, from output `first` on. */
static void load_part(struct loader *loader, const char *prefix, const struct linear *linear, size_t first,
                      size_t columns, float factor) {
    char name[NAME_SIZE];
    snprintf(name, sizeof name, "%s.weight", prefix);
    const float *weights = find(loader, name, columns, linear->depth);
    if (weights == NULL)
        return;
    float *bias = (float *)linear->bias + first;
    struct adapter_linear adapted;
    if (loader->adapter != NULL && adapter_find_linear(loader->adapter, prefix, &adapted)) {
        float *merged = malloc(columns * linear->depth * sizeof *merged);
        if (merged == NULL)
            abort();
        adapter_merge(&adapted, weights, merged);
        pack(loader, merged, linear, first, columns, factor);
        free(merged);
        for (size_t i = 0; i < columns; i++)
            bias[i] = factor * adapted.bias[i];
        return;
    }
    pack(loader, weights, linear, first, columns, factor);
    snprintf(name, sizeof name, "%s.bias", prefix);
    load_vector(loader, name, columns, factor, bias);
}

static void load_layer(struct loader *loader, size_t index) {
    static const char *const PARTS[] = {"query", "key", "value"};
    const struct shape *shape = &loader->encoder->shape;
    struct layer *layer = &loader->encoder->layers[index];
    char name[NAME_SIZE];
    layer->query_key_value = create_linear(loader, shape->width, 3 * shape->width);
    for (size_t part = 0; part < 3; part++) {
        float factor = part == 0 ? 1.0f / sqrtf((float)shape->head_width) : 1.0f;
        snprintf(name, sizeof name, "encoder.layer.%zu.attention.self.%s", index, PARTS[part]);
        load_part(loader, name, &layer->query_key_value, part * shape->width, shape->width, factor);
    }
    layer->attended = create_linear(loader, shape->width, shape->width);
    snprintf(name, sizeof name, "encoder.layer.%zu.attention.output.dense", index);
    load_part(loader, name, &layer->attended, 0, shape->width, 1.0f);
    snprintf(name, sizeof name, "encoder.layer.%zu.attention.output", index);
    load_norm(loader, name, &layer->attention_norm);
    layer->widened = create_linear(loader, shape->width, shape->wide);
    snprintf(name, sizeof name, "encoder.layer.%zu.intermediate.dense", index);
    load_part(loader, name, &layer->widened, 0, shape->wide, 1.0f);
    layer->narrowed = create_linear(loader, shape->wide, shape->width);
    snprintf(name, sizeof name, "encoder.layer.%zu.output.dense", index);
    load_part(loader, name, &layer->narrowed, 0, shape->width, 1.0f);
    snprintf(name, sizeof name, "encoder.layer.%zu.output", index);
    load_norm(loader, name, &layer->output_norm);
}

static void load_embeddings(struct loader *loader) {
    struct encoder *encoder = loader->encoder;
    size_t width = encoder->shape.width;
    encoder->words = find(loader, "embeddings.word_embeddings.weight", encoder->shape.vocabulary, width);
    const float *positions =
        find(loader, "embeddings.position_embeddings.weight", encoder->shape.positions, width);
    const float *types = find(loader, "embeddings.token_type_embeddings.weight", 2, width);
    float *sums = take_vector(encoder, ENCODER_TOKENS_MAX * width);
    for (size_t i = 0; types != NULL && i < ENCODER_TOKENS_MAX * width; i++)
        sums[i] = positions[i] + types[i % width];
    encoder->positions = sums;
    load_norm(loader, "embeddings", &encoder->embedding_norm);
}

static void load_weights(struct loader *loader) {
    char path[PATH_SIZE];
    struct encoder *encoder = loader->encoder;
    snprintf(path, sizeof path, "%s/model.safetensors", loader->folder);
    encoder->weights = weights_open(path, loader->problem, loader->problem_size);
    if (encoder->weights == NULL) {
        loader->failed = true;
        return;
    }
    create_store(encoder, encoder->shape.layers);
    load_embeddings(loader);
    for (size_t i = 0; i < encoder->shape.layers && !loader->failed; i++)
        load_layer(loader, i);
    weights_release_pages(encoder->weights);
}

struct encoder *encoder_open(const char *folder, const struct kernels *kernels, size_t vocabulary,
                             size_t dimensions, char *problem, size_t problem_size) {
    struct encoder *encoder = calloc(1, sizeof *encoder);
    if (encoder == NULL)
        abort();
    encoder->kernels = kernels;
    struct loader loader = {
        .folder = folder, .encoder = encoder, .problem = problem, .problem_size = problem_size};
    load_shape(&loader, vocabulary, dimensions);
    if (!loader.failed)
        load_weights(&loader);
    if (!loader.failed)
        return encoder;
    encoder_close(encoder);
    return NULL;
}

static bool fits(const struct encoder *base, const struct adapter *adapter) {
    const struct shape *shape = &base->shape;
    const struct norm *last = &base->layers[shape->layers - 1].output_norm;
    return adapter->layers == shape->layers && adapter->width == shape->width &&
           shape->wide == 4 * shape->width &&
           adapter->fingerprint == adapter_fingerprint(last->scale, shape->width);
}

struct encoder *encoder_adapt(const struct encoder *base, const void *bytes, size_t size, char *problem,
                              size_t problem_size) {
    struct adapter adapter;
    if (!adapter_init(&adapter, bytes, size) || !fits(base, &adapter)) {
        snprintf(problem, problem_size, "the adapter was made for another encoder");
        return NULL;
    }
    struct encoder *encoder = malloc(sizeof *encoder);
    if (encoder == NULL)
        abort();
    *encoder = *base;
    encoder->base = base;
    encoder->store_used = 0;
    create_store(encoder, base->shape.layers - adapter.first_layer);
    memcpy(encoder->layers, base->layers, adapter.first_layer * sizeof *base->layers);
    struct loader loader = {
        .encoder = encoder, .adapter = &adapter, .problem = problem, .problem_size = problem_size};
    for (size_t i = adapter.first_layer; i < base->shape.layers && !loader.failed; i++)
        load_layer(&loader, i);
    weights_release_pages(encoder->weights);
    if (!loader.failed)
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
