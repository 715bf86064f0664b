#include "insight/model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "insight/dictionary.h"
#include "nn/embed.h"

extern const char insight_builtin_model[], insight_builtin_model_end[];
extern const char insight_builtin_adapter[], insight_builtin_adapter_end[];
extern const char insight_builtin_glossary[], insight_builtin_glossary_end[];
extern const char insight_builtin_lexicon[], insight_builtin_lexicon_end[];

/* Little-endian, like every machine this runs on. */
struct model_header {
    char magic[8];
    uint32_t columns, outputs, inputs, unused;
};

static const char MODEL_MAGIC[8] = "ICRISK5\n";

static const float *take_floats(const char **at, size_t count) {
    const float *floats = (const float *)(const void *)*at;
    *at += count * sizeof(float);
    return floats;
}

/* `bytes` are aligned for floats and stay where they are while the model is open. */
static enum err model_read(struct insight_model *model, const char *bytes, size_t length) {
    struct model_header header;
    if (length < sizeof header) {
        return ERR_UNREADABLE;
    }
    memcpy(&header, bytes, sizeof header);
    if (memcmp(header.magic, MODEL_MAGIC, sizeof MODEL_MAGIC) != 0 || header.columns != FEATURE_COLUMNS ||
        header.outputs != MODEL_OUTPUTS || header.inputs != INSIGHT_EMBEDDING_SIZE) {
        return ERR_UNREADABLE;
    }
    enum { FLOATS = MODEL_OUTPUTS * (INSIGHT_EMBEDDING_SIZE + 8) + 1 };
    if (length != sizeof header + FLOATS * sizeof(float) + (size_t)FEATURE_COLUMNS * MODEL_OUTPUTS) {
        return ERR_UNREADABLE;
    }
    const char *at = bytes + sizeof header;
    model->scale = take_floats(&at, MODEL_OUTPUTS);
    model->bias = take_floats(&at, MODEL_OUTPUTS);
    model->alone = take_floats(&at, 2 * MODEL_OUTPUTS);
    model->blend = take_floats(&at, 3 * MODEL_OUTPUTS);
    model->meaning_weights = take_floats(&at, MODEL_OUTPUTS * INSIGHT_EMBEDDING_SIZE);
    model->meaning_bias = take_floats(&at, MODEL_OUTPUTS);
    model->caution = take_floats(&at, 1);
    model->weights = (const int8_t(*)[MODEL_OUTPUTS])(const void *)at;
    return ERR_OK;
}

static enum err read_file(const char *path, char **bytes, size_t *length) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return ERR_NOT_FOUND;
    }
    enum { FILE_MAX = 16 << 20 };
    *bytes = malloc(FILE_MAX);
    if (*bytes == NULL) {
        abort();
    }
    *length = fread(*bytes, 1, FILE_MAX, file);
    fclose(file);
    return ERR_OK;
}

enum err insight_model_open(const char *path, struct insight_model **model) {
    *model = NULL;
    struct insight_model *opened = calloc(1, sizeof *opened);
    if (opened == NULL) {
        abort();
    }
    char *bytes = NULL;
    size_t length = (size_t)(insight_builtin_model_end - insight_builtin_model);
    enum err err = path == NULL ? ERR_OK : read_file(path, &bytes, &length);
    opened->file = bytes;
    if (err == ERR_OK) {
        err = model_read(opened, path == NULL ? insight_builtin_model : bytes, length);
    }
    if (err != ERR_OK) {
        insight_model_close(opened);
        return err;
    }
    opened->glossary = dictionary_create(insight_builtin_glossary,
                                         (size_t)(insight_builtin_glossary_end - insight_builtin_glossary));
    opened->lexicon = dictionary_create(insight_builtin_lexicon,
                                        (size_t)(insight_builtin_lexicon_end - insight_builtin_lexicon));
    *model = opened;
    return ERR_OK;
}

struct embed_model *insight_encoder_open(const struct embed_model *base) {
    char problem[256];
    if (base == NULL)
        return NULL;
    size_t size = (size_t)(insight_builtin_adapter_end - insight_builtin_adapter);
    struct embed_model *encoder =
        embed_model_adapt(base, insight_builtin_adapter, size, problem, sizeof problem);
    if (encoder == NULL)
        log_write(LOG_WARNING, "insight", "notes are judged by their words alone: %s", problem);
    return encoder;
}

void insight_model_close(struct insight_model *model) {
    if (model != NULL) {
        dictionary_destroy(model->glossary);
        dictionary_destroy(model->lexicon);
        free(model->file);
        free(model);
    }
}

float model_contribution(const struct insight_model *model, const struct feature *feature, size_t output) {
    return (float)model->weights[feature->column][output] * model->scale[output] * feature->value;
}

static void score_words(const struct insight_model *model, const struct features *features, float *score) {
    float sums[MODEL_OUTPUTS] = {0};
    for (size_t i = 0; i < features->count; i++) {
        const int8_t *row = model->weights[features->items[i].column];
        for (size_t k = 0; k < MODEL_OUTPUTS; k++) {
            sums[k] += (float)row[k] * features->items[i].value;
        }
    }
    for (size_t k = 0; k < MODEL_OUTPUTS; k++) {
        score[k] = sums[k] * model->scale[k] + model->bias[k];
    }
}

static void score_meaning(const struct insight_model *model, const float *embedding, float *score) {
    for (size_t k = 0; k < MODEL_OUTPUTS; k++) {
        const float *row = model->meaning_weights + k * INSIGHT_EMBEDDING_SIZE;
        float sum = model->meaning_bias[k];
        for (size_t i = 0; i < INSIGHT_EMBEDDING_SIZE; i++) {
            sum += row[i] * embedding[i];
        }
        score[k] = sum;
    }
}

void model_score(const struct insight_model *model, const struct features *features, const float *embedding,
                 float score[MODEL_OUTPUTS]) {
    float words[MODEL_OUTPUTS], meaning[MODEL_OUTPUTS];
    score_words(model, features, words);
    if (embedding == NULL) {
        for (size_t k = 0; k < MODEL_OUTPUTS; k++) {
            score[k] = model->alone[k] * words[k] + model->alone[MODEL_OUTPUTS + k];
        }
        return;
    }
    score_meaning(model, embedding, meaning);
    for (size_t k = 0; k < MODEL_OUTPUTS; k++) {
        score[k] = model->blend[k] * words[k] + model->blend[MODEL_OUTPUTS + k] * meaning[k] +
                   model->blend[2 * MODEL_OUTPUTS + k];
    }
}
