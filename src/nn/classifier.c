#include "nn/classifier.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nn/encoder.h"
#include "nn/model_folder.h"
#include "nn/tokenizer.h"
#include "nn/weights.h"

/* A layer of the head: outputs x inputs. It is read for one token a text, so it needs no kernels. */
struct dense {
    float *weights; /* owned */
    float *bias;    /* owned */
    size_t inputs, outputs;
};

enum activation { ACTIVATION_TANH, ACTIVATION_RELU };

/* How the architectures call the two layers of the head. */
struct head_names {
    const char *inner, *outer;
    enum activation activation;
};

static const struct head_names HEADS[] = {
    {"pre_classifier", "classifier", ACTIVATION_RELU},            /* DistilBERT */
    {"classifier.dense", "classifier.out_proj", ACTIVATION_TANH}, /* XLM-R */
    {"bert.pooler.dense", "classifier", ACTIVATION_TANH},         /* BERT */
};

struct classifier {
    struct tokenizer *tokenizer;
    struct encoder *encoder;
    struct dense inner, outer;
    enum activation activation;
    bool independent; /* several labels may hold at once */
    char *labels[CLASSIFIER_LABELS_MAX];
    size_t label_count;
};

struct classifier_reader {
    const struct classifier *classifier; /* borrowed */
    struct encoder_scratch *scratch;
    float *state, *inner;
};

static void *allocate(size_t count, size_t size) {
    void *memory = calloc(count, size);
    if (memory == NULL)
        abort();
    return memory;
}

static const char *read_label(struct model_folder *folder, const json_t *labels, size_t index,
                              char usual[16]) {
    char key[16];
    snprintf(key, sizeof key, "%zu", index);
    snprintf(usual, 16, "LABEL_%zu", index);
    if (labels == NULL)
        return usual;
    const char *label = json_string_value(json_object_get(labels, key));
    if (label == NULL || *label == '\0' || strlen(label) > 64) {
        model_folder_fail(folder, "%s/config.json: id2label has no label of at most 64 bytes for %zu",
                          folder->path, index);
        return usual;
    }
    return label;
}

static void read_labels(struct classifier *classifier, struct model_folder *folder) {
    json_t *config = model_folder_read(folder, "config.json");
    const json_t *labels = json_object_get(config, "id2label"),
                 *count = json_object_get(config, "num_labels");
    const char *type = json_string_value(json_object_get(config, "problem_type"));
    size_t found = labels != NULL  ? json_object_size(labels)
                   : count != NULL ? (size_t)json_integer_value(count)
                                   : 2;
    char usual[16];
    if (found < 2 || found > CLASSIFIER_LABELS_MAX)
        model_folder_fail(folder, "%s/config.json: id2label has %zu labels; 2 to %d are supported",
                          folder->path, found, CLASSIFIER_LABELS_MAX);
    if (type != NULL && strcmp(type, "regression") == 0)
        model_folder_fail(folder, "%s/config.json: problem_type is regression, which is no classification",
                          folder->path);
    classifier->independent = type != NULL && strcmp(type, "multi_label_classification") == 0;
    for (size_t i = 0; i < found && !folder->failed; i++) {
        classifier->labels[i] = strdup(read_label(folder, labels, i, usual));
        classifier->label_count = i + 1;
    }
    json_decref(config);
}

static void read_numbers(struct model_folder *folder, const struct weights *weights,
                         const struct tensor_request *request, float *out) {
    struct tensor tensor;
    size_t count = request->rows * (request->columns > 0 ? request->columns : 1);
    float sum = 0;
    if (folder->failed)
        return;
    folder->failed = !weights_find(weights, request, &tensor, folder->problem, folder->problem_size);
    if (folder->failed)
        return;
    tensor_read(&tensor, 0, count, out);
    for (size_t i = 0; i < count; i++)
        sum += out[i];
    if (!isfinite(sum))
        model_folder_fail(folder, "%s/model.safetensors: %s holds values that are no numbers", folder->path,
                          request->name);
}

static struct dense read_dense(struct model_folder *folder, const struct weights *weights, const char *name,
                               size_t inputs, size_t outputs) {
    char full[64];
    struct dense dense = {.weights = allocate(inputs * outputs, sizeof(float)),
                          .bias = allocate(outputs, sizeof(float)),
                          .inputs = inputs,
                          .outputs = outputs};
    snprintf(full, sizeof full, "%s.weight", name);
    read_numbers(folder, weights, &(struct tensor_request){.name = full, .rows = outputs, .columns = inputs},
                 dense.weights);
    snprintf(full, sizeof full, "%s.bias", name);
    read_numbers(folder, weights, &(struct tensor_request){.name = full, .rows = outputs}, dense.bias);
    return dense;
}

static void read_head(struct classifier *classifier, struct model_folder *folder) {
    const struct weights *weights = encoder_weights(classifier->encoder);
    size_t width = encoder_width(classifier->encoder);
    for (size_t i = 0; i < sizeof HEADS / sizeof *HEADS; i++) {
        char inner[64], outer[64];
        snprintf(inner, sizeof inner, "%s.weight", HEADS[i].inner);
        snprintf(outer, sizeof outer, "%s.weight", HEADS[i].outer);
        if (!weights_has(weights, inner) || !weights_has(weights, outer))
            continue;
        classifier->activation = HEADS[i].activation;
        classifier->inner = read_dense(folder, weights, HEADS[i].inner, width, width);
        classifier->outer = read_dense(folder, weights, HEADS[i].outer, width, classifier->label_count);
        return;
    }
    model_folder_fail(folder, "%s/model.safetensors has no classification head: it is no classifier",
                      folder->path);
}

static const struct kernels *find_kernels(struct model_folder *folder, const char *precision) {
    if (precision == NULL)
        precision = kernels_default_precision();
    const struct kernels *kernels = kernels_find(NULL, precision);
    if (kernels == NULL)
        model_folder_fail(folder, "this processor has no fast kernels for %s", precision);
    return kernels;
}

static void open_parts(struct classifier *classifier, struct model_folder *folder, const char *precision) {
    const struct kernels *kernels = find_kernels(folder, precision);
    read_labels(classifier, folder);
    if (folder->failed)
        return;
    classifier->tokenizer = tokenizer_open(folder->path, folder->problem, folder->problem_size);
    folder->failed = classifier->tokenizer == NULL;
    if (folder->failed)
        return;
    struct encoder_setup setup = {
        .kernels = kernels, .vocabulary = tokenizer_count(classifier->tokenizer), .classifies = true};
    classifier->encoder = encoder_open(folder->path, &setup, folder->problem, folder->problem_size);
    folder->failed = classifier->encoder == NULL;
    if (!folder->failed)
        read_head(classifier, folder);
}

struct classifier *classifier_open(const char *path, const char *precision, char *problem,
                                   size_t problem_size) {
    struct classifier *classifier = allocate(1, sizeof *classifier);
    struct model_folder folder = {.path = path, .problem = problem, .problem_size = problem_size};
    open_parts(classifier, &folder, precision);
    if (!folder.failed)
        return classifier;
    classifier_close(classifier);
    return NULL;
}

static void finish_dense(struct dense *dense) {
    free(dense->weights);
    free(dense->bias);
}

void classifier_close(struct classifier *classifier) {
    if (classifier == NULL)
        return;
    for (size_t i = 0; i < classifier->label_count; i++)
        free(classifier->labels[i]);
    finish_dense(&classifier->inner);
    finish_dense(&classifier->outer);
    encoder_close(classifier->encoder);
    tokenizer_close(classifier->tokenizer);
    free(classifier);
}

size_t classifier_label_count(const struct classifier *classifier) {
    return classifier->label_count;
}

const char *classifier_label(const struct classifier *classifier, size_t index) {
    return classifier->labels[index];
}

struct classifier_reader *classifier_reader_create(const struct classifier *classifier) {
    struct classifier_reader *reader = allocate(1, sizeof *reader);
    size_t width = encoder_width(classifier->encoder);
    reader->classifier = classifier;
    reader->scratch = encoder_scratch_create(classifier->encoder);
    reader->state = allocate(width, sizeof *reader->state);
    reader->inner = allocate(width, sizeof *reader->inner);
    return reader;
}

void classifier_reader_destroy(struct classifier_reader *reader) {
    if (reader == NULL)
        return;
    encoder_scratch_destroy(reader->scratch);
    free(reader->state);
    free(reader->inner);
    free(reader);
}

static void run_dense(const struct dense *dense, const float *in, float *out) {
    const float *row = dense->weights;
    for (size_t output = 0; output < dense->outputs; output++, row += dense->inputs) {
        float sum = dense->bias[output];
        for (size_t i = 0; i < dense->inputs; i++)
            sum += row[i] * in[i];
        out[output] = sum;
    }
}

static void activate(enum activation activation, float *values, size_t count) {
    for (size_t i = 0; i < count; i++)
        values[i] = activation == ACTIVATION_TANH ? tanhf(values[i]) : fmaxf(values[i], 0);
}

static void softmax(float *values, size_t count) {
    float most = values[0], sum = 0;
    for (size_t i = 1; i < count; i++)
        most = fmaxf(most, values[i]);
    for (size_t i = 0; i < count; i++)
        sum += values[i] = expf(values[i] - most);
    for (size_t i = 0; i < count; i++)
        values[i] /= sum;
}

static void squash(float *values, size_t count) {
    for (size_t i = 0; i < count; i++)
        values[i] = 1 / (1 + expf(-values[i]));
}

void classifier_read(struct classifier_reader *reader, const char *text, size_t length,
                     float *probabilities) {
    const struct classifier *classifier = reader->classifier;
    int32_t ids[ENCODER_TOKENS_MAX];
    size_t count =
        tokenizer_encode(classifier->tokenizer, text, length, ids, encoder_tokens_max(classifier->encoder));
    struct sequences sequences = {.ids = ids, .lengths = &count, .count = 1};
    encoder_run(reader->scratch, NULL, &sequences, reader->state);
    run_dense(&classifier->inner, reader->state, reader->inner);
    activate(classifier->activation, reader->inner, classifier->inner.outputs);
    run_dense(&classifier->outer, reader->inner, probabilities);
    if (classifier->independent)
        squash(probabilities, classifier->label_count);
    else
        softmax(probabilities, classifier->label_count);
}
