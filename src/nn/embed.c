#include "nn/embed.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nn/encoder.h"
#include "nn/lexical.h"
#include "nn/wordpiece.h"

enum { PATH_SIZE = 4096, FEWEST_TOKENS = 2 /* every text has [CLS] and [SEP] */ };

/* immutable after embed_model_open */
struct embed_model {
    char *name;
    struct wordpiece *wordpiece;
    struct encoder *encoder;
};

struct embedder {
    const struct embed_model *model; /* borrowed; NULL: lexical */
    struct encoder_scratch *scratch;
    int32_t ids[ENCODER_TOKENS_MAX];                    /* the sequences that are gathered for one run */
    size_t lengths[ENCODER_TOKENS_MAX / FEWEST_TOKENS]; /* tokens of each */
};

static void *allocate(size_t size) {
    void *memory = calloc(1, size);
    if (memory == NULL)
        abort();
    return memory;
}

/* The last part of a path, whatever slashes follow it. */
static char *copy_folder_name(const char *folder) {
    size_t end = strlen(folder);
    while (end > 1 && folder[end - 1] == '/')
        end--;
    size_t start = end;
    while (start > 0 && folder[start - 1] != '/')
        start--;
    char *name = allocate(end - start + 1);
    memcpy(name, folder + start, end - start);
    return name;
}

struct embed_model *embed_model_open(const char *folder, char *problem, size_t problem_size) {
    const char *precision = kernels_find(NULL, "bf16") != NULL ? "bf16" : "f32";
    return embed_model_open_with(folder, &(struct embed_options){.precision = precision}, problem,
                                 problem_size);
}

struct embed_model *embed_model_open_with(const char *folder, const struct embed_options *options,
                                          char *problem, size_t problem_size) {
    char path[PATH_SIZE];
    const struct kernels *kernels = kernels_find(options->kernels, options->precision);
    if (kernels == NULL) {
        snprintf(problem, problem_size, "this processor has no %s kernels for %s",
                 options->kernels == NULL ? "fast" : options->kernels, options->precision);
        return NULL;
    }
    struct embed_model *model = allocate(sizeof *model);
    model->name = copy_folder_name(folder);
    snprintf(path, sizeof path, "%s/vocab.txt", folder);
    model->wordpiece = wordpiece_open(path, problem, problem_size);
    if (model->wordpiece != NULL)
        model->encoder = encoder_open(folder, kernels, wordpiece_count(model->wordpiece), EMBED_DIMENSIONS,
                                      problem, problem_size);
    if (model->encoder != NULL)
        return model;
    embed_model_close(model);
    return NULL;
}

void embed_model_close(struct embed_model *model) {
    if (model == NULL)
        return;
    encoder_close(model->encoder);
    wordpiece_close(model->wordpiece);
    free(model->name);
    free(model);
}

const char *embed_model_name(const struct embed_model *model) {
    return model == NULL ? "lexical" : model->name;
}

struct embedder *embedder_create(const struct embed_model *model) {
    struct embedder *embedder = allocate(sizeof *embedder);
    embedder->model = model;
    if (model != NULL)
        embedder->scratch = encoder_scratch_create(model->encoder);
    return embedder;
}

void embedder_destroy(struct embedder *embedder) {
    if (embedder == NULL)
        return;
    encoder_scratch_destroy(embedder->scratch);
    free(embedder);
}

void embed_text(struct embedder *embedder, const char *text, size_t length, float out[EMBED_DIMENSIONS]) {
    embed_texts(embedder, &text, &length, 1, out);
}

static void run(struct embedder *embedder, size_t count, float *out) {
    struct sequences sequences = {.ids = embedder->ids, .lengths = embedder->lengths, .count = count};
    encoder_run(embedder->scratch, &sequences, out);
}

/* Gathers texts until the next does not fit: a run over many tokens uses the weights it loads more often. */
static void embed_with_model(struct embedder *embedder, const char *const *texts, const size_t *lengths,
                             size_t count, float *out) {
    int32_t next[ENCODER_TOKENS_MAX];
    size_t gathered = 0, tokens = 0;
    for (size_t i = 0; i < count; i++) {
        size_t size =
            wordpiece_encode(embedder->model->wordpiece, texts[i], lengths[i], next, ENCODER_TOKENS_MAX);
        if (tokens + size > ENCODER_TOKENS_MAX) {
            run(embedder, gathered, out);
            out += gathered * EMBED_DIMENSIONS;
            gathered = tokens = 0;
        }
        memcpy(embedder->ids + tokens, next, size * sizeof *next);
        tokens += size;
        embedder->lengths[gathered++] = size;
    }
    if (gathered > 0)
        run(embedder, gathered, out);
}

void embed_texts(struct embedder *embedder, const char *const *texts, const size_t *lengths, size_t count,
                 float *out) {
    if (embedder->model != NULL) {
        embed_with_model(embedder, texts, lengths, count, out);
        return;
    }
    for (size_t i = 0; i < count; i++)
        lexical_embed(texts[i], lengths[i], out + i * EMBED_DIMENSIONS);
}
