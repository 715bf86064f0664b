/* An architecture is a row: how its config.json calls a size, and how its file calls a tensor. */
#include "nn/encoder_config.h"

#include <stdio.h>
#include <string.h>

enum {
    LAYERS_MAX = 48,      /* twice the deepest BERT in use; bounds what a broken config can ask for */
    WIDE_MAX = 16 * 1024, /* likewise */
    VOCABULARY_MAX = 2 << 20,
    TOKENS_LEAST = 8, /* fewer are no text */
};

static const double USUAL_EPSILON = 1e-12;

static const struct naming BERT_NAMES = {
    .layer = "encoder.layer",
    .parts = {[PART_QUERY] = "attention.self.query",
              [PART_KEY] = "attention.self.key",
              [PART_VALUE] = "attention.self.value",
              [PART_ATTENDED] = "attention.output.dense",
              [PART_ATTENTION_NORM] = "attention.output.LayerNorm",
              [PART_WIDENED] = "intermediate.dense",
              [PART_NARROWED] = "output.dense",
              [PART_OUTPUT_NORM] = "output.LayerNorm"},
};

static const struct naming DISTILBERT_NAMES = {
    .layer = "transformer.layer",
    .parts = {[PART_QUERY] = "attention.q_lin",
              [PART_KEY] = "attention.k_lin",
              [PART_VALUE] = "attention.v_lin",
              [PART_ATTENDED] = "attention.out_lin",
              [PART_ATTENTION_NORM] = "sa_layer_norm",
              [PART_WIDENED] = "ffn.lin1",
              [PART_NARROWED] = "ffn.lin2",
              [PART_OUTPUT_NORM] = "output_layer_norm"},
};

struct keys {
    const char *width, *heads, *wide, *layers, *activation;
};

static const struct keys BERT_KEYS = {"hidden_size", "num_attention_heads", "intermediate_size",
                                      "num_hidden_layers", "hidden_act"};
static const struct keys DISTILBERT_KEYS = {"dim", "n_heads", "hidden_dim", "n_layers", "activation"};

struct architecture {
    const char *model_type;
    const struct naming *naming;
    const struct keys *keys;
    size_t usual_types;  /* rows of the table of token types, where config.json does not say */
    bool counts_padding; /* positions start behind the padding's id */
};

static const struct architecture ARCHITECTURES[] = {
    {"bert", &BERT_NAMES, &BERT_KEYS, 2, false},
    {"distilbert", &DISTILBERT_NAMES, &DISTILBERT_KEYS, 0, false},
    {"xlm-roberta", &BERT_NAMES, &BERT_KEYS, 2, true},
    {"camembert", &BERT_NAMES, &BERT_KEYS, 2, true},
};

static const struct architecture *find_architecture(struct model_folder *folder, const json_t *config) {
    const json_t *value = json_object_get(config, "model_type");
    const char *type = value == NULL ? "bert" : json_string_value(value);
    for (size_t i = 0; type != NULL && i < sizeof ARCHITECTURES / sizeof *ARCHITECTURES; i++)
        if (strcmp(ARCHITECTURES[i].model_type, type) == 0)
            return &ARCHITECTURES[i];
    model_folder_fail(folder,
                      "%s/config.json: model_type is %.64s; bert, distilbert, xlm-roberta and camembert are "
                      "supported",
                      folder->path, type == NULL ? "no text" : type);
    return &ARCHITECTURES[0];
}

static size_t read_size(struct model_folder *folder, const json_t *config, const char *key, size_t most) {
    json_int_t value = json_integer_value(json_object_get(config, key));
    if (value < 1 || (size_t)value > most) {
        model_folder_fail(folder, "%s/config.json: %s is %lld; 1 to %zu is supported", folder->path, key,
                          (long long)value, most);
        return 1;
    }
    return (size_t)value;
}

/* A number that config.json may leave out. */
static size_t read_count(struct model_folder *folder, const json_t *config, const char *key, size_t usual,
                         size_t most) {
    const json_t *value = json_object_get(config, key);
    if (value == NULL || json_is_null(value))
        return usual;
    if (json_is_integer(value) && json_integer_value(value) == 0)
        return 0;
    return read_size(folder, config, key, most);
}

static void need_text(struct model_folder *folder, const json_t *config, const char *key,
                      const char *wanted) {
    const char *value = json_string_value(json_object_get(config, key));
    if (value != NULL && strcmp(value, wanted) != 0)
        model_folder_fail(folder, "%s/config.json: %s is %.64s; only %s is supported", folder->path, key,
                          value, wanted);
}

static void read_positions(struct model_folder *folder, const json_t *config,
                           const struct architecture *architecture, struct shape *shape) {
    shape->position_rows = read_size(folder, config, "max_position_embeddings", VOCABULARY_MAX);
    if (architecture->counts_padding)
        shape->first_position = read_count(folder, config, "pad_token_id", 1, VOCABULARY_MAX) + 1;
    size_t left =
        shape->position_rows > shape->first_position ? shape->position_rows - shape->first_position : 0;
    shape->tokens_max = left < ENCODER_TOKENS_MAX ? left : ENCODER_TOKENS_MAX;
    if (left < TOKENS_LEAST)
        model_folder_fail(folder, "%s/config.json: max_position_embeddings leaves %zu tokens; %d are needed",
                          folder->path, left, TOKENS_LEAST);
}

static void read_epsilon(struct model_folder *folder, const json_t *config, struct shape *shape) {
    const json_t *value = json_object_get(config, "layer_norm_eps");
    double epsilon = value == NULL ? USUAL_EPSILON : json_number_value(value);
    if (!(epsilon > 0 && epsilon < 1))
        model_folder_fail(folder, "%s/config.json: layer_norm_eps is no number between 0 and 1",
                          folder->path);
    shape->epsilon = (float)epsilon;
}

static void check_widths(struct model_folder *folder, const struct shape *shape) {
    if (shape->width % shape->heads != 0 || shape->head_width % PANEL_WIDTH != 0 ||
        shape->wide % PANEL_WIDTH != 0)
        model_folder_fail(folder,
                          "%s/config.json: heads of %zu/%zu or a wide layer of %zu are not multiples of %d",
                          folder->path, shape->width, shape->heads, shape->wide, PANEL_WIDTH);
}

void encoder_config_read(struct model_folder *folder, struct shape *shape, const struct naming **naming) {
    json_t *config = model_folder_read(folder, "config.json");
    if (config == NULL)
        return;
    const struct architecture *architecture = find_architecture(folder, config);
    const struct keys *keys = architecture->keys;
    *naming = architecture->naming;
    need_text(folder, config, keys->activation, "gelu");
    need_text(folder, config, "position_embedding_type", "absolute");
    shape->width = read_size(folder, config, keys->width, WIDE_MAX);
    shape->heads = read_size(folder, config, keys->heads, shape->width);
    shape->head_width = shape->width / shape->heads;
    shape->wide = read_size(folder, config, keys->wide, WIDE_MAX);
    shape->layers = read_size(folder, config, keys->layers, LAYERS_MAX);
    shape->vocabulary = read_size(folder, config, "vocab_size", VOCABULARY_MAX);
    shape->token_types =
        read_count(folder, config, "type_vocab_size", architecture->usual_types, VOCABULARY_MAX);
    if (architecture->usual_types == 0)
        shape->token_types = 0;
    read_positions(folder, config, architecture, shape);
    read_epsilon(folder, config, shape);
    check_widths(folder, shape);
    json_decref(config);
}

static void read_pooling(struct model_folder *folder, const char *path, enum pooling *pooling) {
    char name[MODEL_PATH_SIZE];
    const char *key;
    json_t *value;
    bool mean = false, first = false;
    snprintf(name, sizeof name, "%.256s/config.json", path);
    json_t *config = model_folder_find(folder, name);
    json_object_foreach(config, key, value) {
        if (strncmp(key, "pooling_mode_", 13) != 0 || !json_is_true(value))
            continue;
        if (strcmp(key, "pooling_mode_mean_tokens") == 0)
            mean = true;
        else if (strcmp(key, "pooling_mode_cls_token") == 0)
            first = true;
        else
            model_folder_fail(folder, "%s/%s: %.64s is not supported, only the mean and the first token",
                              folder->path, name, key);
    }
    if (config != NULL && mean == first)
        model_folder_fail(folder,
                          "%s/%s: exactly one of pooling_mode_mean_tokens and pooling_mode_cls_token must be "
                          "true",
                          folder->path, name);
    *pooling = first ? POOL_FIRST : POOL_MEAN;
    json_decref(config);
}

static bool ends_with(const char *text, const char *end) {
    size_t length = strlen(text), tail = strlen(end);
    return length >= tail && strcmp(text + length - tail, end) == 0;
}

static void read_module(struct model_folder *folder, const json_t *module, enum pooling *pooling) {
    const char *type = json_string_value(json_object_get(module, "type"));
    const char *path = json_string_value(json_object_get(module, "path"));
    type = type == NULL ? "" : type;
    path = path == NULL ? "" : path;
    if (ends_with(type, ".Transformer") && *path == '\0')
        return;
    if (ends_with(type, ".Normalize")) /* vectors are always scaled to length 1 */
        return;
    if (ends_with(type, ".Pooling") && strchr(path, '/') == NULL && strcmp(path, "..") != 0)
        read_pooling(folder, path, pooling);
    else
        model_folder_fail(folder,
                          "%s/modules.json: the module %.100s at \"%.64s\" is not supported, only a "
                          "Transformer in the folder itself, Pooling and Normalize",
                          folder->path, type, path);
}

static void read_tokens_max(struct model_folder *folder, struct shape *shape) {
    json_t *config = model_folder_find(folder, "sentence_bert_config.json");
    const json_t *value = json_object_get(config, "max_seq_length");
    if (json_is_integer(value)) {
        json_int_t tokens = json_integer_value(value);
        if (tokens < TOKENS_LEAST)
            model_folder_fail(folder, "%s/sentence_bert_config.json: max_seq_length is %lld; %d are needed",
                              folder->path, (long long)tokens, TOKENS_LEAST);
        else if ((size_t)tokens < shape->tokens_max)
            shape->tokens_max = (size_t)tokens;
    }
    json_decref(config);
}

void encoder_config_read_usage(struct model_folder *folder, struct shape *shape, enum pooling *pooling) {
    json_t *modules = model_folder_find(folder, "modules.json");
    *pooling = POOL_MEAN;
    if (modules == NULL)
        read_pooling(folder, "1_Pooling", pooling);
    for (size_t i = 0; i < json_array_size(modules); i++)
        read_module(folder, json_array_get(modules, i), pooling);
    read_tokens_max(folder, shape);
    json_decref(modules);
}
